import type { Likeness } from './likeness.ts'

/**
 * Schools sorted aspect by aspect, and the groups that this makes as a tree: the children of a group differ in the next
 * aspect's value. The nodes stand in preorder, so that a search walks along one array and passes a whole group by one jump.
 */
export type NeighbourTree = {
  /** The row of the school at each position: the schools in the order of the tree. */
  readonly row: Int32Array
  readonly count: number
  /**
   * Four numbers for each node, see {@link nodeStride}: its aspect; its schools' value there; the node after its group, which
   * is the next one where the group is not divided further; the position of its first school. A last node stands for the end.
   */
  readonly nodes: Int32Array
  readonly aspects: number
  /** All loss tables one after another; at rowOf[position × aspects + aspect] begins that of the school's value. */
  readonly loss: Int32Array
  readonly rowOf: Int32Array
}

/** The numbers of one node in {@link NeighbourTree}. */
export const nodeStride = 4

/** Groups of this size are not divided further. */
const leafSize = 6

/** The tree of all schools. */
export const neighbourTree = ({ aspects, ideal }: Likeness): NeighbourTree => {
  const n = ideal.length
  const row = Int32Array.from({ length: n }, (_, u) => u)
  const keys = sortKeys(aspects, n)
  row.sort((a, b) => (keys[a] as number) - (keys[b] as number) || a - b)
  const nodes: number[] = []
  const divide = (from: number, to: number, aspect: number): void => {
    const of = aspects[aspect]?.of as Uint16Array
    for (let i = from; i < to; ) {
      const value = of[row[i] as number] as number
      let end = i + 1
      while (end < to && of[row[end] as number] === value) end++
      const node = nodes.length
      nodes.push(aspect, value, 0, i)
      if (end - i > leafSize && aspect < aspects.length - 1) divide(i, end, aspect + 1)
      nodes[node + 2] = nodes.length
      i = end
    }
  }
  divide(0, n, 0)
  const count = nodes.length / nodeStride
  return {
    row,
    count,
    nodes: Int32Array.from([...nodes, 0, 0, 0, n]),
    aspects: aspects.length,
    ...lossTables(aspects, row),
  }
}

/** All loss tables in one column, and where each school's part of each begins. */
const lossTables = (aspects: Likeness['aspects'], row: Int32Array): Pick<NeighbourTree, 'loss' | 'rowOf'> => {
  const loss = new Int32Array(aspects.reduce((sum, a) => sum + a.loss.length, 0))
  const rowOf = new Int32Array(row.length * aspects.length)
  let offset = 0
  aspects.forEach((a, k) => {
    loss.set(a.loss, offset)
    for (let i = 0; i < row.length; i++) {
      rowOf[i * aspects.length + k] = offset + a.values * (a.of[row[i] as number] as number)
    }
    offset += a.loss.length
  })
  return { loss, rowOf }
}

/** One number for each school, by which the schools stand in the order of their values, aspect by aspect. */
const sortKeys = (aspects: Likeness['aspects'], n: number): Float64Array => {
  const keys = new Float64Array(n)
  for (const { values, of } of aspects)
    for (let u = 0; u < n; u++) keys[u] = (keys[u] as number) * values + (of[u] as number)
  return keys
}
