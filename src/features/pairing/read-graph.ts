import type { FileFault, TextFile } from './csv-rows.ts'
import { noEdges, pushEdge } from './matching/graph.ts'
import type { PlainGraph } from './plain-graph.ts'

/** A graph with the names of its vertices; or the faults that were found. */
export type GraphRead = { readonly graph: PlainGraph; readonly names: string[]; readonly faults: FileFault[] }

/** The largest weight of an edge; sums of so large ones are exact in any graph that fits into memory. */
const mostWeight = 1_000_000_000

/** Reads a plain graph: each line `u v w`, names of two vertices and a whole weight. Empty lines and those after # do not count. */
export const readGraph = ({ name, text }: TextFile): GraphRead => {
  const numbers = new Map<string, number>()
  const edges = noEdges()
  const faults: FileFault[] = []
  const numberOf = (vertex: string): number => {
    const known = numbers.get(vertex)
    if (known !== undefined) return known
    numbers.set(vertex, numbers.size)
    return numbers.size - 1
  }
  const fault = (line: number, ru: string, en: string) => faults.push({ file: name, line, words: { ru, en } })
  for (const [i, line] of text.split('\n').entries()) {
    const parts = line.trim().split(/\s+/)
    const [u = '', v = '', w = ''] = parts
    if (u === '' || u.startsWith('#')) continue
    if (parts.length !== 3 || !/^[+-]?\d+$/.test(w)) {
      fault(i + 1, 'нужны две вершины и целый вес: u v w', 'two vertices and a whole weight are needed: u v w')
    } else if (u === v) fault(i + 1, `вершина ${u} соединена сама с собой`, `the vertex ${u} is joined to itself`)
    else if (Math.abs(Number(w)) > mostWeight)
      fault(i + 1, `вес больше ${mostWeight}`, `the weight is beyond ${mostWeight}`)
    else pushEdge(edges, numberOf(u), numberOf(v), Number(w))
  }
  if (numbers.size === 0 && faults.length === 0) {
    faults.push({
      file: name,
      line: 1,
      words: { ru: 'в файле нет ни одного ребра', en: 'there is no edge in the file' },
    })
  }
  return { graph: { n: numbers.size, edges }, names: [...numbers.keys()], faults }
}
