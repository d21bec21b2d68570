import { sql } from 'kysely'
import type { SentVersion } from '../../../workflows/machines/seat.ts'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Database, Transaction } from '../../db/pool.ts'
import type { Draft } from '../types.ts'

/** A school as letters speak of it. */
export type School = { id: string; name: string; region: string; municipality: string }

/** A partnership, or the season itself, which has no seats. */
export type Table = {
  root: string
  seats: readonly { seat: number; school: string; standing: string }[]
  dates: Readonly<Record<string, string | null>>
  definition: string | null
}

/** A row of the history that a receipt proves. */
export type Proof = { root: string; n: number; hash: string; at: string; versions: readonly SentVersion[] }

/** What letters are written from, beside their items: read at once for all of them. */
export type Facts = {
  readonly tables: ReadonlyMap<string, Table>
  readonly schools: ReadonlyMap<string, School>
  /** What people wrote, by its id; null where it was erased. */
  readonly reasons: ReadonlyMap<string, string | null>
  /** By root and number. */
  readonly proofs: ReadonlyMap<string, Proof>
  /** Titles of antirisk programmes. */
  readonly programmes: ReadonlyMap<string, string>
  /** Addresses of those who are invited to a meeting, by person. */
  readonly emails: ReadonlyMap<string, string>
  readonly seasons: ReadonlyMap<string, SeasonDefinition>
}

/** The id of a text that a detail or an event refers to. */
export const refOf = (value: unknown): string | null => {
  const id = typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : null
  return typeof id === 'string' ? id : null
}

const distinct = (values: readonly (string | null)[]): string[] => [...new Set(values.filter(value => value !== null))]

const byKey = <Row>(rows: readonly Row[], key: (row: Row) => string): ReadonlyMap<string, Row> =>
  new Map(rows.map(row => [key(row), row]))

const readTables = async (db: Database | Transaction, roots: readonly string[]): Promise<Table[]> => {
  const { rows } = await sql<Table>`
    SELECT r.id AS root, coalesce(t.context->'seats', '[]') AS seats, coalesce(t.context->'dates', '{}') AS dates,
      coalesce(c.context->>'definition', t.context->>'definition') AS definition
    FROM root r JOIN thing t ON t.root = r.id AND t.key = ''
    LEFT JOIN thing c ON c.root = r.parent AND c.key = ''
    WHERE r.id = ANY(${roots}::uuid[])
  `.execute(db)
  return rows
}

const readSchools = async (db: Database | Transaction, ids: readonly string[]): Promise<School[]> => {
  const { rows } = await sql<School>`
    SELECT id, name, region, municipality FROM school WHERE id = ANY(${ids}::uuid[])
  `.execute(db)
  return rows
}

const readReasons = async (db: Database | Transaction, ids: readonly string[]) => {
  const { rows } = await sql<{ id: string; body: string | null }>`
    SELECT id, body FROM reason WHERE id = ANY(${ids}::uuid[])
  `.execute(db)
  return rows
}

const readProofs = async (
  db: Database | Transaction,
  rows: readonly { root: string; n: number }[],
): Promise<Proof[]> => {
  const found = await sql<Proof>`
    SELECT h.root, h.n, h.hash, h.at,
      -- of a package: what else is sent has versions of another shape
      CASE WHEN h.event->>'type' = 'package.send' THEN coalesce(h.event->'facts'->'versions', '[]') ELSE '[]' END AS versions
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS w(root uuid, n integer)
    JOIN history h ON h.root = w.root AND h.n = w.n
  `.execute(db)
  return found.rows
}

const readProgrammes = async (db: Database | Transaction, ids: readonly string[]) => {
  const { rows } = await sql<{ id: string; title: string }>`
    SELECT id, title FROM programme WHERE id = ANY(${ids}::uuid[])
  `.execute(db)
  return rows
}

const readEmails = async (db: Database | Transaction, ids: readonly string[]) => {
  const { rows } = await sql<{ id: string; email: string }>`
    SELECT id, email FROM person WHERE id = ANY(${ids}::uuid[]) AND email IS NOT NULL
  `.execute(db)
  return rows
}

/** The programme in a package's slot, `<slot of the season>/<id>`. */
export const programmeOf = (slot: string): string | null => slot.split('/')[1] ?? null

/** Reads what these letters need: six queries, however many letters. */
export const readFacts = async (
  db: Database | Transaction,
  seasons: ReadonlyMap<string, SeasonDefinition>,
  drafts: readonly Draft[],
): Promise<Facts> => {
  const items = drafts.flatMap(draft => draft.items)
  const tables = await readTables(db, distinct(items.map(({ root }) => root)))
  const schools = await readSchools(
    db,
    distinct([
      ...items.map(({ school }) => school),
      ...tables.flatMap(({ seats }) => seats.map(({ school }) => school)),
    ]),
  )
  const reasons = await readReasons(
    db,
    distinct(items.flatMap(({ detail }) => [refOf(detail.reason), refOf(detail.behalf)])),
  )
  const receipts = items.filter(({ kind }) => kind === 'receipt').map(({ root, step }) => ({ root, n: step }))
  const proofs = await readProofs(db, receipts)
  const slots = [
    ...items.flatMap(({ detail }) => (Array.isArray(detail.slots) ? detail.slots : [])),
    ...proofs.flatMap(({ versions }) => versions.map(({ slot }) => slot)),
  ]
  const programmes = await readProgrammes(
    db,
    distinct(slots.map(slot => (typeof slot === 'string' ? programmeOf(slot) : null))),
  )
  const invited = drafts.filter(draft => draft.items.some(({ kind }) => kind.startsWith('meeting')))
  const emails = await readEmails(db, distinct(invited.map(({ person }) => person)))
  return {
    tables: byKey(tables, ({ root }) => root),
    schools: byKey(schools, ({ id }) => id),
    reasons: new Map(reasons.map(({ id, body }) => [id, body])),
    proofs: byKey(proofs, ({ root, n }) => `${root} ${n}`),
    programmes: new Map(programmes.map(({ id, title }) => [id, title])),
    emails: new Map(emails.map(({ id, email }) => [id, email])),
    seasons,
  }
}
