import { openBar } from './review-form-bar.js'
import { clashBox, fill, lineOf } from './review-form-line.js'
import { begun, chosen, fresh, met, newId, openStore, same, taken, typed, wordingOf } from './review-form-queue.js'
import { send, settle } from './review-form-send.js'
import { meetTabs, oneAtATime } from './review-form-tabs.js'
import { warnAtSignOut } from './review-form-unsent.js'

/**
 * The scoring form that never loses a word: everything is kept on the device the moment it is written, sent a breath later, and sent again
 * whenever the line, the session or the server is back. Without this script the page is a plain form.
 */
const BREATH_MS = 700
const RETRY_MS = [2000, 4000, 8000, 15000, 30000]

const form = document.getElementById('answers')
const { person, api, review } = form.dataset
const words = JSON.parse(form.dataset.words)
const labels = JSON.parse(form.dataset.labels)
const store = openStore(window.localStorage ?? {})
const tab = newId()
const lines = [...form.querySelectorAll('fieldset.crit')].map(it => lineOf(it, { api, labels, words }))
const lineAt = url => lines.find(line => line.url === url)
const bar = openBar(document.getElementById('save'), words)
/** Words of this person for lines that are not on this page. */
let elsewhere = []
let retries = 0
let retryTimer = 0
let lastSaved = ''
let why = ''
let canKeep = true
/** What the last answer of the server says of everything: offline, busy, signedOut, other. */
let weather = null

const clock = ms => new Date(ms).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' })
const scoreName = score => {
  const cell = score === null ? null : form.querySelector(`.scale input[value="${score}"] + span`)
  return cell ? `${cell.firstElementChild.textContent} ${cell.lastChild.textContent}` : ''
}

const stateOf = ({ entry, left, flight, late, refused, undecided }) => {
  if (late) return 'late'
  if (!entry && left) return 'kept'
  if (!entry) return undecided() ? 'clash' : 'saved'
  if (entry.clash) return 'clash'
  if (refused) return 'refused'
  return flight || !weather ? 'sending' : weather
}

const count = () => {
  const due = lines.filter(line => line.counts)
  const done = due.filter(line => line.ready()).length
  const place = form.querySelector('[data-count]')
  if (!place) return
  place.textContent = fill(words.filled, { done, total: due.length })
  form.querySelector('.save .prog rect')?.setAttribute('width', String((100 * done) / due.length))
  const here = document.querySelector('.tabs [aria-current]')
  while (here?.lastChild && here.lastChild.nodeName !== 'B') here.lastChild.remove()
  here?.append(place.textContent)
}

const render = () => {
  const waiting = lines.filter(({ entry, left }) => (entry ? !entry.clash : left)).length + elsewhere.length
  const states = lines.map(stateOf)
  if (elsewhere.length > 0 && weather) states.push(weather)
  if (!canKeep && waiting > 0) states.push('memory')
  bar(states, { waiting, clashes: states.filter(state => state === 'clash').length, why, time: lastSaved })
  count()
}

const markLine = line => {
  const state = stateOf(line)
  if (state === 'late') line.sayLate(`${review}#late`)
  else if (state === 'clash') line.say(words.clash.line, 'late')
  else if (state === 'refused') line.say(fill(words.refused, { why: line.refused }), 'late')
  else if (state === 'sending') line.say(line.flight ? words.sending : words.waiting, '')
  else if (state !== 'saved') line.say(fill(words.kept, { time: clock((line.entry ?? line.left).at) }), 'late')
}

const keep = (line, entry) => {
  line.entry = entry
  line.left = null
  canKeep = store.keep(entry)
}

const release = (line, answer) => {
  if (line.entry) store.drop(line.entry)
  line.entry = null
  line.left = null
  line.refused = null
  line.saved = answer
  line.setBase(answer.version)
  lastSaved = answer.clock
  // Whoever wrote anew over what stands there has chosen.
  line.clash(null)
  line.say(fill(words.saved, { time: answer.clock }), 'ok')
}

const takeAnswer = (line, answer) => {
  const sent = line.entry?.sending
  const next = line.entry && taken(line.entry, answer)
  if (next) {
    line.saved = answer
    line.setBase(answer.version)
    return keep(line, next)
  }
  // What came back may be newer than what was sent, where nothing was changed here.
  if (sent && !same(sent, answer) && same(line.wording(), sent)) line.show(answer)
  release(line, answer)
}

const showClash = line => {
  const { entry } = line
  const { theirs, yours } = entry.clash
  const other = theirs ?? { version: 0, score: null, body: '' }
  const resolve = wording => {
    keep(line, chosen(line.entry, wording, Date.now()))
    line.clash(null)
    line.show(wording)
    flush(line)
  }
  line.clash(
    clashBox({
      mine: wordingOf(entry),
      theirs,
      words,
      scoreName: score => (line.counts ? scoreName(score) : ''),
      keep: () => resolve(line.wording()),
      take: () => {
        settle(line.entry, yours)
        line.show(other)
        release(line, { ...other, clock: other.clock ?? lastSaved })
        render()
      },
      merge: () => {
        const mine = line.wording()
        resolve({ score: mine.score ?? other.score, body: [mine.body, other.body].filter(Boolean).join('\n\n') })
        line.focus()
      },
    }),
  )
}

const later = () => {
  if (retryTimer !== 0) return
  retryTimer = setTimeout(() => flushAll(), RETRY_MS[Math.min(retries, RETRY_MS.length - 1)])
  retries += 1
}

/** Puts one answer of the server into the line; true when the line may go on sending. */
const hear = (line, result) => {
  weather = ['offline', 'busy', 'signedOut', 'other'].includes(result.is) ? result.is : null
  switch (result.is) {
    case 'saved':
      retries = 0
      tabs.tellSaved({ url: line.url, client: line.entry?.sending?.client, answer: result.answer })
      takeAnswer(line, result.answer)
      return line.entry !== null
    case 'clash':
      keep(line, met(line.entry, result.theirs, result.yours))
      showClash(line)
      return false
    case 'late':
      store.drop(line.entry)
      line.entry = null
      line.late = true
      for (const each of lines) each.freeze()
      return false
    case 'refused':
      line.refused = result.why
      why = result.why
      return false
    default:
      later()
      return false
  }
}

const fly = async (line, options) => {
  do {
    line.refused = null
    keep(line, begun(line.entry, newId()))
    markLine(line)
    const goesOn = hear(line, await oneAtATime(line.url, () => send(line.entry, options)))
    if (!goesOn) break
  } while (line.entry)
  line.flight = null
  markLine(line)
  render()
}

/** Sends what there is of a line, and what is written meanwhile; resolves when the server has it all or does not answer. */
const flush = (line, options) => {
  clearTimeout(line.timer)
  if (!line.flight && line.entry && !line.entry.clash && wordingOf(line.entry)) line.flight = fly(line, options)
  return line.flight
}

/** Sends what another tab left behind for a line that is not shown here; what the server says is shown where the line is. */
const flushElsewhere = async entry => {
  const now = begun(entry, newId())
  store.keep(now)
  elsewhere = elsewhere.map(it => (it === entry ? now : it))
  const result = await oneAtATime(now.url, () => send(now))
  if (['offline', 'busy', 'signedOut', 'other'].includes(result.is)) {
    weather = result.is
    later()
    return
  }
  weather = null
  elsewhere = elsewhere.filter(it => it !== now)
  if (result.is === 'refused') return
  store.drop(now)
  const next = result.is === 'saved' ? taken(now, result.answer) : null
  if (next) {
    store.keep(next)
    elsewhere.push(next)
  }
}

const flushAll = async options => {
  clearTimeout(retryTimer)
  retryTimer = 0
  await Promise.all(lines.map(line => flush(line, options)))
  sendingElsewhere ??= sendElsewhere().finally(() => {
    sendingElsewhere = null
  })
  await sendingElsewhere
  render()
}

let sendingElsewhere = null
const sendElsewhere = async () => {
  for (const entry of [...elsewhere]) await flushElsewhere(entry)
}

const onTyped = (line, soon) => {
  const wording = line.wording()
  line.relabel()
  if (!line.entry && !line.left && same(wording, line.saved)) return render()
  const entry = line.entry ?? fresh(person, tab, line.url, line.saved.version)
  keep(line, typed(entry, wording, Date.now()))
  const mine = line.mine()
  if (mine) mine.textContent = wording.body || words.clash.noText
  clearTimeout(line.timer)
  line.timer = setTimeout(() => flush(line), soon ? 0 : BREATH_MS)
  markLine(line)
  render()
}

/** What another tab of this person saved: shown here where nothing was changed, else it will meet what is written here. */
const onSavedElsewhere = ({ url, client, answer }) => {
  const line = lineAt(url)
  if (!line || line.flight) return
  if (line.entry?.sending && line.entry.sending.client === client) takeAnswer(line, answer)
  else if (!line.entry && answer.version > line.saved.version) {
    line.show(answer)
    release(line, answer)
  }
  render()
}

const tabs = meetTabs(person, tab, onSavedElsewhere)

/**
 * Words that an earlier page of this person left on the device become this page's. Those of a line that is not here, and a second wording
 * of one that is, go out as they lie there.
 */
const adopt = entry => {
  const line = lineAt(entry.url)
  if (!line || line.entry?.sending || line.entry?.clash) {
    elsewhere.push(entry)
    return
  }
  store.drop(entry)
  const written = line.entry?.next
  keep(line, { ...entry, tab, ...(written ? { next: written, at: line.entry.at } : {}) })
  if (!written) line.show(wordingOf(entry))
  if (line.entry.clash) showClash(line)
  markLine(line)
}

const isElsewhere = ({ url, tab: owner }) => elsewhere.some(it => it.url === url && it.tab === owner)

const findLeft = async () => {
  const left = store.of(person).filter(entry => entry.tab !== tab && !isElsewhere(entry))
  if (left.length === 0) return
  // Shown at once, so that nobody writes it a second time; sent when its tab turns out to be gone.
  for (const entry of left) {
    const line = lineAt(entry.url)
    if (!line || line.entry || line.left) continue
    line.left = entry
    line.show(wordingOf(entry))
    markLine(line)
  }
  render()
  const alive = await tabs.whoIsThere()
  for (const entry of left) {
    const now = store.again(entry)
    if (now && !alive.has(entry.tab)) adopt(now)
  }
  await flushAll()
}

let finding = null
const adoptLeft = () => {
  finding ??= findLeft().finally(() => {
    finding = null
  })
  return finding
}

for (const line of lines) {
  line.fieldset.addEventListener('input', event => onTyped(line, event.target.type === 'radio'))
  line.fieldset.addEventListener('focusout', () => flush(line))
  line.relabel()
  // Written before this script was there, on a slow line.
  if (!same(line.wording(), line.saved)) onTyped(line)
}

form.addEventListener('submit', async event => {
  event.preventDefault()
  const goesOn = event.submitter?.value === 'submit'
  await flushAll()
  const unsent = lines.some(({ entry, late }) => entry || late)
  if (goesOn && !unsent) location.assign(`${review}/submit`)
  else document.getElementById('save').scrollIntoView({ block: 'nearest' })
})

const comeBack = () => {
  if (document.visibilityState === 'hidden') return
  retries = 0
  flushAll()
  adoptLeft()
}
addEventListener('online', comeBack)
addEventListener('focus', comeBack)
addEventListener('pageshow', comeBack)
document.addEventListener('visibilitychange', () =>
  document.visibilityState === 'hidden' ? flushAll({ leaving: true }) : comeBack(),
)
addEventListener('beforeunload', event => {
  if (!canKeep && lines.some(({ entry }) => entry)) event.preventDefault()
})
warnAtSignOut(store, person, words.leave)
adoptLeft()
render()
