import { sql } from 'kysely'
import type { Database, Transaction } from '../../../db/pool.ts'
import type { Certificate } from '../certificate.ts'
import type { FairnessComparison } from '../fairness.ts'
import type { ProposedPair } from '../proposal.ts'

/** Schools that are proposed together: two, or the three of a trio. `place`: from 1, the worst first. */
export type Group = {
  readonly place: number
  readonly members: readonly string[]
  readonly weight: number
  readonly sides: readonly ProposedPair[]
  readonly locked: boolean
  readonly sameRegion: boolean
}

/**
 * A version of a season's proposal, without its groups. `revision`: the newest of the table that it fits; `born`: the one that its certificate
 * is about; `seconds`: what the solver took.
 */
export type Draft = {
  readonly version: number
  readonly revision: number
  readonly born: number
  readonly how: 'solved' | 'exchanged'
  readonly madeAt: string
  readonly name: string | null
  readonly schools: number
  readonly seconds: number
  readonly checkSeconds: number
  readonly rounds: number
  readonly total: number
  readonly bound: number
  readonly optimal: boolean
  readonly objections: readonly string[]
  readonly fairness: FairnessComparison
  readonly base: number
  readonly publishedAt: string | null
}

/** The newest version of a season's proposal; null where there is none. */
export const newestDraft = async (db: Database | Transaction, cycle: string): Promise<Draft | null> => {
  const { rows } = await sql<Draft>`
    SELECT d.version, d.revision, d.born, d.how, d.made_at AS "madeAt", p.name, d.schools, d.seconds, d.check_seconds AS "checkSeconds",
      d.rounds, d.total, d.bound, d.optimal, d.objections, d.fairness, d.base, d.published_at AS "publishedAt"
    FROM pairing_proposal d JOIN person p ON p.id = d.author
    WHERE d.cycle = ${cycle}::uuid ORDER BY d.version DESC LIMIT 1
  `.execute(db)
  return rows[0] ?? null
}

/** Which groups are asked for. */
export type Wanted = 'all' | 'locked' | 'sameRegion'

const wantedRows = { all: sql`true`, locked: sql`g.locked`, sameRegion: sql`g.same_region` }

const columns = sql`g.place, g.members, g.weight, g.sides, g.locked, g.same_region AS "sameRegion"`

/** The groups of a version after a place, the worst first. */
export const groupsAfter = async (
  db: Database | Transaction,
  { cycle, version }: { readonly cycle: string; readonly version: number },
  { wanted, after, limit }: { readonly wanted: Wanted; readonly after: number; readonly limit: number },
): Promise<Group[]> => {
  const { rows } = await sql<Group>`
    SELECT ${columns} FROM proposed_group g
    WHERE g.cycle = ${cycle}::uuid AND g.version = ${version} AND g.place > ${after} AND ${wantedRows[wanted]}
    ORDER BY g.place LIMIT ${limit}
  `.execute(db)
  return rows
}

/** All groups of a version. */
export const groupsIn = async (db: Database | Transaction, cycle: string, version: number): Promise<Group[]> => {
  const { rows } = await sql<Group>`
    SELECT ${columns} FROM proposed_group g WHERE g.cycle = ${cycle}::uuid AND g.version = ${version} ORDER BY g.place
  `.execute(db)
  return rows
}

/** How many groups of each kind a version has. */
export const countsIn = async (
  db: Database | Transaction,
  cycle: string,
  version: number,
): Promise<Readonly<Record<Wanted, number>>> => {
  const { rows } = await sql<Record<Wanted, number>>`
    SELECT count(*) AS all, count(*) FILTER (WHERE locked) AS locked, count(*) FILTER (WHERE same_region) AS "sameRegion"
    FROM proposed_group WHERE cycle = ${cycle}::uuid AND version = ${version}
  `.execute(db)
  return rows[0] ?? { all: 0, locked: 0, sameRegion: 0 }
}

/** The certificate that bounds a version: its own, or that of the version it was changed from. */
export const certificateIn = async (
  db: Database | Transaction,
  cycle: string,
  base: number,
): Promise<Certificate | null> => {
  const row = await db
    .selectFrom('pairing_proposal')
    .select('certificate')
    .where('cycle', '=', cycle)
    .where('version', '=', base)
    .executeTakeFirst()
  return (row?.certificate ?? null) as Certificate | null
}

/** How many pairs two regions make. */
export type Meeting = { readonly one: string; readonly other: string; readonly pairs: number }

/** Who is paired with whom, by regions: every two schools that would review each other or in a ring. */
export const regionMeetings = async (
  db: Database | Transaction,
  cycle: string,
  version: number,
): Promise<Meeting[]> => {
  const { rows } = await sql<Meeting>`
    SELECT least(a.region, b.region) AS one, greatest(a.region, b.region) AS other, count(*) AS pairs
    FROM proposed_group g
    CROSS JOIN LATERAL jsonb_to_recordset(g.sides) AS side(a uuid, b uuid)
    JOIN school a ON a.id = side.a JOIN school b ON b.id = side.b
    WHERE g.cycle = ${cycle}::uuid AND g.version = ${version} GROUP BY 1, 2 ORDER BY 1, 2
  `.execute(db)
  return rows
}

/** Who sits with whom in a version, without their weights. */
export const membersIn = async (
  db: Database | Transaction,
  cycle: string,
  version: number,
): Promise<readonly (readonly string[])[]> => {
  const { rows } = await sql<{ members: string[] }>`
    SELECT members FROM proposed_group WHERE cycle = ${cycle}::uuid AND version = ${version} ORDER BY place
  `.execute(db)
  return rows.map(({ members }) => members)
}
