import { sql } from 'kysely'
import type { SignificanceId } from '../../../workflows/season.ts'
import type { Database, Transaction } from '../../db/pool.ts'
import type { Kind } from '../../files/kinds.ts'

/** Who wrote something and when; `name` is null where the person was erased. */
type Signed = { readonly at: string; readonly author: string; readonly name: string | null }

/** One version of one file. `reason`: why it came after the sending; `behalf`: why somebody else put it in for the school. */
export type Version = Signed & {
  readonly id: string
  readonly slot: string
  readonly version: number
  readonly sha256: string
  readonly bytes: number
  readonly kind: Kind
  readonly locked: boolean
  readonly erased: boolean
  /** The seat's last history row when it was put in. */
  readonly n: number
  readonly filename: string
  readonly reason: string | null
  readonly behalf: string | null
  /** Why it is hidden, and since when: somebody saw in it what should not be there (rules 24). */
  readonly flag: { readonly at: string; readonly reason: string } | null
}

/** An antirisk programme. `n` counts them in the order of their coming; `version` counts its wordings. */
export type Programme = {
  readonly id: string
  readonly n: number
  readonly title: string
  readonly factors: readonly number[]
  readonly version: number
  readonly removed: boolean
}

/** All that a school has put into its package. */
export type Content = {
  readonly school: string
  readonly zone: string
  readonly profile: Readonly<Record<string, SignificanceId>> | null
  /** The factors that the school works on, and how often they were chosen: 0 before the first time. */
  readonly factors: readonly number[]
  readonly factorsVersion: number
  readonly privacy: (Signed & { readonly behalf: string | null }) | null
  readonly programmes: readonly Programme[]
  /** Of each slot the newest first. */
  readonly versions: readonly Version[]
}

type SeatRow = {
  school: string
  zone: string
  profile: Content['profile']
  factors: number[] | null
  factorsVersion: number | null
  wordAt: string | null
  wordAuthor: string | null
  wordName: string | null
  wordBehalf: string | null
}

type VersionRow = Omit<Version, 'flag'> & { flagAt: string | null; flagReason: string | null }

/** Reads a seat's whole package, in three queries; null where there is no such seat. */
export const loadContent = async (
  db: Database | Transaction,
  { root, seat }: { readonly root: string; readonly seat: number },
): Promise<Content | null> => {
  const { rows: seats } = await sql<SeatRow>`
    SELECT s.name AS school, s.zone, s.risk_profile AS profile, f.factors, f.version AS "factorsVersion", w.at AS "wordAt",
      w.author AS "wordAuthor", p.name AS "wordName", b.body AS "wordBehalf"
    FROM seat_school ss JOIN school s ON s.id = ss.school
    LEFT JOIN chosen_factors f USING (root, seat)
    LEFT JOIN privacy_word w USING (root, seat) LEFT JOIN person p ON p.id = w.author LEFT JOIN reason b ON b.id = w.behalf
    WHERE ss.root = ${root}::uuid AND ss.seat = ${seat}
  `.execute(db)
  const found = seats[0]
  if (found === undefined) return null
  const { wordAt, wordAuthor, wordName, wordBehalf, factors, factorsVersion, ...school } = found
  const { rows: programmes } = await sql<Programme>`
    SELECT id, n, title, factors, version, removed_at IS NOT NULL AS removed
    FROM programme WHERE root = ${root}::uuid AND seat = ${seat} ORDER BY n
  `.execute(db)
  return {
    ...school,
    factors: factors ?? [],
    factorsVersion: factorsVersion ?? 0,
    privacy:
      wordAt === null || wordAuthor === null
        ? null
        : { at: wordAt, author: wordAuthor, name: wordName, behalf: wordBehalf },
    programmes,
    versions: await versionsOf(db, root, seat),
  }
}

const versionsOf = async (db: Database | Transaction, root: string, seat: number): Promise<Version[]> => {
  const { rows } = await sql<VersionRow>`
    SELECT d.id, d.slot, d.version, d.sha256, b.bytes, b.type AS kind, b.locked, b.erased_at IS NOT NULL AS erased,
      d.n, d.filename, d.at, d.author, p.name, r.body AS reason, h.body AS behalf, f.at AS "flagAt", fr.body AS "flagReason"
    FROM document d JOIN blob b USING (sha256) JOIN person p ON p.id = d.author
    LEFT JOIN reason r ON r.id = d.reason LEFT JOIN reason h ON h.id = d.behalf
    LEFT JOIN document_flag f ON f.document = d.id LEFT JOIN reason fr ON fr.id = f.reason
    WHERE d.root = ${root}::uuid AND d.seat = ${seat} AND d.removed_at IS NULL
    ORDER BY d.slot, d.version DESC
  `.execute(db)
  return rows.map(({ flagAt, flagReason, ...version }) => ({
    ...version,
    flag: flagAt === null ? null : { at: flagAt, reason: flagReason ?? '' },
  }))
}
