import type { CycleInput } from '../../../../workflows/machines/cycle.ts'
import type { StageDates } from '../../../../workflows/machines/partnership.ts'
import type { SeasonDefinition } from '../../../../workflows/season.ts'
import { cycleIn } from '../../../../workflows/view.ts'
import type { Transaction } from '../../../db/pool.ts'
import type { Actor, Workflow } from '../../../engine/workflow.ts'
import type { FactsReader } from '../../facts.ts'
import type { Follower } from '../../follow.ts'
import { problemOf } from '../problem.ts'
import { worthOfRows } from './board.ts'
import { type Draft, membersIn, newestDraft } from './proposals.ts'
import { askingOf } from './request-query.ts'
import { rowsOf } from './rows.ts'

type Group = { id: string; schools: readonly { id: string; zone: string; week: 5 | 6 }[] }

/** Brings partnerships into being, with all that belongs to them. */
type Found = (
  tx: Transaction,
  workflow: Workflow,
  season: SeasonDefinition,
  cycle: { id: string; dates: StageDates },
  groups: readonly Group[],
  actor: Actor,
  at: string,
) => Promise<void>

/** Whether the schools still weigh what the proposal says: profiles may have changed since, and those of publication day count (rules 15). */
const stillWeighs = async (
  tx: Transaction,
  { cycle, on }: { readonly cycle: string; readonly on: string },
  { version, total, schools }: Draft,
): Promise<boolean> => {
  const { settings } = await tx
    .selectFrom('pairing_table')
    .select('settings')
    .where('cycle', '=', cycle)
    .executeTakeFirstOrThrow()
  const { request, unready } = await askingOf(tx, cycle, { on, settings })
  if (unready.length > 0 || request.schools.length !== schools) return false
  const problem = problemOf({ ...request, locks: [] })
  const rows = rowsOf(problem, await membersIn(tx, cycle, version))
  const worth = rows.reduce((sum, group) => sum + worthOfRows(problem, group), 0)
  return worth === total
}

/** Why a version of the proposal cannot be published, by code; none where it can. */
const publishFaults = async (
  tx: Transaction,
  { cycle, on }: { readonly cycle: string; readonly on: string },
  version: unknown,
): Promise<{ readonly seats: number; readonly missing: readonly string[] }> => {
  const draft = await newestDraft(tx, cycle)
  if (draft === null || draft.version !== version) return { seats: 0, missing: ['outdated'] }
  const { revision } = await tx
    .selectFrom('pairing_table')
    .select('revision')
    .where('cycle', '=', cycle)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const fits = draft.revision === revision && (await stillWeighs(tx, { cycle, on }, draft))
  const missing = [...(fits ? [] : ['outdated']), ...(draft.objections.length === 0 ? [] : ['objections'])]
  return { seats: missing.length === 0 ? draft.schools : 0, missing }
}

/**
 * The facts of a publication. An event that names a version of the proposal publishes that one, if it is the newest and fits the table; one
 * that names none publishes what was founded before.
 */
export const publishing =
  (plain: FactsReader): FactsReader =>
  async (tx, asked, season) => {
    const facts = await plain(tx, asked, season)
    const { proposal } = asked.command.event
    if (proposal === undefined) return facts
    const { seats, missing } = await publishFaults(
      tx,
      { cycle: asked.root, on: cycleIn(asked.view).dates.exchange ?? '' },
      proposal,
    )
    return { ...facts, seats, missing }
  }

/** What a publication brings with it: the partnerships of the proposal that it names. */
export const published =
  (house: {
    readonly workflow: Workflow
    readonly seasons: ReadonlyMap<string, SeasonDefinition>
    readonly newId: () => string
    readonly found: Found
  }): Follower =>
  async (tx, { root: cycle, event, view, actor, at }) => {
    const { proposal } = event
    if (typeof proposal !== 'number') return
    const { definition, dates }: CycleInput = cycleIn(view)
    const season = house.seasons.get(definition)
    if (season === undefined) throw new Error('This season has no definition here')
    const schools = await tx
      .selectFrom('enrolled_school')
      .innerJoin('school', 'school.id', 'enrolled_school.school')
      .select(['school.id', 'school.zone', 'school.week'])
      .where('cycle', '=', cycle)
      .execute()
    const known = new Map(schools.map(school => [school.id, school]))
    const groups = (await membersIn(tx, cycle, proposal)).map(members => ({
      id: house.newId(),
      schools: members.map(id => {
        const school = known.get(id)
        if (school === undefined) throw new Error(`The school ${id} of the proposal takes no part`)
        return school
      }),
    }))
    await house.found(tx, house.workflow, season, { id: cycle, dates }, groups, actor, at)
    await tx
      .updateTable('pairing_proposal')
      .set({ published_at: at })
      .where('cycle', '=', cycle)
      .where('version', '=', proposal)
      .execute()
  }
