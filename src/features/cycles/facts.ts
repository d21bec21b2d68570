import { addWorkingDays } from '../../../workflows/calendar.ts'
import { localDate } from '../../../workflows/deadlines.ts'
import type { StageDates } from '../../../workflows/machines/partnership.ts'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Act } from '../../../workflows/stale-after.ts'
import { cycleIn } from '../../../workflows/view.ts'
import type { Transaction } from '../../db/pool.ts'
import type { FactsReader } from '../facts.ts'
import { comersIn, faultsOf } from './comers.ts'
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

/** The stages whose new date is earlier than the old and too near to be kept by anybody (rules 5). */
const tooEarly = (
  { calendar, workingDays, zone }: SeasonDefinition,
  old: StageDates,
  fresh: StageDates,
  at: string,
) => {
  const earliest = addWorkingDays(calendar, localDate(at, zone), workingDays.earliestMove, 5)
  return Object.entries(fresh).flatMap(([stage, date]) => {
    const before = old[stage] ?? null
    return date !== null && before !== null && date < before && date < earliest ? [stage] : []
  })
}

/** The stages that would end before the one before them. */
const outOfOrder = ({ stages }: SeasonDefinition, dates: StageDates): string[] => {
  const dated = stages.flatMap(({ id }) => {
    const date = dates[id] ?? null
    return date === null ? [] : [{ id, date }]
  })
  return dated.filter(({ date }, index) => date < (dated[index - 1]?.date ?? '')).map(({ id }) => id)
}

const datesIn = (value: unknown): StageDates =>
  Object.fromEntries(
    Object.entries(typeof value === 'object' && value !== null ? value : {}).map(([stage, date]) => [
      stage,
      typeof date === 'string' ? date : null,
    ]),
  )

const moveDates: FactsReader = async (_tx, { view, command }, season) => {
  const { dates } = cycleIn(view)
  const typed = datesIn(command.event.dates)
  const unknown = Object.keys(typed).filter(stage => typed[stage] == null || dates[stage] == null)
  const fresh = Object.fromEntries(Object.entries(typed).filter(([stage]) => !unknown.includes(stage)))
  const moved = { ...dates, ...fresh }
  const near = tooEarly(season, dates, fresh, command.at)
  const crossed = outOfOrder(season, moved).filter(stage => !near.includes(stage))
  const nothing = Object.keys(typed).length === 0 ? ['nothing'] : []
  return {
    tooEarly: [...near, ...crossed, ...unknown, ...nothing],
    missing: [
      ...nothing,
      ...near.map(stage => `tooEarly/${stage}`),
      ...crossed.map(stage => `order/${stage}`),
      ...unknown.map(stage => `unknown/${stage}`),
    ],
    ends: stageEnds(season, moved),
  }
}

const pair: FactsReader = async (tx, { root, command }) => {
  const comers = comersIn(command.event.schools)
  const named = new Set(comers.map(({ school }) => school))
  const size = comers.length < 2 || comers.length > 3 || named.size < comers.length ? ['size'] : []
  return { missing: [...size, ...(await faultsOf(tx, root, comers))] }
}

const join: FactsReader = async (tx, { root, command }) => {
  const comers = comersIn([command.event.school])
  const into = await tx
    .selectFrom('root')
    .select('id')
    .where('id', '=', String(command.event.root))
    .where('parent', '=', root)
    .executeTakeFirst()
  return { missing: [...(into === undefined ? ['into'] : []), ...(await faultsOf(tx, root, comers))] }
}

/** Facts of the acts on a season. */
export const facts = {
  'cycle.publish': publish,
  'cycle.moveDates': moveDates,
  'cycle.pair': pair,
  'cycle.join': join,
} satisfies Partial<Record<Act, FactsReader>>
