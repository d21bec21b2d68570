import { sql } from 'kysely'
import { type Kind, kinds } from './country.ts'
import type { Invariant } from './invariants/check.ts'
import type { UnexpectedRefusal, World } from './world.ts'

/** How often something is: letters by class and state, entries by end and reason. */
export type Counted = { readonly name: string; readonly count: number }

/** What a simulated season came to. Two runs of one seed differ in `seconds`, `lettersPerSecond` and `peakMemoryMb` alone. */
export type Report = {
  readonly schools: number
  readonly seed: number
  readonly partnerships: number
  /** From the publication of the pairs to the last letter, by the season's clock. */
  readonly days: number
  readonly instants: number
  readonly acts: number
  readonly actsByKind: Readonly<Record<string, number>>
  /** Acts that their people had reason to think possible, and that were refused: none. */
  readonly refusals: readonly UnexpectedRefusal[]
  readonly schoolsByKind: Readonly<Record<Kind, number>>
  readonly outcomes: Readonly<Record<string, number>>
  readonly letters: readonly Counted[]
  readonly entries: readonly Counted[]
  readonly lettersHandedOver: number
  readonly seconds: number
  readonly secondsByPart: Readonly<Record<string, number>>
  readonly lettersPerSecond: number
  readonly peakMemoryMb: number
  readonly invariants: readonly Invariant[]
}

const counted = async ({ house: { db } }: World, query: string): Promise<Counted[]> =>
  (await sql.raw<Counted>(query).execute(db)).rows

const asRecord = (list: readonly Counted[]): Record<string, number> =>
  Object.fromEntries(list.map(({ name, count }) => [name, count]))

/** What the database holds when the season is over, counted. */
export const countSeason = async (world: World) => {
  const { country, acts, refusals } = world
  const outcomes = await counted(
    world,
    `SELECT o->>'outcome' AS name, count(*) AS count FROM thing t, jsonb_array_elements(t.context->'outcomes') o
     WHERE t.key = '' AND jsonb_typeof(t.context->'outcomes') = 'array' GROUP BY 1 ORDER BY 1`,
  )
  const [{ count: partnerships } = { count: 0 }] = await counted(
    world,
    `SELECT 'partnership' AS name, count(*) AS count FROM root WHERE kind = 'partnership'`,
  )
  return {
    ...{ partnerships, refusals, outcomes: asRecord(outcomes) },
    acts: [...acts.values()].reduce((sum, count) => sum + count, 0),
    actsByKind: Object.fromEntries([...acts].toSorted(([one], [other]) => (one < other ? -1 : 1))),
    schoolsByKind: Object.fromEntries(
      kinds.map(kind => [kind, country.schools.filter(school => school.kind === kind).length]),
    ) as Record<Kind, number>,
    letters: await counted(
      world,
      `SELECT class || ' ' || state AS name, count(*) AS count FROM letter GROUP BY 1 ORDER BY 1`,
    ),
    entries: await counted(
      world,
      `SELECT concat_ws(' ', state, reason) AS name, count(*) AS count FROM letter_entry GROUP BY 1 ORDER BY 1`,
    ),
  }
}
