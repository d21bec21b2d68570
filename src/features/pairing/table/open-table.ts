import { sql } from 'kysely'
import { rootKey } from '../../../../workflows/keys.ts'
import type { SeasonDefinition } from '../../../../workflows/season.ts'
import { cycleIn, type View } from '../../../../workflows/view.ts'
import type { Transaction } from '../../../db/pool.ts'
import { loadRoot } from '../../../engine/load.ts'
import { lookAt } from '../../../engine/look.ts'
import { problem, throwProblem } from '../../../http/problems.ts'
import type { House } from '../../house.ts'

export type SeasonState = 'draft' | 'pairing' | 'running' | 'closed' | 'cancelled'

/** The table of a season: `revision` grows with everything a proposal depends on; `n` is the season's own last history row. */
export type Table = {
  readonly cycle: string
  readonly n: number
  readonly state: SeasonState
  readonly season: SeasonDefinition
  readonly revision: number
  readonly settings: object | null
  /** The day whose clocks count: the exchange deadline, YYYY-MM-DD. */
  readonly on: string
}

const stateOf = (view: View): SeasonState => {
  const value = view.get(rootKey)?.value
  return (typeof value === 'object' ? 'running' : value) as SeasonState
}

type Known = { cycle: string; n: number; view: View; own: { revision: number; settings: object | null } | null }

const tableOf = ({ seasons }: Pick<House, 'seasons'>, { cycle, n, view, own }: Known): Table => {
  const { definition, dates } = cycleIn(view)
  const season = seasons.get(definition)
  if (season === undefined) throw new Error('This season has no definition here')
  const on = dates.exchange
  if (on == null) throw new Error('The exchange of this season has no date')
  return { cycle, n, state: stateOf(view), season, revision: own?.revision ?? 0, settings: own?.settings ?? null, on }
}

const row = (cycle: string) =>
  sql<
    Known['own']
  >`(SELECT jsonb_build_object('revision', revision, 'settings', settings) FROM pairing_table WHERE cycle = ${cycle}::uuid)`

/** Opens the table of a season for a reader; ends the request where there is no such season. One query. */
export const openTable = async (
  house: Pick<House, 'db' | 'seasons' | 'workflow'>,
  cycle: string,
  at: string,
): Promise<Table> => {
  const looked = await lookAt(house.db, house.workflow, cycle, at, row(cycle))
  if (looked === null || looked.kind !== 'cycle') return throwProblem(problem('not-found'))
  return tableOf(house, { cycle, n: looked.n, view: looked.view, own: looked.beside })
}

/**
 * Takes the table of a season into hand: nobody publishes the season meanwhile, and nobody else changes the table. Null where there is no
 * such season.
 */
export const lockTable = async (
  tx: Transaction,
  { seasons, workflow }: Pick<House, 'seasons' | 'workflow'>,
  cycle: string,
): Promise<Table | null> => {
  const root = await loadRoot(tx, workflow, cycle, 'share')
  if (root === null || root.kind !== 'cycle') return null
  await tx
    .insertInto('pairing_table')
    .values({ cycle, settings: null })
    .onConflict(oc => oc.doNothing())
    .execute()
  const own = await tx
    .selectFrom('pairing_table')
    .select(['revision', 'settings'])
    .where('cycle', '=', cycle)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return tableOf({ seasons }, { cycle, n: root.n, view: root.stage.things, own })
}

/** The table has changed: its next revision. Where the newest proposal fits the change, it goes along. */
export const changeTable = async (
  tx: Transaction,
  { cycle, revision }: Pick<Table, 'cycle' | 'revision'>,
  fits: boolean,
): Promise<number> => {
  const next = revision + 1
  await tx.updateTable('pairing_table').set({ revision: next }).where('cycle', '=', cycle).execute()
  if (fits)
    await sql`
      UPDATE pairing_proposal SET revision = ${next} WHERE cycle = ${cycle}::uuid AND revision = ${revision}
        AND version = (SELECT max(version) FROM pairing_proposal WHERE cycle = ${cycle}::uuid)
    `.execute(tx)
  return next
}
