import { begun, newId, taken, wordingOf } from './review-form-queue.js'
import { isWeather, send } from './review-form-send.js'
import { oneAtATime } from './review-form-tabs.js'

/**
 * Words that earlier pages of this person left on the device: a tab that was closed, a browser that fell. Those of a line on this page
 * become this page's; those of other lines, and a second wording of the same line, go out as they lie there.
 */
export const watchLeft = (page, writer) => {
  const { store, person, tab } = page
  let elsewhere = []
  let finding = null
  let sending = null

  const isElsewhere = entry => elsewhere.some(({ url, tab: owner }) => url === entry.url && owner === entry.tab)

  const adopt = entry => {
    const line = page.lineAt(entry.url)
    if (!line || line.entry?.sending || line.entry?.clash) {
      elsewhere.push(entry)
      return
    }
    store.drop(entry)
    const written = line.entry?.next
    writer.keep(line, { ...entry, tab, ...(written ? { next: written, at: line.entry.at } : {}) })
    if (!written) line.show(wordingOf(entry))
    if (line.entry.clash) writer.showClash(line)
    page.surface.mark(line)
  }

  const find = async () => {
    const left = store.of(person).filter(entry => entry.tab !== tab && !isElsewhere(entry))
    if (left.length === 0) return
    // Shown at once, so that nobody writes it a second time; sent when its tab turns out to be gone.
    for (const entry of left) {
      const line = page.lineAt(entry.url)
      if (!line || line.entry || line.left) continue
      line.left = entry
      line.show(wordingOf(entry))
      page.surface.mark(line)
    }
    page.surface.render()
    const alive = await page.tabs.whoIsThere()
    for (const entry of left) {
      const now = store.again(entry)
      if (now && !alive.has(entry.tab)) adopt(now)
    }
  }

  /** What the server says of it is shown where the line is: a wording that met another stands on the form's next page. */
  const sendOne = async entry => {
    const now = begun(entry, newId())
    store.keep(now)
    elsewhere = elsewhere.map(it => (it === entry ? now : it))
    const result = await oneAtATime(now.url, () => send(now))
    page.weather = isWeather(result) ? result.is : null
    if (page.weather) return page.retryLater()
    elsewhere = elsewhere.filter(it => it !== now)
    if (result.is === 'refused') return
    store.drop(now)
    const next = rest(now, result)
    if (next === null) return
    store.keep(next)
    elsewhere.push(next)
  }

  const sendAll = async () => {
    for (const entry of [...elsewhere]) await sendOne(entry)
  }

  return {
    waiting: () => elsewhere.length,
    find() {
      finding ??= find().finally(() => {
        finding = null
      })
      return finding
    },
    send() {
      sending ??= sendAll().finally(() => {
        sending = null
      })
      return sending
    },
  }
}

/** What was written after the write that has just ended: it goes next, whatever became of the first. */
const rest = (entry, result) => {
  if (result.is === 'saved') return taken(entry, result.answer)
  return entry.next ? { ...entry, sending: null } : null
}
