import { sql } from 'kysely'
import { seatKey } from '../../../workflows/keys.ts'
import type { SentVersion } from '../../../workflows/machines/seat.ts'
import type { Database, Transaction } from '../../db/pool.ts'
import type { Version } from './content.ts'
import type { Place } from './place.ts'

/** One act in the life of a package, as history holds it, with the words that went with it. */
export type PackageAct = {
  readonly n: number
  readonly hash: string
  readonly at: string
  readonly type: 'package.send' | 'package.recall' | 'package.open' | 'package.return'
  readonly name: string | null
  readonly role: string
  readonly versions: readonly SentVersion[]
  readonly slots: readonly string[]
  readonly reason: string | null
  readonly behalf: string | null
}

/** Everything that was done with a package, oldest first, in one query. */
export const packageActs = async (db: Database | Transaction, { root, seat }: Place): Promise<PackageAct[]> => {
  const { rows } = await sql<PackageAct>`
    SELECT h.n, h.hash, h.at, h.event->>'type' AS type, p.name, h.actor->>'role' AS role,
      coalesce(h.event->'facts'->'versions', '[]') AS versions, coalesce(h.event->'slots', '[]') AS slots,
      r.body AS reason, b.body AS behalf
    FROM history h LEFT JOIN person p ON p.id = (h.actor->>'person')::uuid
    LEFT JOIN reason r ON r.id = (h.event->'reason'->>'id')::uuid
    LEFT JOIN reason b ON b.id = (h.event->'behalf'->>'id')::uuid
    WHERE h.root = ${root}::uuid AND h.key = ${seatKey(seat)} AND h.event->>'type' LIKE 'package.%'
    ORDER BY h.n
  `.execute(db)
  return rows
}

/** The sending that still stands, or stood when the package was returned; null while nothing was sent, or all was recalled unread. */
export const lastSending = (acts: readonly PackageAct[]): PackageAct | null => standing(acts).at(-1) ?? null

/**
 * What the partner may see of a package: what was sent and not recalled unread, and what replaced it since. A draft is nobody's but the
 * school's own, before the first sending as after a return.
 */
export const seenByPartner = (acts: readonly PackageAct[], versions: readonly Version[]): Version[] => {
  const sendings = acts.filter(({ type }) => type === 'package.send')
  const stood = new Set(standing(acts))
  const sent = new Set([...stood].flatMap(act => act.versions.map(({ slot, version }) => `${slot} ${version}`)))
  return versions.filter(({ slot, version, reason, n }) => {
    if (sent.has(`${slot} ${version}`)) return true
    const before = sendings.findLast(sending => sending.n <= n)
    return reason !== null && before !== undefined && stood.has(before)
  })
}

const standing = (acts: readonly PackageAct[]) =>
  acts.filter(({ type }, index) => type === 'package.send' && acts[index + 1]?.type !== 'package.recall')
