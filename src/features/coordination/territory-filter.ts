import { type RawBuilder, sql } from 'kysely'
import { anywhere, covers, type Scope } from '../access/scope.ts'

/** What a list of partnerships can be narrowed to. They overlap: a pair may be overdue and left behind at once. */
export const stands = ['overdue', 'held', 'decision', 'left', 'complete', 'ended'] as const
export type Stand = (typeof stands)[number]

export type Filter = {
  readonly stand: Stand | null
  /** Of some school of the partnership. */
  readonly region: string | null
  readonly municipality: string | null
  /** Part of a school's name. */
  readonly name: string | null
}

/** A line's place in the order of urgency: its rank, then its earliest date (null comes last), then its id. */
export type Cursor = { readonly rank: number; readonly due: string | null; readonly root: string }

const narrowed = (scope: Scope, { region, municipality, name }: Filter): RawBuilder<unknown> => {
  const isNarrow = region !== null || municipality !== null || name !== null
  if (scope.everything && !isNarrow) return sql``
  return sql`WHERE p.root IN (
    SELECT ss.root FROM school s JOIN seat_school ss ON ss.school = s.id
    WHERE ${covers(scope)}
      ${region === null ? sql`` : sql`AND lower(btrim(s.region)) = lower(btrim(${region}))`}
      ${municipality === null ? sql`` : sql`AND lower(btrim(s.municipality)) = lower(btrim(${municipality}))`}
      ${name === null ? sql`` : sql`AND s.name ILIKE ${anywhere(name)}`}
  )`
}

// An aggregate, so that it is asked line by line and only where it matters.
const coversAll = (scope: Scope): RawBuilder<boolean> =>
  scope.everything
    ? sql<boolean>`true`
    : sql<boolean>`(SELECT bool_and(${covers(scope)}) FROM seat_school ss JOIN school s ON s.id = ss.school WHERE ss.root = p.root)`

/**
 * Three common table expressions: `base`, the partnerships of the scope and filter, `stand`, what each
 * is at the instant `at`; `ranked`, the same with their rank: what needs the reader's decision, what is overdue, what is owed, what waits,
 * what is complete, what is over.
 *
 * What fell due by `at` counts as overdue whether a worker wrote it or not; silence about minutes, which also ends by itself, counts from the
 * next act or tick.
 */
export const ranked = (scope: Scope, filter: Filter, at: string): RawBuilder<unknown> => sql`
  base AS (
    SELECT p.root, p.cycle, p.value, p.seats, p.first_due, p.waiting, p.left_behind, p.files, ask.root IS NOT NULL AS asked
    FROM partnership_stand p
    LEFT JOIN repair_request ask ON ask.root = p.root AND ask.settled_at IS NULL
    ${narrowed(scope, filter)}
  ), stand AS (
    SELECT p.*,
      p.value = 'active' AND p.first_due IS NOT NULL AND p.first_due <= ${at} AS overdue,
      p.value = 'active' AND p.waiting > 0 AS held,
      CASE WHEN p.value = 'active' AND (p.left_behind OR p.asked) THEN ${coversAll(scope)} ELSE false END AS decision,
      p.value <> 'dissolved' AND p.seats > 0 AND p.files >= p.seats AND p.first_due IS NULL AS complete,
      p.value = 'dissolved' AS ended
    FROM base p
  ), ranked AS (
    SELECT stand.*, CASE
      WHEN ended THEN 6 WHEN value = 'closed' THEN 5 WHEN decision THEN 0 WHEN overdue THEN 1
      WHEN complete THEN 4 WHEN first_due IS NULL THEN 3 ELSE 2 END AS rank
    FROM stand
  )`

/** Whether a line of `ranked` stands as asked; without a question, everything but what was dissolved. */
export const standsSo = (stand: Stand | null): RawBuilder<boolean> =>
  stand === null ? sql<boolean>`NOT ended` : sql<boolean>`${sql.ref(stand === 'left' ? 'left_behind' : stand)}`

const cursorPattern =
  /^([0-6])\.(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z|-)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

export const cursorText = ({ rank, due, root }: Cursor): string => `${rank}.${due ?? '-'}.${root}`

/** The cursor that a text names; null where it names none. */
export const readCursor = (text: string): Cursor | null => {
  const [, rank, due, root] = cursorPattern.exec(text) ?? []
  if (rank === undefined || root === undefined) return null
  return { rank: Number(rank), due: due === undefined || due === '-' ? null : due, root }
}

/** Sorts after every instant. */
const noDue = '~'

/** The order of urgency. */
export const byUrgency = sql`rank, coalesce(first_due, ${sql.lit(noDue)}), root`

/** Whether a line of `ranked` comes after the cursor. */
export const comesAfter = (cursor: Cursor | null): RawBuilder<boolean> =>
  cursor === null
    ? sql<boolean>`true`
    : sql<boolean>`(rank, coalesce(first_due, ${sql.lit(noDue)}), root)
        > (${cursor.rank}::integer, ${cursor.due ?? noDue}::text, ${cursor.root}::uuid)`
