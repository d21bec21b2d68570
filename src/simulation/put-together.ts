import { rootKey } from '../../workflows/keys.ts'
import type { Comer } from '../../workflows/machines/cycle.ts'
import type { School } from './country.ts'
import { layFor } from './lay-for.ts'
import { newSeat, newTable, newWay, present, type Seat, standingWays, type Table } from './table.ts'
import { act, type World } from './world.ts'

/** Where a school comes from whose partners have left. */
type From = { readonly table: Table; readonly seat: Seat } | null

const texts = { reason: 'Проверочный текст: школа осталась без пары' }

const comer = ({ id }: School, from: From): Comer => ({
  school: id,
  from: from === null ? null : { root: from.table.root, seat: from.seat.seat },
})

const exchangedAt = (from: From): string | null => from?.seat.sentAt ?? null

/** A school that waits for partners, and comes with the next one who needs one. */
const waiting = new WeakMap<World, { readonly school: School; readonly from: From }[]>()

const waitingIn = (world: World) => {
  const known = waiting.get(world) ?? []
  waiting.set(world, known)
  return known
}

const leave = (world: World, from: From, at: string): void => {
  if (from === null) return
  from.table.ended = true
  world.changed(from.table, at)
}

const pair = async (world: World, one: School, oneFrom: From, other: School, otherFrom: From, at: string) => {
  const name = `anew ${one.n} ${other.n}`
  const root = world.idOf(name)
  const schools = [comer(one, oneFrom), comer(other, otherFrom)]
  const command = { root: world.cycle, key: rootKey, event: { type: 'cycle.pair', root, schools }, texts, at }
  if (!(await act(world, name, { ...command, person: world.country.federal }))) return
  const seats = [
    { school: one, joinedAt: at, exchangedAt: exchangedAt(oneFrom), packed: oneFrom !== null },
    { school: other, joinedAt: at, exchangedAt: exchangedAt(otherFrom), packed: otherFrom !== null },
  ]
  const table = newTable(root, name, seats, at, world.by.days, world.by.periods.signIn)
  world.tables.set(root, table)
  for (const seat of table.seats) world.places.set(seat.school.id, { table, seat })
  for (const from of [oneFrom, otherFrom]) leave(world, from, at)
  const packed = new Set(seats.filter(seat => seat.packed).map(({ school }) => school.id))
  await layFor(world, [{ table, seats: table.seats, ways: table.ways, minutes: true }], packed, at)
  world.changed(table, at)
}

/** Of the new one: it reviews who is reviewed by the fewest, and is reviewed by another one (rules 13). */
const ringWith = (table: Table, seat: number) => {
  const [first, second] = present(table)
  if (first === undefined || second === undefined) throw new Error('Nobody is left there')
  return [newWay(seat, first.seat), newWay(second.seat, seat)]
}

const join = async (world: World, table: Table, school: School, from: From, at: string): Promise<void> => {
  const number = Math.max(...table.seats.map(({ seat }) => seat)) + 1
  const ways = ringWith(table, number)
  const event = {
    ...{ type: 'cycle.join', root: table.root, school: comer(school, from), seat: number },
    assignments: ways.map(({ reviewer, reviewed }) => ({ reviewer, reviewed })),
  }
  const command = { root: world.cycle, key: rootKey, event, texts, at }
  if (!(await act(world, `${table.name} + ${school.n}`, { ...command, person: world.country.federal }))) return
  const seat = newSeat(number, school, { joinedAt: at, exchangedAt: exchangedAt(from) })
  table.seats.push(seat)
  table.ways.push(...ways)
  world.places.set(school.id, { table, seat })
  leave(world, from, at)
  await layFor(world, [{ table, seats: [seat], ways, minutes: false }], new Set(from === null ? [] : [school.id]), at)
  world.changed(table, at)
}

/** A pair of willing schools that go on, the first by its name that chance picks. */
const hosts = (world: World, school: School): Table | undefined => {
  const open = [...world.tables.values()].filter(
    table =>
      !table.ended &&
      present(table).length === 2 &&
      table.seats.length === 2 &&
      present(table).every(({ standing, school: { kind } }) => standing === 'seated' && kind === 'prompt') &&
      standingWays(table).length === 2,
  )
  return open[Math.floor(world.chance('host', school.n) * open.length)]
}

const goesOn = (from: From) => from === null || (!from.table.ended && from.seat.standing === 'seated')

/** A school without partners gets some: another one that waits, a pair that takes it as a third, or it waits for the next. */
export const putTogether = async (world: World, school: School, from: From, at: string): Promise<void> => {
  const queue = waitingIn(world)
  if (!goesOn(from)) return
  const other = queue.splice(0).find(one => goesOn(one.from))
  if (other !== undefined) return pair(world, other.school, other.from, school, from, at)
  const host = world.chance('waits', school.n) < 0.4 ? undefined : hosts(world, school)
  if (host !== undefined) return join(world, host, school, from, at)
  queue.push({ school, from })
}
