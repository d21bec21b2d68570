import { fill } from './review-form-line.js'

/** The states of all lines, the worst first: it is the worst that speaks. */
const ORDER = ['other', 'signedOut', 'memory', 'offline', 'busy', 'refused', 'late', 'clash', 'kept', 'sending', 'saved']
const ICONS = { saved: 'ok', sending: 'ok', kept: 'ok', offline: 'offline', busy: 'offline', memory: 'warn', signedOut: 'warn', other: 'warn', refused: 'warn', late: 'warn', clash: 'warn' }

/** The line that always says what is saved and what waits; read aloud when it changes. */
export const openBar = (bar, words) => {
  const says = bar.querySelector('[data-says]')
  let last = ''

  const sentence = (state, { waiting, clashes, why, time }) => {
    const kept = waiting > 0 ? fill(words.barKept, { count: waiting }) : ''
    switch (state) {
      case 'other':
        return [words.barOther, words.barOtherText]
      case 'signedOut':
        return [words.barSignedOut, words.barSignedOutText]
      case 'memory':
        return [words.memory, '']
      case 'offline':
        return [words.barOffline, kept]
      case 'busy':
        return [words.barBusy, kept]
      case 'refused':
        return ['', fill(words.refused, { why })]
      case 'late':
        return ['', words.barLate]
      case 'clash':
        return ['', fill(words.barClash, { count: clashes })]
      case 'kept':
        return ['', kept]
      case 'sending':
        return ['', words.barSending]
      default:
        return ['', time ? fill(words.barSaved, { time }) : says.textContent]
    }
  }

  return (states, facts) => {
    const state = ORDER.find(candidate => states.includes(candidate)) ?? 'saved'
    // Seen at once, read aloud only when it is over: most saves end before they could be heard.
    bar.setAttribute('aria-busy', String(state === 'sending'))
    show(state, facts)
  }

  function show(state, facts) {
    const [loud, quiet] = sentence(state, facts)
    const now = `${state} ${loud} ${quiet}`
    if (now === last) return
    last = now
    for (const icon of bar.querySelectorAll('[data-icon]')) icon.hidden = icon.dataset.icon !== ICONS[state]
    const parts = []
    if (loud) {
      const bold = document.createElement('b')
      bold.textContent = loud
      parts.push(bold, ' ')
    }
    parts.push(quiet)
    if (state === 'signedOut' || state === 'other') parts.push('. ', signInLink(words.barSignIn))
    says.replaceChildren(...parts)
  }
}

/** In a tab of its own, so that this page, with all that is written on it, stays. */
const signInLink = label => {
  const link = document.createElement('a')
  link.href = '/sign-in'
  link.target = '_blank'
  link.rel = 'noopener'
  link.textContent = label
  return link
}
