import { sql } from 'kysely'
import type { Database } from '../db/pool.ts'
import { genesis } from './chain.ts'
import { type Head, merkleRoot, type Seal, sealed } from './seal-hash.ts'

/** Something about a seal that does not hold; `root` where it is one root's. */
export type SealFault = { day: string; root: string | null; says: string }

type Kept = { day: string; root: string; n: number; head: string | null }

/** What each seal says of itself and of the one before it. */
export const sealChainFaults = (seals: readonly Seal[]): SealFault[] =>
  seals.flatMap((seal, index) => {
    const { day, hash, prev } = seal
    const before = seals[index - 1]?.hash ?? genesis
    return [
      ...(sealed(seal).hash === hash ? [] : [{ day, root: null, says: 'The seal was changed after it was made' }]),
      ...(prev === before ? [] : [{ day, root: null, says: 'The seal does not follow the one before it' }]),
    ]
  })

/** Every sealed head by its root, in order of the roots; what is gone stands with an empty head. */
const sealedHeads = () => {
  const heads = new Map<string, Head>()
  let ordered: string[] = []
  return (news: readonly Kept[]): Head[] => {
    for (const { root, n, head } of news) heads.set(root, { root, n, head: head ?? '' })
    if (ordered.length !== heads.size) ordered = [...heads.keys()].sort()
    return ordered.flatMap(root => heads.get(root) ?? [])
  }
}

const goneFaults = (kept: readonly Kept[]): SealFault[] =>
  kept
    .filter(({ head }) => head === null)
    .map(({ day, root, n }) => ({ day, root, says: `Row ${n} of the history was sealed and is gone` }))

/** The first seal whose heads are not those of the histories: the later ones tell nothing more. */
const headFaults = (seals: readonly Seal[], kept: readonly Kept[]): SealFault[] => {
  const byDay = Map.groupBy(kept, ({ day }) => day)
  const headsAfter = sealedHeads()
  let merkle: string | null = null
  let roots = 0
  for (const seal of seals) {
    const news = byDay.get(seal.day) ?? []
    if (merkle === null || news.length > 0) {
      const heads = headsAfter(news)
      merkle = merkleRoot(heads)
      roots = heads.length
    }
    if (merkle !== seal.merkle || roots !== seal.roots)
      return [{ day: seal.day, root: null, says: 'The histories are not those that were sealed' }]
  }
  return []
}

/** Checks every seal: its own hash, its place in the chain, and that the histories still are what was sealed. */
export const verifySeals = async (db: Database): Promise<{ seals: number; faults: SealFault[] }> => {
  const seals = await db.selectFrom('seal').selectAll().orderBy('day').execute()
  const { rows: kept } = await sql<Kept>`
    SELECT h.day, h.root, h.n, y.hash AS head FROM seal_head h
    LEFT JOIN history y ON y.root = h.root AND y.n = h.n ORDER BY h.day, h.root
  `.execute(db)
  return {
    seals: seals.length,
    faults: [...sealChainFaults(seals), ...goneFaults(kept), ...headFaults(seals, kept)],
  }
}
