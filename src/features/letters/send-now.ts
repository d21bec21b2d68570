import { sql } from 'kysely'
import { type LetterRules, ladderOf } from '../../../workflows/letters/entries.ts'
import { nextOrdinary } from '../../../workflows/letters/working-time.ts'
import type { Act } from '../../../workflows/machines/duty.ts'
import type { Transaction } from '../../db/pool.ts'
import type { Item } from '../../letters/types.ts'
import type { Lang } from '../../words/index.ts'
import type { Scope } from '../access/scope.ts'
import { type LetterFilter, ofSchools } from './forecast-filter.ts'

/**
 * Which reminder goes to whom at once. `rung`: a step of the ladder, in days from the deadline, or `overdue`: the first step after it, to the
 * schools. `asOf`: the instant at which somebody looked at the set; whoever came to it later is not in it.
 */
export type NowWanted = Pick<LetterFilter, 'region' | 'municipality' | 'school'> & {
  readonly about: Act
  readonly rung: number | 'overdue'
  readonly asOf: string
}

/** The newest entry of one addressee, whose duty is owed. */
export type Candidate = Item & {
  readonly person: string
  readonly personName: string | null
  readonly schoolName: string | null
  readonly lang: Lang
  readonly zone: string
  readonly week: 5 | 6
  readonly region: string | null
  readonly state: string
  readonly fails: boolean
}

const stepOf = ({ letters }: LetterRules, { about, rung }: NowWanted): number | null => {
  if (rung !== 'overdue') return rung
  const after = ladderOf(letters, about).filter(({ days, to }) => days > 0 && to.includes('school'))
  return after.map(({ days }) => days).sort((one, other) => one - other)[0] ?? null
}

/**
 * The addressees of a reminder, of the scope: those whose duty is still owed, before its deadline for a step before it, after it for one after.
 * What is on its way already is left to itself. One query.
 */
export const candidatesOf = async (
  tx: Transaction,
  scope: Scope,
  rules: LetterRules,
  wanted: NowWanted,
  at: string,
): Promise<Candidate[]> => {
  const step = stepOf(rules, wanted)
  if (step === null) return []
  const dueAt = sql`(t.context#>>'{facts,dueAt}')::timestamptz`
  const { rows } = await sql<Candidate>`
    WITH newest AS (
      SELECT DISTINCT ON (e.root, e.key, e.role, e.seat, e.person) e.*
      FROM letter_entry e
      WHERE e.kind = 'rung' AND e.step = ${step} AND split_part(e.key, '/', 3) = ${wanted.about} AND e.person IS NOT NULL
        AND ${ofSchools(scope, wanted)} ${wanted.rung === 'overdue' ? sql`AND e.role = 'school'` : sql``}
      ORDER BY e.root, e.key, e.role, e.seat, e.person, e.generation DESC
    )
    SELECT e.id AS entry, e.kind, e.root, e.key, e.step, e.role, e.seat, e.school, ${dueAt} AS deadline, e.opened_at AS "openedAt",
      coalesce((
        SELECT o.detail FROM letter_entry o
        WHERE o.root = e.root AND o.key = e.key AND o.kind = 'rung' AND o.deadline = ${dueAt} ORDER BY o.id DESC LIMIT 1
      ), e.detail) AS detail,
      e.person, p.name AS "personName", s.name AS "schoolName", p.lang, p.zone, e.state,
      CASE WHEN e.role = 'school' THEN coalesce(s.week, 5) ELSE 5 END AS week, s.region,
      EXISTS (SELECT FROM address_fault f WHERE f.person = e.person) OR p.email IS NULL AS fails
    FROM newest e
    JOIN partnership_stand own ON own.root = e.root AND own.value = 'active' AND NOT own.gone @> to_jsonb(e.seat)
    JOIN thing t ON t.root = e.root AND t.key = e.key
    JOIN person p ON p.id = e.person
    LEFT JOIN school s ON s.id = e.school
    WHERE t.value IN ('"open"', '"overdue"') AND t.context#>>'{facts,stand}' = 'owed' AND (e.state <> 'due' OR e.letter IS NULL)
      AND e.opened_at <= ${wanted.asOf} AND (e.ended_at IS NULL OR e.ended_at <= ${wanted.asOf})
      AND ${step <= 0 ? sql`${dueAt} > ${at}` : sql`${dueAt} <= ${wanted.asOf}`}
    ORDER BY s.name, e.id
  `.execute(tx)
  return rows
}

/** Rows of one statement at a time. */
const batch = 5000

/**
 * Queues a reminder for these addressees and no others: what is due moves up, what ended is opened once more as a new generation, by a named
 * person. They go as ordinary letters, each at its reader's next permitted hour. No act crosses this: the pairs are held meanwhile.
 */
export const queueNow = async (
  tx: Transaction,
  scope: Scope,
  rules: LetterRules,
  wanted: NowWanted,
  actor: { readonly person: string; readonly at: string },
): Promise<{ readonly letters: number; readonly fewer: number }> => {
  const { at } = actor
  const reachable = (all: readonly Candidate[]) => all.filter(({ fails }) => !fails)
  const before = reachable(await candidatesOf(tx, scope, rules, wanted, at))
  const roots = [...new Set(before.map(({ root }) => root))]
  await sql`SELECT id FROM root WHERE id = ANY(${roots}::uuid[]) ORDER BY id FOR SHARE`.execute(tx)
  const known = new Set(before.map(({ entry }) => entry))
  const now = reachable(await candidatesOf(tx, scope, rules, wanted, at)).filter(({ entry }) => known.has(entry))
  const hours = new Map<string, string>()
  const sendAt = ({ zone, week, region }: Candidate): string => {
    const key = `${zone} ${week} ${region}`
    const instant =
      hours.get(key) ?? nextOrdinary(at, { zone, week, calendar: rules.calendarOf(region) }, rules.letters)
    hours.set(key, instant)
    return instant
  }
  const rows = now.map(it => ({ id: it.entry, sendAt: sendAt(it), deadline: it.deadline, detail: it.detail }))
  for (let start = 0; start < rows.length; start += batch)
    await sql`
      WITH wanted AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows.slice(start, start + batch))}::jsonb)
          AS w(id bigint, "sendAt" timestamptz, deadline timestamptz, detail jsonb)
      ), moved AS (
        UPDATE letter_entry e SET send_at = w."sendAt", by_person = ${actor.person}::uuid
        FROM wanted w WHERE e.id = w.id AND e.state = 'due' AND e.letter IS NULL
      )
      INSERT INTO letter_entry (root, key, kind, step, role, seat, school, person, class, deadline, opened_at, send_at, detail, state,
        by_person, generation)
      SELECT e.root, e.key, e.kind, e.step, e.role, e.seat, e.school, e.person, e.class, w.deadline, ${at}, w."sendAt", w.detail, 'due',
        ${actor.person}::uuid, e.generation + 1
      FROM wanted w JOIN letter_entry e ON e.id = w.id WHERE e.state <> 'due'
      ON CONFLICT DO NOTHING
    `.execute(tx)
  const people = (all: readonly Candidate[]) => new Set(all.map(({ person }) => person)).size
  return { letters: people(now), fewer: people(before) - people(now) }
}
