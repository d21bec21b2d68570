import { canonical, sha256 } from './chain.ts'

/** Where a root's history had come to: the number of its newest row, and that row's hash. */
export type Head = { readonly root: string; readonly n: number; readonly head: string }

/**
 * A day's seal: `merkle` is over all heads in the order of their ids, `prev` the hash of the seal before it. `day` (YYYY-MM-DD) is the one that
 * ended; `at` the instant at which the seal was really made.
 */
export type Seal = {
  readonly day: string
  readonly at: string
  readonly roots: number
  readonly merkle: string
  readonly prev: string
  readonly hash: string
}

// Leaves and nodes are told apart, so that no tree can pass for another one's leaf.
const leafOf = ({ root, n, head }: Head): string => sha256(`leaf\n${root}\n${n}\n${head}`)
const nodeOf = (left: string, right: string): string => sha256(`node\n${left}\n${right}`)

const paired = (hashes: readonly string[]): string[] =>
  Array.from({ length: Math.ceil(hashes.length / 2) }, (_, index) => {
    const [left = '', right] = [hashes[2 * index], hashes[2 * index + 1]]
    return right === undefined ? left : nodeOf(left, right)
  })

/** The Merkle root over heads that stand in the order of their ids; a last one without a neighbour goes up as it is. */
export const merkleRoot = (heads: readonly Head[]): string => {
  let level = heads.map(leafOf)
  while (level.length > 1) level = paired(level)
  return level[0] ?? sha256('')
}

/** What a seal says, with its hash. */
export const sealed = ({ day, at, roots, merkle, prev }: Omit<Seal, 'hash'>): Seal => {
  const said = { day, at, roots, merkle, prev }
  return { ...said, hash: sha256(canonical(said)) }
}
