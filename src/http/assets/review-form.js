import { openBar } from './review-form-bar.js'
import { watchLeft } from './review-form-left.js'
import { lineOf } from './review-form-line.js'
import { deviceStorage, newId, openStore, same } from './review-form-queue.js'
import { openSurface } from './review-form-surface.js'
import { meetTabs } from './review-form-tabs.js'
import { warnAtSignOut } from './review-form-unsent.js'
import { openWriter } from './review-form-writer.js'

/**
 * The scoring form that never loses a word: everything is kept on the device the moment it is written, sent a breath later, and sent again
 * whenever the line, the session or the server is back. Without this script the page is a plain form.
 */
const RETRY_MS = [2000, 4000, 8000, 15000, 30000]
const LOOK_AGAIN_MS = 15000

const form = document.getElementById('answers')
const { person, api, review } = form.dataset
const words = JSON.parse(form.dataset.words)
const labels = JSON.parse(form.dataset.labels)
const lines = [...form.querySelectorAll('fieldset.crit')].map(it => lineOf(it, { api, labels, words }))

/** What all parts of the script share. `weather`: what the last answer of the server says of everything, or null. */
const page = {
  form,
  lines,
  words,
  person,
  review,
  tab: newId(),
  store: openStore(deviceStorage()),
  weather: null,
  canKeep: true,
  lastSaved: '',
  why: '',
  lineAt: url => lines.find(line => line.url === url),
}

let retries = 0
let retryTimer = 0
page.retryLater = () => {
  if (retryTimer !== 0) return
  retryTimer = setTimeout(() => flushAll(), RETRY_MS[Math.min(retries, RETRY_MS.length - 1)])
  retries += 1
}
page.allIsWell = () => {
  retries = 0
}

page.surface = openSurface(page, openBar(document.getElementById('save'), words))
const writer = openWriter(page)
page.tabs = meetTabs(person, page.tab, writer.onSavedElsewhere)
page.left = watchLeft(page, writer)

const flushAll = async options => {
  clearTimeout(retryTimer)
  retryTimer = 0
  await Promise.all(lines.map(line => writer.flush(line, options)))
  await page.left.send()
  page.surface.render()
}

let looked = 0
/** What colleagues saved meanwhile comes into the lines that nobody is changing here. */
const lookAgain = async () => {
  if (Date.now() - looked < LOOK_AGAIN_MS) return
  looked = Date.now()
  const response = await fetch(`/api${form.getAttribute('action')}`, { headers: { 'x-vzaimo': '1' } }).catch(() => null)
  if (!response?.ok) return
  const { lines: now } = await response.json()
  for (const { question, answer } of now) {
    const line = lines.find(it => it.question === question)
    if (line && answer) writer.onNewer(line, answer)
  }
  page.surface.render()
}

for (const line of lines) {
  line.fieldset.addEventListener('input', event => writer.onTyped(line, event.target.type === 'radio'))
  line.fieldset.addEventListener('focusout', () => writer.flush(line))
  line.relabel()
  // Written before this script was there, on a slow line.
  if (!same(line.wording(), line.saved)) writer.onTyped(line)
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
  flushAll().then(lookAgain)
  page.left.find().then(() => flushAll())
}
addEventListener('online', comeBack)
addEventListener('focus', comeBack)
addEventListener('pageshow', comeBack)
document.addEventListener('visibilitychange', () =>
  document.visibilityState === 'hidden' ? flushAll({ leaving: true }) : comeBack(),
)
addEventListener('beforeunload', event => {
  if (!page.canKeep && lines.some(({ entry }) => entry)) event.preventDefault()
})
warnAtSignOut(page.store, person, words.leave)
// The page as the browser kept it may be older than what was saved from it.
if (performance.getEntriesByType('navigation')[0]?.type === 'navigate') looked = Date.now()
comeBack()
page.surface.render()
