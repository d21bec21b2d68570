/** One line of the form as the page shows it: its controls, its label and hint by the score, its mark, its conflict. */
export const lineOf = (fieldset, { api, labels, words }) => {
  const base = fieldset.querySelector('[name^="base:"]')
  const question = base.name.slice('base:'.length)
  const area = fieldset.querySelector('textarea')
  const radios = [...fieldset.querySelectorAll('input[type="radio"]')]
  const mark = fieldset.querySelector('[data-mark]')
  const inner = fieldset.querySelector('[data-line]')
  const met = () => fieldset.querySelector('[data-choice]')
  const label = fieldset.querySelector('.f > label')
  const hint = fieldset.querySelector('.hint[id]')
  const details = fieldset.querySelector('details')

  const wording = () => ({ score: radios.find(radio => radio.checked)?.value ?? null, body: area.value })
  const rule = () => labels[wording().score ?? '']

  const relabel = () => {
    if (radios.length === 0) return
    const { label: text, hint: wish, due } = rule()
    if (label.textContent !== text) label.textContent = text
    hint.textContent = wish
    if (details && (due || area.value !== '')) details.open = true
    radios.forEach(radio => radio.closest('.scale').classList.remove('bad'))
  }

  const show = ({ score, body }) => {
    for (const radio of radios) radio.checked = radio.value === score
    if (area.value !== body) area.value = body
    relabel()
  }

  return {
    question,
    url: api + question,
    fieldset,
    /** What the server has, as far as this page knows. By its own attributes: a browser puts back what was typed before. */
    saved: {
      version: Number(base.dataset.version),
      score: radios.find(radio => radio.defaultChecked)?.value ?? null,
      body: area.defaultValue,
    },
    entry: null,
    /** What another page of this person left on the device: shown, and not yet known to be nobody's. */
    left: null,
    /** The answer that is awaited, if one is. */
    flight: null,
    refused: null,
    late: false,
    timer: 0,
    wording,
    show,
    relabel,
    /** Whether the line is ready, by the same rule as the server's. */
    ready: () => radios.length === 0 || (wording().score !== null && (!rule().due || area.value.trim() !== '')),
    counts: radios.length > 0,
    setBase(version) {
      base.value = String(version)
    },
    say(text, state) {
      mark.textContent = text
      mark.className = state
    },
    sayLate(href) {
      const link = document.createElement('a')
      link.href = href
      link.textContent = words.lateLink
      mark.className = 'late'
      mark.replaceChildren(`${words.late}. `, link)
    },
    freeze() {
      area.readOnly = true
      for (const radio of radios) radio.disabled = !radio.checked
    },
    /** Two wordings met here, just now or at another time: the block says so and leads to the choice. */
    undecided: () => met() !== null,
    clash(box) {
      met()?.remove()
      if (box === null) return
      box.dataset.choice = ''
      inner.prepend(box)
    },
    mine: () => inner.querySelector('[data-mine]'),
    focus: () => area.focus(),
  }
}

const made = (tag, className, ...children) => {
  const element = document.createElement(tag)
  if (className) element.className = className
  element.append(...children)
  return element
}

const pressed = (label, primary, act) => {
  const button = made('button', primary ? 'btn sm' : 'btn q sm', label)
  button.type = 'button'
  button.addEventListener('click', act)
  return button
}

/** Two wordings of one line side by side, and three ways out; nothing is chosen for the person. */
export const clashBox = ({ mine, theirs, words, scoreName, keep, take, merge }) => {
  const who = theirs?.mine ? words.you : (theirs?.author ?? words.colleague)
  const says = made('p', '', made('b', '', words.clash.says), ` ${fill(words.clash.who, { who, time: theirs?.clock ?? '' })}`)
  const text = wording => wording.body || words.clash.noText
  const box = (about, wording) => {
    const said = made('p', 'said pre', text(wording))
    return { said, element: made('div', 'box', made('header', '', [about, scoreName(wording.score)].filter(Boolean).join(' · ')), said) }
  }
  const own = box(words.clash.mine, mine)
  own.said.dataset.mine = ''
  const other = box([who, theirs?.clock].filter(Boolean).join(' · '), theirs ?? { score: null, body: '' })
  const ways = made(
    'div',
    'row',
    pressed(words.clash.keep, true, keep),
    pressed(words.clash.take, false, take),
    pressed(words.clash.merge, false, merge),
  )
  const all = made('div', 'clash flow', says, made('div', 'two', own.element, other.element), ways, made('p', 'xs', words.clash.stays))
  all.setAttribute('role', 'group')
  return all
}

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''))
