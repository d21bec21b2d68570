import { clashBox, fill } from './review-form-line.js'
import { begun, chosen, fresh, met, newId, same, taken, typed, wordingOf } from './review-form-queue.js'
import { isWeather, send, settle } from './review-form-send.js'
import { oneAtATime } from './review-form-tabs.js'

const BREATH_MS = 700

/** The way of a line's words from the keyboard over the device to the server, and what the server's answers do to the line. */
export const openWriter = page => {
  const { words, store, person } = page

  const keep = (line, entry) => {
    line.entry = entry
    line.left = null
    page.canKeep = store.keep(entry)
  }

  const forget = line => {
    if (line.entry) store.drop(line.entry)
    line.entry = null
    line.left = null
  }

  const release = (line, answer) => {
    forget(line)
    line.refused = null
    line.saved = answer
    line.setBase(answer.version)
    page.lastSaved = answer.clock ?? page.lastSaved
    // Whoever wrote anew over what stands there has chosen.
    line.clash(null)
    line.say(fill(words.saved, { time: page.lastSaved }), 'ok')
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

  const resolve = (line, wording) => {
    keep(line, chosen(line.entry, wording, Date.now()))
    line.clash(null)
    line.show(wording)
    flush(line)
  }

  /** Takes the other wording; what was written here since the two met is first kept beside it, or the choice stays open. */
  const take = async line => {
    const { theirs, yours } = line.entry.clash
    const mine = line.wording()
    if (!same(mine, yours)) {
      const result = await send({ ...line.entry, sending: { client: newId(), ...mine } })
      if (result.is !== 'clash') return hearWeather(result)
      settle(line.entry, result.yours)
    }
    settle(line.entry, yours)
    const other = theirs ?? { version: 0, score: null, body: '' }
    line.show(other)
    release(line, other)
    page.surface.render()
  }

  const showClash = line => {
    const { theirs } = line.entry.clash
    const other = theirs ?? { score: null, body: '' }
    line.clash(
      clashBox({
        mine: wordingOf(line.entry),
        theirs,
        words,
        scoreName: score => (line.counts ? page.surface.scoreName(score) : ''),
        keep: () => resolve(line, line.wording()),
        take: () => take(line),
        merge: () => {
          const mine = line.wording()
          const body = [mine.body, other.body].filter(Boolean).join('\n\n')
          resolve(line, { score: mine.score ?? other.score, body })
          line.focus()
        },
      }),
    )
  }

  const hearWeather = result => {
    page.weather = isWeather(result) ? result.is : null
    if (page.weather) page.retryLater()
    else page.allIsWell()
    page.surface.render()
  }

  /** Puts one answer of the server into the line; true when there is more to send. */
  const hear = (line, result) => {
    hearWeather(result)
    switch (result.is) {
      case 'saved':
        page.tabs.tellSaved({ url: line.url, client: line.entry?.sending?.client, answer: result.answer })
        takeAnswer(line, result.answer)
        return line.entry !== null
      case 'clash':
        keep(line, met(line.entry, result.theirs, result.yours))
        showClash(line)
        return false
      case 'late': {
        // What was written while it was on its way goes after it: the server keeps that too.
        const { next } = line.entry
        line.late = true
        for (const each of page.lines) each.freeze()
        if (next) keep(line, { ...line.entry, sending: null })
        else forget(line)
        return Boolean(next)
      }
      case 'refused':
        line.refused = result.why
        page.why = result.why
        return false
      default:
        return false
    }
  }

  const fly = async (line, options) => {
    let goesOn = true
    while (goesOn && line.entry) {
      line.refused = null
      keep(line, begun(line.entry, newId()))
      page.surface.mark(line)
      goesOn = hear(line, await oneAtATime(line.url, () => send(line.entry, options)))
    }
    line.flight = null
    page.surface.mark(line)
    page.surface.render()
  }

  /** Sends what there is of a line, and what is written meanwhile; resolves when the server has it all or does not answer. */
  const flush = (line, options) => {
    clearTimeout(line.timer)
    if (!line.flight && line.entry && !line.entry.clash && wordingOf(line.entry)) line.flight = fly(line, options)
    return line.flight
  }

  /** A newer answer of the server's: shown where nothing was changed here, else it will meet what is written here. */
  const onNewer = (line, answer) => {
    if (line.entry || line.left || line.late || answer.version <= line.saved.version) return
    line.show(answer)
    release(line, answer)
  }

  return {
    keep,
    showClash,
    flush,
    onNewer,
    onTyped(line, soon) {
      const wording = line.wording()
      line.relabel()
      if (!line.entry && !line.left && same(wording, line.saved)) return page.surface.render()
      const entry = line.entry ?? fresh(person, page.tab, line.url, line.saved.version)
      keep(line, typed(entry, wording, Date.now()))
      const mine = line.mine()
      if (mine) mine.textContent = wording.body || words.clash.noText
      clearTimeout(line.timer)
      line.timer = setTimeout(() => flush(line), soon ? 0 : BREATH_MS)
      page.surface.mark(line)
      page.surface.render()
    },
    /** What another tab of this person saved, perhaps words that lie here too. */
    onSavedElsewhere({ url, client, answer }) {
      const line = page.lineAt(url)
      if (!line || line.flight) return
      if (line.entry?.sending && line.entry.sending.client === client) takeAnswer(line, answer)
      else if (!line.entry) {
        line.left = null
        onNewer(line, answer)
      }
      page.surface.render()
    },
  }
}
