import { sql } from 'kysely'
import type { Database, Transaction } from '../../../db/pool.ts'
import type { IdPair, PairingRequest } from '../request.ts'
import { factorCount, type Level, type Locality } from '../schools.ts'
import { defaultSettings, type PairingSettings } from '../weights.ts'

/** What stands on the table beside the schools: the coordinator's own wishes, by ids. */
export type Wish = {
  readonly id: string
  readonly kind: 'lock' | 'ban' | 'conflict'
  readonly schools: readonly string[]
  readonly revision: number
  readonly at: string
  readonly name: string | null
  readonly reason: string | null
}

/** Everything that a proposal for a season depends on. `unready`: enrolled schools whose risk profile is not complete. */
export type Asking = {
  readonly request: PairingRequest
  readonly wishes: readonly Wish[]
  readonly unready: readonly { readonly school: string; readonly name: string }[]
  /** Conflicts that nobody declared: somebody's curator works at the other school (rules 11). */
  readonly curated: readonly IdPair[]
}

type Row = {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly municipality: string
  readonly timezone: string
  readonly locality: Locality
  readonly students: number
  readonly profile: Readonly<Record<string, Level>> | null
}

const enrolledRows = async (db: Database | Transaction, cycle: string): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    SELECT s.id, s.name, s.region, s.municipality, s.zone AS timezone, s.locality, s.students, s.risk_profile AS profile
    FROM enrolled_school e JOIN school s ON s.id = e.school WHERE e.cycle = ${cycle}::uuid ORDER BY s.name, s.id
  `.execute(db)
  return rows
}

/** The wishes that stand, in the order in which they were made. */
const standingWishes = async (db: Database | Transaction, cycle: string): Promise<Wish[]> => {
  const { rows } = await sql<Wish>`
    SELECT w.id, w.kind, array_remove(ARRAY[w.a, w.b, w.c], NULL) AS schools, w.revision, w.at, p.name, r.body AS reason
    FROM pairing_wish w JOIN person p ON p.id = w.author LEFT JOIN reason r ON r.id = w.reason
    WHERE w.cycle = ${cycle}::uuid AND w.lifted_at IS NULL ORDER BY w.at, w.id
  `.execute(db)
  return rows
}

type Apart = { readonly why: 'earlier' | 'curator'; readonly a: string; readonly b: string }

/** Pairs of other seasons, and schools of which one's curator works at the other; both of them enrolled. */
const keptApart = async (db: Database | Transaction, cycle: string): Promise<Apart[]> => {
  const { rows } = await sql<Apart>`
    WITH e AS (SELECT school FROM enrolled_school WHERE cycle = ${cycle}::uuid)
    SELECT DISTINCT 'earlier' AS why, x.school AS a, y.school AS b
    FROM seat_school x JOIN seat_school y ON y.root = x.root AND x.school < y.school
    JOIN root r ON r.id = x.root AND r.parent <> ${cycle}::uuid
    JOIN e ea ON ea.school = x.school JOIN e eb ON eb.school = y.school
    UNION ALL
    SELECT DISTINCT 'curator', least(c.school, w.school), greatest(c.school, w.school)
    FROM curator c
    JOIN (SELECT person, school FROM workplace UNION SELECT person, school FROM member) w ON w.person = c.person AND w.school <> c.school
    JOIN e ea ON ea.school = c.school JOIN e eb ON eb.school = w.school
  `.execute(db)
  return rows
}

const levelsOf = (profile: Row['profile']): Level[] =>
  Array.from({ length: factorCount }, (_, i) => profile?.[String(i + 1)]).filter(level => level !== undefined)

/** The settings of a season as they are stored; the defaults where nobody said anything else. */
export const settingsOf = (stored: object | null): PairingSettings => ({ ...defaultSettings, ...stored })

/** Reads all that a proposal depends on; three queries. `on`: the day whose clocks count, YYYY-MM-DD. */
export const askingOf = async (
  db: Database | Transaction,
  cycle: string,
  { on, settings }: { readonly on: string; readonly settings: object | null },
): Promise<Asking> => {
  const rows = await enrolledRows(db, cycle)
  const wishes = await standingWishes(db, cycle)
  const apart = await keptApart(db, cycle)
  const among = (why: Apart['why']) => apart.flatMap((it): IdPair[] => (it.why === why ? [[it.a, it.b]] : []))
  const pairsOf = (kind: Wish['kind']) =>
    wishes.flatMap((it): IdPair[] => (it.kind === kind ? [[it.schools[0] ?? '', it.schools[1] ?? '']] : []))
  const curated = among('curator')
  return {
    request: {
      schools: rows.map(({ profile, ...school }) => ({ ...school, risks: levelsOf(profile) })),
      on: Temporal.PlainDate.from(on),
      settings: settingsOf(settings),
      earlier: among('earlier'),
      bans: pairsOf('ban'),
      conflicts: [...pairsOf('conflict'), ...curated],
      locks: wishes.flatMap(({ kind, schools }) => (kind === 'lock' ? [schools] : [])),
    },
    wishes,
    unready: rows.flatMap(({ id, name, profile }) =>
      levelsOf(profile).length < factorCount ? [{ school: id, name }] : [],
    ),
    curated,
  }
}
