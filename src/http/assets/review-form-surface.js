import { fill } from './review-form-line.js'

/** What the form says of itself: each line its own state, the bar the worst of them, the counts of what is ready. */
export const openSurface = (page, bar) => {
  const { form, lines, words, review } = page
  const place = form.querySelector('[data-count]')

  const stateOf = ({ entry, left, flight, late, refused, undecided }) => {
    if (late) return 'late'
    if (!entry && left) return 'kept'
    if (!entry) return undecided() ? 'clash' : 'saved'
    if (entry.clash) return 'clash'
    if (refused) return 'refused'
    return flight || !page.weather ? 'sending' : page.weather
  }

  const count = () => {
    if (!place) return
    const due = lines.filter(line => line.counts)
    const done = due.filter(line => line.ready()).length
    const says = fill(words.filled, { done, total: due.length })
    if (place.textContent === says) return
    place.textContent = says
    form.querySelector('.save .prog rect')?.setAttribute('width', String((100 * done) / due.length))
    const here = document.querySelector('.tabs [aria-current]')
    while (here?.lastChild && here.lastChild.nodeName !== 'B') here.lastChild.remove()
    here?.append(says)
  }

  return {
    render() {
      const elsewhere = page.left?.waiting() ?? 0
      const waiting = lines.filter(({ entry, left }) => (entry ? !entry.clash : left)).length + elsewhere
      const states = lines.map(stateOf)
      const clashes = states.filter(state => state === 'clash').length
      if (elsewhere > 0 && page.weather) states.push(page.weather)
      if (!page.canKeep && waiting > 0) states.push('memory')
      bar(states, { waiting, clashes, why: page.why, time: page.lastSaved })
      count()
    },
    mark(line) {
      const state = stateOf(line)
      if (state === 'late') line.sayLate(`${review}#late`)
      else if (state === 'clash') line.say(words.clash.line, 'late')
      else if (state === 'refused') line.say(fill(words.refused, { why: line.refused }), 'late')
      else if (state === 'sending') line.say(line.flight ? words.sending : words.waiting, '')
      else if (state !== 'saved') line.say(fill(words.kept, { time: clock((line.entry ?? line.left).at) }), 'late')
    },
    /** «2 Скорее да», as the scale names it. */
    scoreName(score) {
      const cell = score === null ? null : form.querySelector(`.scale input[value="${score}"] + span`)
      return cell ? `${cell.firstElementChild.textContent} ${cell.lastChild.textContent}` : ''
    },
  }
}

const clock = ms => new Date(ms).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' })
