import { sql } from 'kysely'
import Type from 'typebox'
import Value from 'typebox/value'
import type { Database } from '../db/pool.ts'
import type { SealDocument } from '../engine/seal.ts'
import { merkleRoot, sealed } from '../engine/seal-hash.ts'
import { type SealFault, sealChainFaults } from '../engine/verify-seals.ts'

const hash = Type.String({ pattern: '^[0-9a-f]{64}$' })
const Copy = Type.Object({
  day: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$' }),
  at: Type.String(),
  roots: Type.Integer(),
  merkle: hash,
  prev: hash,
  hash,
  heads: Type.Array(Type.Tuple([Type.String({ format: 'uuid' }), Type.Integer(), Type.Union([hash, Type.Null()])])),
})

/** Reads a copy of a seal; null where the text is none. */
export const readCopy = (text: string): SealDocument | null => {
  try {
    const value: unknown = JSON.parse(text)
    return Value.Check(Copy, value) ? value : null
  } catch {
    return null
  }
}

/** Heads of one question to the database. */
const batch = 5000

const headFaults = async (db: Database, { day, heads }: SealDocument): Promise<SealFault[]> => {
  const faults: SealFault[] = []
  for (let start = 0; start < heads.length; start += batch) {
    const part = heads.slice(start, start + batch).map(([root, n, head]) => ({ root, n, head }))
    const { rows } = await sql<{ root: string; n: number; now: string | null }>`
      SELECT c.root, c.n, h.hash AS now
      FROM jsonb_to_recordset(${JSON.stringify(part)}::jsonb) AS c(root uuid, n integer, head text)
      LEFT JOIN history h ON h.root = c.root AND h.n = c.n
      WHERE h.hash IS DISTINCT FROM c.head OR c.head IS NULL
      ORDER BY c.root
    `.execute(db)
    for (const { root, n, now } of rows)
      faults.push({
        day,
        root,
        says: now === null ? `Row ${n} was sealed and is gone` : `Row ${n} is not the one sealed`,
      })
  }
  return faults
}

const ownFaults = (copy: SealDocument): SealFault[] => {
  const { day, roots, merkle, heads } = copy
  const whole = heads.map(([root, n, head]) => ({ root, n, head: head ?? '' }))
  const says = [
    ...(sealed(copy).hash === copy.hash ? [] : ['The copy itself was changed']),
    ...(heads.length === roots && merkleRoot(whole) === merkle ? [] : ['The copy’s heads are not those it seals']),
  ]
  return says.map(each => ({ day, root: null, says: each }))
}

const chainFaults = async (db: Database, { day, hash: copied }: SealDocument): Promise<SealFault[]> => {
  const [own, ...later] = await db.selectFrom('seal').selectAll().where('day', '>=', day).orderBy('day').execute()
  if (own === undefined || own.day !== day) return [{ day, root: null, says: 'The database has no seal of this day' }]
  const faults = sealChainFaults([own, ...later]).filter(fault => fault.day > day)
  return own.hash === copied
    ? faults
    : [{ day, root: null, says: 'The database has another seal of this day' }, ...faults]
}

/**
 * Holds the database against a copy of a seal that was kept elsewhere: every head in it still stands in its root's history at its number, and the
 * seals made since lead on from it.
 */
export const checkCopy = async (db: Database, copy: SealDocument): Promise<SealFault[]> => [
  ...ownFaults(copy),
  ...(await headFaults(db, copy)),
  ...(await chainFaults(db, copy)),
]
