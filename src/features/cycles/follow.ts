import type { Comer } from '../../../workflows/machines/cycle.ts'
import type { Arrival } from '../../../workflows/machines/partnership.ts'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Act } from '../../../workflows/stale-after.ts'
import { cycleIn } from '../../../workflows/view.ts'
import type { Transaction } from '../../db/pool.ts'
import type { Done } from '../../engine/dispatch.ts'
import { playOnChildren } from '../../engine/play-on-children.ts'
import type { Workflow } from '../../engine/workflow.ts'
import type { Follower } from '../follow.ts'
import { comersIn } from './comers.ts'
import { foundPartnerships } from './publish.ts'

/** What putting schools together needs of the house. `carry` takes a school's package along to its new place. */
export type PairingHouse = {
  workflow: Workflow
  seasons: ReadonlyMap<string, SeasonDefinition>
  carry: (tx: Transaction, from: { root: string; seat: number }, to: { root: string; seat: number }) => Promise<void>
}

type Seat = { id: string; zone: string; week: 5 | 6 } & Arrival

/** Schools as they take their seats: a late comer's dates count from now, and an exchange that it did with a lost partner is done. */
const seatsOf = async (tx: Transaction, comers: readonly Comer[], at: string): Promise<Seat[]> => {
  const schools = await tx
    .selectFrom('school')
    .select(['id', 'zone', 'week'])
    .where(
      'id',
      'in',
      comers.map(({ school }) => school),
    )
    .execute()
  const seats: Seat[] = []
  for (const { school, from } of comers) {
    const record = schools.find(({ id }) => id === school)
    if (record === undefined) throw new Error(`There is no school ${school}`)
    seats.push({ ...record, joinedAt: at, exchangedAt: from === null ? null : await exchangedAt(tx, from) })
  }
  return seats
}

const exchangedAt = async (tx: Transaction, { root, seat }: NonNullable<Comer['from']>): Promise<string | null> => {
  const { context } = await tx
    .selectFrom('thing')
    .select('context')
    .where('root', '=', root)
    .where('key', '=', `seat/${seat}`)
    .executeTakeFirstOrThrow()
  return typeof context.sentAt === 'string' ? context.sentAt : null
}

/** The pairs that the schools come from end here, in the order of their ids, as everything is locked. */
const leave = async ({ next, texts }: Done, comers: readonly Comer[], into: string): Promise<void> => {
  const roots = comers.flatMap(({ from }) => (from === null ? [] : [from.root])).sort()
  for (const root of roots)
    await next({ root, key: '', event: { type: 'partnership.dissolve', into }, texts: { reason: texts.reason ?? '' } })
}

const seasonOf = (house: PairingHouse, { view }: Done): SeasonDefinition => {
  const season = house.seasons.get(cycleIn(view).definition)
  if (season === undefined) throw new Error('This season has no definition here')
  return season
}

const pair =
  (house: PairingHouse): Follower =>
  async (tx, done) => {
    const { root: cycle, event, actor, at } = done
    const [root, comers] = [String(event.root), comersIn(event.schools)]
    const group = { id: root, schools: await seatsOf(tx, comers, at), said: { reason: event.reason } }
    const { dates } = cycleIn(done.view)
    await foundPartnerships(tx, house.workflow, seasonOf(house, done), { id: cycle, dates }, [group], actor, at)
    for (const [index, { from }] of comers.entries())
      if (from !== null) await house.carry(tx, from, { root, seat: index + 1 })
    await leave(done, comers, root)
  }

const join =
  (house: PairingHouse): Follower =>
  async (tx, done) => {
    const { event, at, next, texts } = done
    const [root, seat, comers] = [String(event.root), Number(event.seat), comersIn([event.school])]
    const [record] = await seatsOf(tx, comers, at)
    if (record === undefined) throw new Error('Nobody joins')
    const { id: school, zone, week, exchangedAt } = record
    await next({
      root,
      key: '',
      event: {
        type: 'partnership.join',
        seat: { seat, school, zone, week, exchangedAt },
        assignments: event.assignments,
      },
      texts: { reason: texts.reason ?? '' },
    })
    await tx.insertInto('seat_school').values({ root, seat, school }).execute()
    for (const { from } of comers) if (from !== null) await house.carry(tx, from, { root, seat })
    await leave(done, comers, root)
  }

/** New dates reach every partnership of the season at once. */
const moveDates =
  ({ workflow }: PairingHouse): Follower =>
  async (tx, { root, event, actor, at }) => {
    const { dates, reason } = event
    await playOnChildren(tx, workflow, root, { type: 'partnership.moveDates', dates, reason }, actor, at)
  }

/** What a season's acts bring with them: partnerships that are founded, joined, left behind, or given new dates. */
export const follow = (house: PairingHouse) =>
  ({ 'cycle.pair': pair(house), 'cycle.join': join(house), 'cycle.moveDates': moveDates(house) }) satisfies Partial<
    Record<Act, Follower>
  >
