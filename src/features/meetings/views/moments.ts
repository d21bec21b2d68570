import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { clockTime, weekdayDate, zoneName } from '../../../words/time.ts'
import type { Span } from '../common-hours.ts'
import type { MeetingView, Party } from '../meeting-view.ts'
import { readerZone } from './parts.ts'

const dateIn = (at: string, zone: string) => Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate()

const isSameClock = (at: string, one: string, other: string): boolean => {
  const [a, b] = [one, other].map(zone => Temporal.Instant.from(at).toZonedDateTimeISO(zone))
  return a !== undefined && b !== undefined && a.toPlainDateTime().equals(b.toPlainDateTime())
}

/** The other schools' zones beside the reader's, each once, with the schools that live by it. */
const otherZones = (frame: PageFrame, parties: readonly Party[], at: string) => {
  const zones = new Map<string, string[]>()
  for (const { zone, name } of parties)
    if (!isSameClock(at, zone, readerZone(frame))) zones.set(zone, [...(zones.get(zone) ?? []), name])
  return [...zones].map(([zone, schools]) => ({ zone, schools: schools.join(', ') }))
}

/** «вторник, 18 октября, 10:00 по Москве» by the reader's clock. */
export const momentText = ({ lang, ...frame }: PageFrame, at: string): string => {
  const zone = readerZone({ lang, ...frame })
  return `${weekdayDate(lang, at, zone)}, ${words(lang).meetings.at(clockTime(lang, at, zone), zoneName(lang, zone, at))}`
}

/** The same with the other schools' clocks below it. */
export const moment = (frame: PageFrame, { parties }: Pick<MeetingView, 'parties'>, at: string): Html => {
  const { lang } = frame
  const said = words(lang).meetings
  const there = otherZones(frame, parties, at).map(({ zone, schools }) => {
    const otherDay = !dateIn(at, zone).equals(dateIn(at, readerZone(frame)))
    const clock = said.at(clockTime(lang, at, zone), zoneName(lang, zone, at))
    return html`<br><span class="there">${otherDay ? `${weekdayDate(lang, at, zone)}, ${clock}` : clock} · ${schools}</span>`
  })
  return html`<time datetime="${at}">${momentText(frame, at)}</time>${there}`
}

/** «вторник, 18 октября, 10:00–16:00 по Москве», with the other schools' clocks below it. */
export const stretch = (frame: PageFrame, { parties }: Pick<MeetingView, 'parties'>, { from, until }: Span): Html => {
  const { lang } = frame
  const said = words(lang).meetings
  const inZone = (zone: string) =>
    said.span(clockTime(lang, from, zone), clockTime(lang, until, zone), zoneName(lang, zone, from))
  const zone = readerZone(frame)
  return html`${weekdayDate(lang, from, zone)}, <b>${inZone(zone)}</b>${otherZones(frame, parties, from).map(
    other => html`<br><span class="there">${inZone(other.zone)} · ${other.schools}</span>`,
  )}`
}
