import { sql } from 'kysely'
import { type Entry, type Holders, holdersOf, noticeEntries } from '../../workflows/letters/entries.ts'
import type { LetterRole } from '../../workflows/letters/kinds.ts'
import type { Notice } from '../../workflows/letters/news.ts'
import type { Transaction } from '../db/pool.ts'
import { readHolders } from './holders.ts'
import type { RulesOf } from './wanted.ts'

/** Under which key the ledger holds what is told of a person's address. */
export const faultKey = (person: string): string => `address/${person}`

type Fault = { person: string; letter: string; status: string | null; since: string }

/** Where somebody whose address fails is known: in which role, for which school, at which table. */
type Site = { person: string; root: string; cycle: string; seat: number; school: string; role: LetterRole }

/** Whoever is above them. */
const answersFor: Readonly<Partial<Record<LetterRole, LetterRole>>> = {
  municipalCoordinator: 'regionalCoordinator',
  regionalCoordinator: 'federalCoordinator',
  federalCoordinator: 'federalCoordinator',
}

/** The schools that the letter was about come first. Of a letter that told of such faults and nothing else nobody is told any more (engineering 23). */
const sitesOf = async (tx: Transaction, faults: readonly Fault[]): Promise<Site[]> => {
  const { rows } = await sql<Site>`
    WITH failed AS (
      SELECT l.id, l.person FROM letter l WHERE l.id = ANY(${faults.map(({ letter }) => letter)}::uuid[])
        AND EXISTS (SELECT FROM letter_entry e WHERE e.letter = l.id AND e.kind <> 'addressFails')
    ), sites AS (
      SELECT f.person, e.root, e.seat, e.school, e.role, 1 AS rank FROM failed f JOIN letter_entry e ON e.letter = f.id
      WHERE e.school IS NOT NULL
      UNION ALL
      SELECT f.person, s.root, s.seat, s.school, 'school', 2 FROM failed f JOIN member m ON m.person = f.person
      JOIN seat_school s ON s.school = m.school
    )
    SELECT s.person, s.root, coalesce(r.parent, r.id) AS cycle, s.seat, s.school, s.role
    FROM (SELECT DISTINCT ON (person, role, school) * FROM sites ORDER BY person, role, school, rank, root) s
    JOIN root r ON r.id = s.root
    ORDER BY s.rank, s.person, s.role, s.school
  `.execute(tx)
  return rows
}

const readUnreachable = async (tx: Transaction, persons: readonly string[]): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ person: string }>`
    SELECT person FROM address_fault WHERE person = ANY(${persons}::uuid[])
  `.execute(tx)
  return new Set(rows.map(({ person }) => person))
}

const noticeOf = ({ person, seat, school, role }: Site, { status, since }: Fault): Notice => ({
  type: 'notice',
  kind: 'addressFails',
  key: faultKey(person),
  n: 0,
  at: since,
  seat,
  school,
  beside: [],
  to: answersFor[role] ?? 'municipalCoordinator',
  person: null,
  detail: { person, of: role, status },
})

// Who holds the role and cannot be reached either is not «nobody».
const named = (entry: Entry, holders: Holders): Entry[] => {
  const held = entry.person === null && entry.school !== null ? holders(entry.school, entry.role) : []
  return held.length === 0 ? [entry] : held.map(({ person }) => ({ ...entry, person, reason: 'addressFails' }))
}

type Row = Entry & { root: string }

/** One telling is enough for whoever answers for several schools of the same person. */
const onceEach = (rows: readonly Row[]): Row[] => {
  const first = new Map<string, Row>()
  for (const row of rows) {
    const telling = `${row.key} ${row.role} ${row.person ?? row.school}`
    if (!first.has(telling)) first.set(telling, row)
  }
  return [...first.values()]
}

const insert = async (tx: Transaction, rows: readonly Row[]): Promise<void> => {
  await sql`
    INSERT INTO letter_entry (root, key, kind, step, role, seat, school, person, class, opened_at, send_at, detail, state, reason,
      ended_at, generation)
    SELECT w.root, w.key, w.kind, w.step, w.role, w.seat, w.school, w.person, w.class, w."openedAt", w."sendAt", w.detail, w.state, w.reason,
      CASE WHEN w.state = 'skipped' THEN w."openedAt" END,
      1 + coalesce((
        SELECT max(e.generation) FROM letter_entry e WHERE e.root = w.root AND e.key = w.key AND e.kind = w.kind AND e.step = w.step
          AND e.role = w.role AND e.seat = w.seat AND e.person IS NOT DISTINCT FROM w.person
      ), 0)
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS w(root uuid, key text, kind text, step integer, role text, seat smallint,
      school uuid, person uuid, class text, "openedAt" timestamptz, "sendAt" timestamptz, detail jsonb, state text, reason text)
    ON CONFLICT DO NOTHING
  `.execute(tx)
}

/**
 * Tells those who answer for these people that nothing reaches them: an ordinary entry for each coordinator of their territory who can be reached
 * themselves, or else of the next one up (rules 9). The same number of queries however many they are.
 */
export const tellOfFaults = async (tx: Transaction, rulesOf: RulesOf, faults: readonly Fault[]): Promise<void> => {
  const sites = await sitesOf(tx, faults)
  if (sites.length === 0) return
  const all = await readHolders(
    tx,
    sites.map(({ school }) => school),
  )
  const unreachable = await readUnreachable(
    tx,
    all.map(({ person }) => person),
  )
  const holders = holdersOf(all)
  const reached = holdersOf(all.filter(({ person }) => !unreachable.has(person)))
  const byPerson = new Map(faults.map(fault => [fault.person, fault]))
  const rows: Row[] = []
  for (const site of sites) {
    const fault = byPerson.get(site.person)
    if (fault === undefined) continue
    const entries = noticeEntries(await rulesOf(tx, site.cycle), noticeOf(site, fault), reached)
    for (const entry of entries) for (const one of named(entry, holders)) rows.push({ root: site.root, ...one })
  }
  await insert(tx, onceEach(rows))
}
