import type { Act } from '../../../workflows/stale-after.ts'
import { cycleIn } from '../../../workflows/view.ts'
import type { Transaction } from '../../db/pool.ts'
import type { FactsReader } from '../facts.ts'
import { stageEnds } from './publish.ts'

const seatsOf = async (tx: Transaction, cycle: string): Promise<number> => {
  const { seats } = await tx
    .selectFrom('seat_school')
    .innerJoin('root', 'root.id', 'seat_school.root')
    .select(({ fn }) => fn.countAll<number>().as('seats'))
    .where('root.parent', '=', cycle)
    .executeTakeFirstOrThrow()
  return seats
}

const publish: FactsReader = async (tx, { root, view }, season) => {
  const { dates } = cycleIn(view)
  return { seats: await seatsOf(tx, root), ends: stageEnds(season, dates) }
}

/** Facts of the acts on a season. */
export const facts = { 'cycle.publish': publish } satisfies Partial<Record<Act, FactsReader>>
