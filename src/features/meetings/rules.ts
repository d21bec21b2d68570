import type { SeatNo } from '../../../workflows/machines/events.ts'
import type { MeetingKind, Slot } from '../../../workflows/machines/meeting.ts'
import type { Role, Standing } from '../../../workflows/permissions.ts'
import { partnershipIn, present, type View } from '../../../workflows/view.ts'

/** How a meeting can be held. */
export const kinds = ['call', 'video', 'visit'] as const satisfies readonly MeetingKind[]

export const mostSlots = 5
export const usualMinutes = 60
/** A slot's length, in minutes. */
export const shortest = 10
export const longest = 480

/** Longer than anything that is written down of a meeting, short enough for a page that shows it twice. */
export const longestMinutes = 50_000

/** Where a meeting stands. */
export type MeetingState = 'unplanned' | 'proposed' | 'agreed' | 'unconfirmed' | 'counted' | 'reopened' | 'notHeld'

/** The machine's state value as one word: of a held meeting, how far its minutes are. */
export const stateOf = (value: unknown): MeetingState => {
  const held: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'held') : value
  return held as MeetingState
}

/** The schools that still take part, by seat. */
export const presentSeats = (view: View): SeatNo[] => present(partnershipIn(view)).map(({ seat }) => seat)

const memberRoles: ReadonlySet<Role> = new Set(['head', 'schoolCoordinator', 'helper'])

/** Whether it is a role of a school's own people; everybody else acts for a school with a reason (rules 12). */
export const isMember = (role: Role): boolean => memberRoles.has(role)

/** The seats whose own people somebody is one of. */
export const memberSeats = (standings: readonly Standing[]): SeatNo[] =>
  standings.filter(({ role }) => isMember(role)).flatMap(({ seats }) => seats)

/** One proposed time as it was typed: `date` YYYY-MM-DD, `time` HH:MM, by the clock of `zone`. */
export type TypedSlot = { readonly date: string; readonly time: string; readonly minutes: string }

/** What is wrong with a typed time, in words of the catalogue's `meetings.faults`. */
type SlotFault = 'date' | 'time' | 'noSuchTime' | 'past' | 'length' | 'twice' | 'none'

/** The proposed times, or what is wrong by the number of the row (from 0). */
export type ReadSlots = { readonly slots: readonly Slot[] } | { readonly faults: ReadonlyMap<number, SlotFault> }

const instantText = (instant: Temporal.Instant) => instant.toString({ fractionalSecondDigits: 3 })

/** An instant as the machines hold it: UTC, milliseconds. */
export const asInstant = (at: string): string => instantText(Temporal.Instant.from(at))

/** The instant of a local time; null where there is no such day, or the clocks skip that time. */
const instantOn = (local: string, zone: string): string | null => {
  try {
    const plain = Temporal.PlainDateTime.from(local, { overflow: 'reject' })
    const zoned = plain.toZonedDateTime(zone)
    return zoned.toPlainDateTime().equals(plain) ? instantText(zoned.toInstant()) : null
  } catch {
    return null
  }
}

const readSlot = ({ date, time, minutes }: TypedSlot, zone: string, now: string): Slot | SlotFault => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return 'date'
  if (!/^\d{2}:\d{2}$/.test(time)) return 'time'
  if (!/^\d{1,3}$/.test(minutes) || Number(minutes) < shortest || Number(minutes) > longest) return 'length'
  const at = instantOn(`${date}T${time}`, zone)
  if (at === null) return 'noSuchTime'
  return at > now ? { at, minutes: Number(minutes) } : 'past'
}

const isEmpty = ({ date, time }: TypedSlot) => date.trim() === '' && time.trim() === ''

/** Reads the rows of a form by the clock of `zone`; rows without a date and a time are no slots. `now`: an instant as UTC text. */
export const readSlots = (rows: readonly TypedSlot[], zone: string, now: string): ReadSlots => {
  const slots: Slot[] = []
  const faults = new Map<number, SlotFault>()
  for (const [row, typed] of rows.entries()) {
    if (isEmpty(typed)) continue
    const slot = readSlot(typed, zone, now)
    if (typeof slot === 'string') faults.set(row, slot)
    else if (slots.some(({ at }) => at === slot.at)) faults.set(row, 'twice')
    else slots.push(slot)
  }
  if (slots.length === 0 && faults.size === 0) faults.set(0, 'none')
  return faults.size > 0 ? { faults } : { slots }
}

/** Whether it is a day of the calendar, YYYY-MM-DD. */
export const isDate = (text: string): boolean => {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text
  } catch {
    return false
  }
}

/** Line breaks as one character however they were sent, and without what the database cannot hold. */
export const tidy = (body: string): string => body.replaceAll('\r\n', '\n').replaceAll('\0', '').toWellFormed()
