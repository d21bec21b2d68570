import { halfProfiles, type SchoolTable } from './school-table.ts'

/**
 * The schools in blocks: those of one place and one first half profile stand together, because another school loses the same
 * with each of them there.
 */
export type Blocks = {
  /** The row of the school at each position. */
  readonly row: Int32Array
  /** The first block of each place; a last one stands for the end. */
  readonly ofPlace: Int32Array
  /** Of each block: its first half profile, and the position of its first school; a last one stands for the end. */
  readonly half1: Uint8Array
  readonly start: Int32Array
}

/** The blocks of a table. */
export const blocksOf = ({ n, places, place, half1 }: SchoolTable): Blocks => {
  const blockOf = (u: number): number => halfProfiles * (place[u] as number) + (half1[u] as number)
  // Keys with the row as their last digits sort as numbers, many times faster than rows by a comparison.
  const keys = new Float64Array(n)
  for (let u = 0; u < n; u++) keys[u] = blockOf(u) * n + u
  keys.sort()
  const row = new Int32Array(n)
  const ofPlace = new Int32Array(places + 1)
  const profiles: number[] = []
  const start: number[] = []
  for (let i = 0, before = -1; i < n; i++) {
    const u = (keys[i] as number) % n
    row[i] = u
    if (blockOf(u) === before) continue
    before = blockOf(u)
    profiles.push(half1[u] as number)
    start.push(i)
    ofPlace[(place[u] as number) + 1] = start.length
  }
  // A place of no school begins where the one before it ends.
  for (let p = 1; p <= places; p++) ofPlace[p] = Math.max(ofPlace[p] as number, ofPlace[p - 1] as number)
  return { row, ofPlace, half1: Uint8Array.from(profiles), start: Int32Array.from([...start, n]) }
}

/** A column of schools in the order of their positions, so that a block is one run of memory. */
export const inBlocks = <C extends Uint8Array | Int32Array | Float64Array>(row: Int32Array, of: C, into: C): C => {
  for (let i = 0; i < row.length; i++) into[i] = of[row[i] as number] as number
  return into
}
