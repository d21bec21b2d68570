import { sql } from 'kysely'
import { localDate } from '../../../workflows/deadlines.ts'
import { judge } from '../../../workflows/letters/judge.ts'
import type { LetterClass } from '../../../workflows/letters/kinds.ts'
import type { Transaction } from '../../db/pool.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { composeLetters } from '../../letters/compose/compose.ts'
import { type DueRow, readDue } from '../../letters/desk-read.ts'
import { standingFacts } from '../../letters/standing-facts.ts'
import type { Composed, Draft, Item } from '../../letters/types.ts'
import type { Lang } from '../../words/index.ts'
import { covers, type Scope, scopeOf } from '../access/scope.ts'
import type { House } from '../house.ts'

/** A letter as it would go. `composed`: null where nothing is left to say. */
export type LetterPreview = {
  readonly sendAt: string
  readonly personName: string | null
  readonly schoolName: string | null
  readonly role: DueRow['role']
  /** The reader of the page does not answer for every school: the letter may say more. */
  readonly partial: boolean
  readonly composed: Composed | null
}

type Asked = Pick<LetterPreview, 'sendAt' | 'personName' | 'schoolName' | 'role'> & {
  person: string
  class: LetterClass
  letter: string | null
  lang: Lang
  zone: string
}

const entryIn = async (tx: Transaction, scope: Scope, entry: number): Promise<Asked | undefined> => {
  const { rows } = await sql<Asked>`
    SELECT e.person, e.class, e.letter, e.role, e.send_at AS "sendAt", p.lang, p.zone, p.name AS "personName", s.name AS "schoolName"
    FROM letter_entry e JOIN person p ON p.id = e.person LEFT JOIN school s ON s.id = e.school
    WHERE e.id = ${entry}::bigint AND e.state = 'due' AND ${covers(scope)}
  `.execute(tx)
  return rows[0]
}

/** Which of these schools lie in the scope. */
const covered = async (tx: Transaction, scope: Scope, schools: readonly string[]): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ id: string }>`
    SELECT s.id FROM school s WHERE s.id = ANY(${schools}::uuid[]) AND ${covers(scope)}
  `.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

/** All that the letter would carry, of the scope: the entries of its digest, or that one alone. */
const together = async (tx: Transaction, scope: Scope, asked: Asked, entry: number, at: string): Promise<DueRow[]> => {
  const due = await readDue(tx, [asked.person], asked.letter === null ? [] : [asked.letter], at)
  const same = due.filter(row => row.id === entry || (asked.class === 'ordinary' && row.class === 'ordinary'))
  const schools = await covered(
    tx,
    scope,
    same.flatMap(({ school }) => school ?? []),
  )
  return same.filter(({ school }) => (school === null ? scope.everything : schools.has(school)))
}

const itemOf = ({ id, ...row }: DueRow): Item => {
  const { kind, root, key, step, role, seat, school, deadline, detail, openedAt } = row
  return { entry: id, kind, root, key, step, role, seat, school, deadline, detail, openedAt }
}

/** A letter of these entries as it would be written now; nothing is. */
export const composeNow = async (
  { seasons, publicUrl }: Pick<House, 'seasons' | 'publicUrl'>,
  tx: Transaction,
  draft: Omit<Draft, 'id'>,
  at: string,
): Promise<Composed | null> => {
  const id = '00000000-0000-4000-8000-000000000000'
  // The calendar file that the sender's address stands in is not shown.
  const from = `letters@${new URL(publicUrl).hostname}`
  const written = await composeLetters(tx, { publicUrl, from, seasons }, [{ ...draft, id }], at)
  return written.get(id) ?? null
}

/**
 * The letter in which an entry would go, by the facts of this instant, with all that its reader would be told in it of the schools that the
 * asking person answers for. What is foreign, and what will not go any more, is not there. Nothing is written.
 */
export const letterPreview = async (
  house: Pick<House, 'db' | 'seasons' | 'publicUrl'>,
  person: string,
  entry: number,
  at: string,
): Promise<LetterPreview> => {
  const scope = await scopeOf(house.db, person)
  return house.db.transaction().execute(async tx => {
    const asked = await entryIn(tx, scope, entry)
    if (asked === undefined) return throwProblem(problem('not-found'))
    const { sendAt, personName, schoolName, role, zone, lang } = asked
    // As the facts stand now, at the hour at which it goes.
    const then = sendAt > at ? sendAt : at
    const rows = await together(tx, scope, asked, entry, then)
    const verdicts = judge(
      rows.map(row => standingFacts(row, localDate(row.sendAt, zone))),
      then,
    )
    const told = rows.filter((_, index) => verdicts[index]?.verdict === 'send')
    const draft = { person: asked.person, lang, zone, class: asked.class, items: told.map(itemOf) }
    const composed = told.length === 0 ? null : await composeNow(house, tx, draft, then)
    return { sendAt, personName, schoolName, role, partial: !scope.everything, composed }
  })
}
