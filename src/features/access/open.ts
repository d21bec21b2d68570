import type { Action, Role, Standing } from '../../../workflows/permissions.ts'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Database, Transaction } from '../../db/pool.ts'
import { lookAt } from '../../engine/look.ts'
import type { View } from '../../engine/workflow.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import type { House } from '../house.ts'
import { mayHere } from './authorize.ts'
import { standingsValue } from './standings.ts'

/** A partnership as somebody who may see it opens it. `n` is its last history row: what a page has seen. */
export type Opened = {
  readonly id: string
  readonly n: number
  readonly cycle: string
  readonly view: View
  readonly standings: readonly Standing[]
  readonly season: SeasonDefinition
  /** Whether the reader may do this to the seat's thing, by role alone; what the machine says is another question. */
  readonly may: (action: Action, seat: number | null) => Role | null
}

const missing = (): never => throwProblem(problem('not-found'))

/**
 * Opens a partnership for a reader as it is at the instant `at`, or ends the request: a foreign one and one that does not exist give the same
 * answer. The permission is decided before any content is read.
 */
export const openPartnership = async (
  { db, seasons, workflow }: Pick<House, 'db' | 'seasons' | 'workflow'>,
  person: string,
  id: string,
  at: string,
): Promise<Opened> => {
  const looked = await lookAt(db, workflow, id, at, standingsValue(person, id))
  if (looked === null || looked.parent === null || looked.beside.length === 0) return missing()
  const { n, view, parent, beside: standings } = looked
  return {
    id,
    n,
    cycle: parent,
    view,
    standings,
    season: definitionOf(seasons, looked.parentContext),
    may: (action, seat) => {
      const verdict = mayHere(view, standings, action, seat)
      return typeof verdict === 'string' ? null : verdict.as
    },
  }
}

const definitionOf = (seasons: House['seasons'], cycle: Readonly<Record<string, unknown>> | null): SeasonDefinition => {
  const season = seasons.get(String(cycle?.definition))
  if (season === undefined) throw new Error(`The season «${cycle?.definition}» has no definition here`)
  return season
}

/** The definition by which a cycle runs. */
export const seasonOf = async (
  db: Database | Transaction,
  seasons: House['seasons'],
  cycle: string,
): Promise<SeasonDefinition> => {
  const { context } = await db
    .selectFrom('thing')
    .select('context')
    .where('root', '=', cycle)
    .where('key', '=', '')
    .executeTakeFirstOrThrow()
  return definitionOf(seasons, context)
}
