import type { PageFrame } from '../../http/frame.ts'
import { type Lang, words } from '../../words/index.ts'
import { relativeTime } from '../../words/time.ts'
import type { ShownEntry } from './entry.ts'
import { isAct, type Subject } from './forecast-filter.ts'

/** In whose language and zone a page speaks, and when. */
export type Saying = Pick<PageFrame, 'lang' | 'at'> & { readonly zone: string }

export const zoneOf = ({ viewer }: Pick<PageFrame, 'viewer'>): string => viewer?.zone ?? 'UTC'

export const sayingOf = (frame: PageFrame): Saying => ({ lang: frame.lang, at: frame.at, zone: zoneOf(frame) })

export const whenOf = ({ lang, at, zone }: Saying, instant: string): string => relativeTime(lang, instant, zone, at)

/** What a duty or an event is called. */
export const subjectName = (lang: Lang, subject: Subject): string =>
  isAct(subject) ? words(lang).home.acts[subject] : words(lang).letters.names[subject]

const rungOf = (lang: Lang, act: string, step: number): string => {
  const said = words(lang).letterPages.rung
  return step < 0 ? said.before(act, -step) : step === 0 ? said.onDay(act) : said.after(act, step)
}

/** A step of a ladder, by itself. */
export const stepName = (lang: Lang, step: number): string => {
  const said = words(lang).letterPages.steps
  return step < 0 ? said.before(-step) : step === 0 ? said.onDay : said.after(step)
}

/** What an entry is about, in one line: the duty and its step, or the event; and the school it is about where it is another. */
export const whatOf = (lang: Lang, { kind, act, step, aboutName }: ShownEntry): string => {
  const what = kind === 'rung' && act !== null ? rungOf(lang, words(lang).home.acts[act], step) : eventName(lang, kind)
  return aboutName === null ? what : words(lang).letterPages.about(what, aboutName)
}

const eventName = (lang: Lang, kind: ShownEntry['kind']): string => words(lang).letters.names[kind]

const afterHand = (saying: Saying, entry: ShownEntry): string => {
  const said = words(saying.lang).letterPages.why
  if (entry.bounce !== null) return entry.bounce === '' ? said.returnedSilently : said.returned(entry.bounce)
  return said.sent(whenOf(saying, entry.endedAt ?? entry.sendAt))
}

const ahead = (saying: Saying, { letterState, nextAttemptAt, sendAt }: ShownEntry): string => {
  const said = words(saying.lang).letterPages.why
  if (letterState === 'handing') return said.inHand
  if (letterState === 'waiting' && nextAttemptAt !== null) return said.waits(whenOf(saying, nextAttemptAt))
  return Temporal.Instant.compare(Temporal.Instant.from(sendAt), saying.at) <= 0
    ? said.passing
    : said.due(whenOf(saying, sendAt))
}

/** Why this letter went, will go, or did not: one sentence for every state and reason. */
export const whyOf = (saying: Saying, entry: ShownEntry): string => {
  const said = words(saying.lang).letterPages.why
  const { state, reason, answer, byName } = entry
  const reasons: Readonly<Record<string, string>> = said.reasons
  switch (state) {
    case 'due':
      return ahead(saying, entry)
    case 'sent':
      return afterHand(saying, entry)
    case 'skipped':
      return reasons[reason ?? ''] ?? reason ?? ''
    case 'failed':
      return answer === null || answer === '' ? said.failedSilently : said.failed(answer)
    case 'cancelled':
      return said.cancelled(byName ?? said.someone, reason ?? '')
  }
}
