import type { NeighbourTree } from './neighbour-tree.ts'
import { halfProfiles, type SchoolTable } from './school-table.ts'

/** The numbers of one school in the packed column. */
export const packedStride = 5

/**
 * What a pair's weight needs, school by school in the order of the tree, so that a group of schools is one run of memory:
 * where its first and second half profile's risk parts begin, its size, where its place's parts begin, its region.
 */
export const packedOf = (t: SchoolTable, tree: NeighbourTree): Int32Array => {
  const packed = new Int32Array(packedStride * t.n)
  tree.row.forEach((u, i) => {
    packed.set([t.half1[u] as number, t.half2[u] as number, t.size[u] as number, t.place[u] as number, t.region[u] as number], packedStride * i)
  })
  return packed
}
export { halfProfiles }
