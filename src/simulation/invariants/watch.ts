import type { MailServer, Received } from '../mail-server.ts'
import { dateAt, instantOf, minuteAt, plusDays } from '../own-days.ts'
import { type OwnDuty, ownDuties, type Stand } from '../own-duties.ts'
import { seatOf, type Table } from '../table.ts'
import type { World } from '../world.ts'
import { type Invariant, openCheck } from './check.ts'
import { ownLadder, ownReaders, ownRung } from './own-rungs.ts'

/** Looks on while the season is played: at every letter as it arrives, and at every rung when its hour has come. */
export type Watch = {
  readonly hear: (letter: Received) => void
  readonly changed: (table: Table, at: string) => void
  /** The letters of this instant have gone. */
  readonly passed: (at: string) => void
  /** These duties were found overdue. */
  readonly overdue: (found: readonly { readonly root: string; readonly key: string }[], at: string) => void
  readonly end: () => Invariant[]
}

/** A rung that will be owed at its hour, unless something comes between. */
type Expected = {
  readonly table: Table
  readonly duty: OwnDuty
  readonly dueAt: string
  readonly step: number
  readonly person: string
}

const quiet = { from: 21 * 60, to: 8 * 60 }
const nine = 9 * 60
const mostADay = 20

/** Whether what an urgent letter speaks of begins before the noon after these quiet hours: then it may not wait for their end. */
const isPressing = ({ tables }: World, { person, at, items }: Received): boolean => {
  const today = dateAt(at, person.hours)
  const day = minuteAt(at, person.hours) < quiet.to ? today : plusDays(today, 1)
  const noon = instantOf(day, 12 * 60, person.hours)
  return items.some(({ root }) => (tables.get(root)?.meeting.slotAt ?? noon) < noon)
}

const inHours = (world: World, letter: Received): boolean => {
  const { person, class: kind, at } = letter
  const minute = minuteAt(at, person.hours)
  if (kind === 'urgent') return (minute >= quiet.to && minute < quiet.from) || isPressing(world, letter)
  return minute >= nine && minute < quiet.from && world.by.days.isWorked(dateAt(at, person.hours), person.week)
}

/** Of a rung in a letter: what its duty is now, by the simulation's own knowledge. */
const standOf = (world: World, root: string, key: string): { table: Table; stand: Stand } | null => {
  const table = world.tables.get(root)
  const duty = table === undefined ? undefined : ownDuties(world.by, table).find(each => each.key === key)
  return table === undefined || duty === undefined ? null : { table, stand: duty.stand }
}

export const openWatch = (world: World, server: () => MailServer): Watch => {
  const [done, hours, once, cap] = [
    openCheck('no letter to the done'),
    openCheck('no letter outside hours'),
    openCheck('at most one ordinary letter a person a day'),
    openCheck('at most 20 letters a person a day'),
  ]
  const [dates, owed, silence] = [
    openCheck('no rung before its date or on a wrong date'),
    openCheck('every rung that was owed went on its date'),
    openCheck('nobody is overdue for another’s silence'),
  ]
  const [byDay, heard] = [new Map<string, number>(), new Map<string, { at: string; step: number }>()]
  const [ordinary, expected] = [new Map<string, string>(), new Map<string, Expected[]>()]
  const { days } = world.by

  const isExcused = (person: string, day: string, at: string) =>
    server().delayed.has(`${person} ${day}`) || (ordinary.get(`${person} ${day}`) ?? at) < at

  const hearRung = ({ person, at }: Received, item: Received['items'][number]): void => {
    const { root, key, step, deadline } = item
    const found = standOf(world, root, key)
    const named = () => `${found?.table.name ?? root} ${key} ${step} at ${at} to ${person.email}`
    const stand = found?.stand
    done.look(stand !== undefined && stand.is !== 'done' && stand.is !== 'waived', () => `${named()}: ${stand?.is}`)
    if (step > 0) silence.look(stand?.is !== 'waiting', () => `${named()}: it waits`)
    if (stand?.is !== 'owed') return
    const rung = ownRung(days, stand, step, person)
    const day = dateAt(at, person.hours)
    const isRight = rung === at || (rung !== null && rung < at && isExcused(person.id, dateAt(rung, person.hours), at))
    dates.look(
      deadline === stand.dueAt && (isRight || server().delayed.has(`${person.id} ${day}`)),
      () => `${named()}: until ${deadline}, reckoned ${stand.dueAt}, rung ${rung}`,
    )
    heard.set(`${person.id} ${root} ${key}`, { at, step })
  }

  const hear = (letter: Received): void => {
    const { person, at, class: kind, items } = letter
    const day = `${person.id} ${dateAt(at, person.hours)}`
    for (const item of items) if (item.kind === 'rung') hearRung(letter, item)
    if (kind === 'asked') return
    hours.look(inHours(world, letter), () => `${kind} at ${at} to ${person.email}`)
    const count = (byDay.get(day) ?? 0) + 1
    byDay.set(day, count)
    cap.look(count <= mostADay, () => `${count} on ${day}`)
    if (kind !== 'ordinary') return
    once.look(!ordinary.has(day), () => `${person.email} at ${ordinary.get(day)} and ${at}`)
    if (!ordinary.has(day)) ordinary.set(day, at)
  }

  const expect = (table: Table, duty: OwnDuty, stand: Stand & { is: 'owed' }, now: string): void => {
    for (const { days: step, to } of ownLadder(world.season.letters, duty.act))
      for (const role of to)
        for (const person of ownReaders(world, table, seatOf(table, duty.seat), role)) {
          const at = ownRung(days, stand, step, person)
          // Owed from the very instant at which the day's one letter went: it is told of in the next one.
          const isSpent = at === now && ordinary.get(`${person.id} ${dateAt(now, person.hours)}`) === now
          if (at === null || at < now || isSpent) continue
          const list = expected.get(at) ?? []
          if (list.length === 0) world.agenda.visit(at)
          expected.set(at, list)
          list.push({ table, duty, dueAt: stand.dueAt, step, person: person.id })
        }
  }

  const changed = (table: Table, at: string): void => {
    for (const duty of ownDuties(world.by, table)) {
      const { key, stand } = duty
      if (stand.is !== 'owed') table.owed.delete(key)
      else if (table.owed.get(key) !== stand.dueAt) {
        table.owed.set(key, stand.dueAt)
        expect(table, duty, stand, at)
      }
    }
  }

  const passed = (at: string): void => {
    for (const { table, duty, dueAt, step, person } of expected.get(at) ?? []) {
      const reader = world.readers.get(person)
      if (table.owed.get(duty.key) !== dueAt || reader === undefined) continue
      const dead = server().dead.get(person)
      if ((dead !== undefined && dead <= at) || isExcused(person, dateAt(at, reader.hours), at)) continue
      const last = heard.get(`${person} ${table.root} ${duty.key}`)
      owed.look(
        last?.at === at && last.step >= step,
        () => `${table.name} ${duty.key} ${step} at ${at} to ${reader.email}`,
      )
    }
    expected.delete(at)
  }

  return {
    ...{ hear, changed, passed },
    overdue: (found, at) => {
      for (const { root, key } of found) {
        const known = standOf(world, root, key)
        const isLate = known?.stand.is === 'owed' && known.stand.dueAt <= at
        silence.look(isLate, () => `${known?.table.name} ${key} at ${at}: ${JSON.stringify(known?.stand)}`)
      }
    },
    end: () => [done, hours, once, cap, dates, owed, silence].map(check => check.end()),
  }
}
