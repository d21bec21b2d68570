import type { Lang } from './lang.ts'
import { spokenZone } from './zones.ts'

/** An instant: UTC text as the tables and machines hold it, or a Temporal value. */
export type Moment = string | Temporal.Instant

/** «14:02»: the hour and minute on the clocks of `zone`. */
export function clockTime(lang: Lang, at: Moment, zone: string): string {
  return format(lang, zone, 'clock', at)
}

/** «13 октября», or «13 октября 2022 г.» when that is not the year of `now`. */
export function longDate(lang: Lang, at: Moment, zone: string, now: Moment): string {
  const sameYear = dateIn(at, zone).year === dateIn(now, zone).year
  return bound(format(lang, zone, sameYear ? 'day' : 'dayOfYear', at))
}

/** «13 окт», for tables and plots. */
export function shortDate(lang: Lang, at: Moment, zone: string): string {
  return bound(format(lang, zone, 'shortDay', at).replace(/\.$/, ''))
}

/** «четверг, 13 октября», "Thursday 13 October". */
export function weekdayDate(lang: Lang, at: Moment, zone: string): string {
  return format(lang, zone, 'weekday', at).replace(/(\d) /g, '$1\u00A0')
}

/** «13 октября, 14:02». */
export function dateTime(lang: Lang, at: Moment, zone: string, now: Moment): string {
  return `${longDate(lang, at, zone, now)}, ${clockTime(lang, at, zone)}`
}

/** «сегодня, 11:40», «вчера, 09:15», «завтра, 10:00»; other days by their date. Days are those of `zone`. */
export function relativeTime(lang: Lang, at: Moment, zone: string, now: Moment): string {
  const days = dateIn(now, zone).until(dateIn(at, zone)).days
  const day = Math.abs(days) <= 1 ? relativeDays[lang].format(days, 'day') : longDate(lang, at, zone, now)
  return `${day}, ${clockTime(lang, at, zone)}`
}

/**
 * «21 октября, 23:59 по Москве»: a deadline as its reader lives it, in words that follow «до» and "by". The due instant is
 * 00:00 of the next day where the duty is owed; people mean the last minute before it, in any zone.
 */
export function deadline(lang: Lang, due: Moment, zone: string, now: Moment): string {
  return `${dateTime(lang, lastMinute(due), zone, now)} ${zoneName(lang, zone, due)}`
}

/** «21 октября»: the last day of a deadline in `zone`, in words that follow «до» and "by". */
export function deadlineDate(lang: Lang, due: Moment, zone: string, now: Moment): string {
  return longDate(lang, lastMinute(due), zone, now)
}

/** «21 окт», the same for tables and plots. */
export function deadlineShortDate(lang: Lang, due: Moment, zone: string): string {
  return shortDate(lang, lastMinute(due), zone)
}

/** «7 октября»: a date of the season (`YYYY-MM-DD`), which lies in no zone; with its year when that is not the year of `now`. */
export function plainDate(lang: Lang, date: string, now: Moment): string {
  return longDate(lang, Temporal.PlainDate.from(date).toZonedDateTime('UTC').toInstant(), 'UTC', now)
}

/** «8 дней 9 часов», «3 часа 20 минут», «меньше минуты»: the two largest units, rounded down. Null when `to` is not ahead. */
export function timeLeft(lang: Lang, from: Moment, to: Moment): string | null {
  const minutes = Math.floor((epoch(to) - epoch(from)) / 60_000)
  if (epoch(to) <= epoch(from)) return null
  if (minutes === 0) return lessThanAMinute[lang]
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24]
  const parts =
    days > 0
      ? [units(lang, 'day', days), units(lang, 'hour', hours)]
      : [units(lang, 'hour', hours), units(lang, 'minute', minutes % 60)]
  return parts.filter(part => part !== '').join(' ')
}

/** «по Москве», "Moscow time"; where the zone has no name of its own, «по UTC+3», "UTC+3", as of `at`. */
export function zoneName(lang: Lang, zone: string, at: Moment): string {
  const named = spokenZone(lang, zone)
  if (named !== null) return named
  return lang === 'ru' ? `по\u00A0${utcOffset(zone, at)}` : utcOffset(zone, at)
}

/** «UTC+5», «UTC+5:30», «UTC−3»: how far the clocks of `zone` are from UTC at that instant. */
export function utcOffset(zone: string, at: Moment): string {
  const minutes = Math.round(instantOf(at).toZonedDateTimeISO(zone).offsetNanoseconds / 60e9)
  if (minutes === 0) return 'UTC'
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`
}

const styles = {
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { day: 'numeric', month: 'long' },
  dayOfYear: { day: 'numeric', month: 'long', year: 'numeric' },
  shortDay: { day: 'numeric', month: 'short' },
  weekday: { weekday: 'long', day: 'numeric', month: 'long' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

const locales: Readonly<Record<Lang, string>> = { ru: 'ru', en: 'en-GB' }

// Making a formatter costs a hundred times what using it does; there are two languages, five styles and a country's zones.
const formatters = new Map<string, Intl.DateTimeFormat>()

function format(lang: Lang, zone: string, style: keyof typeof styles, at: Moment): string {
  const key = `${lang} ${style} ${zone}`
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat(locales[lang], { ...styles[style], timeZone: zone })
  formatters.set(key, formatter)
  return formatter.format(epoch(at))
}

const relativeDays: Readonly<Record<Lang, Intl.RelativeTimeFormat>> = {
  ru: new Intl.RelativeTimeFormat('ru', { numeric: 'auto' }),
  en: new Intl.RelativeTimeFormat('en', { numeric: 'auto' }),
}

const lessThanAMinute: Readonly<Record<Lang, string>> = { ru: 'меньше минуты', en: 'less than a minute' }

type Unit = 'day' | 'hour' | 'minute'

const unitsOf = (lang: Lang): Readonly<Record<Unit, Intl.NumberFormat>> => {
  const unit = (name: Unit) => new Intl.NumberFormat(lang, { style: 'unit', unit: name, unitDisplay: 'long' })
  return { day: unit('day'), hour: unit('hour'), minute: unit('minute') }
}

const unitFormatters: Readonly<Record<Lang, Readonly<Record<Unit, Intl.NumberFormat>>>> = {
  ru: unitsOf('ru'),
  en: unitsOf('en'),
}

function units(lang: Lang, unit: Unit, n: number): string {
  return n === 0 ? '' : bound(unitFormatters[lang][unit].format(n))
}

/** No line ends inside a date or a number with its unit. */
function bound(text: string): string {
  return text.replaceAll(' ', '\u00A0')
}

function lastMinute(due: Moment): Temporal.Instant {
  return instantOf(due).subtract({ minutes: 1 })
}

function dateIn(at: Moment, zone: string): Temporal.PlainDate {
  return instantOf(at).toZonedDateTimeISO(zone).toPlainDate()
}

function instantOf(at: Moment): Temporal.Instant {
  return typeof at === 'string' ? Temporal.Instant.from(at) : at
}

function epoch(at: Moment): number {
  return instantOf(at).epochMilliseconds
}
