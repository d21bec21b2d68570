import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import type { Words } from '../../../workflows/season.ts'
import { syntaxWords } from './definition-syntax.ts'

/** A place inside a file: keys of mappings and positions in lists, from the root. */
export type Path = readonly (string | number)[]

/** Something to put right. `line` and `column` count from 1; `words` say what is wrong and what to do. */
export type Fault = {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly words: Words
}

/** A YAML file that was read: its plain value, and the way back from a place in it to a line. */
export type Sheet = {
  readonly file: string
  readonly value: unknown
  /** A fault at the value that stands at `path`, or at the nearest thing around it that is there. */
  readonly fault: (path: Path, ru: string, en: string) => Fault
  /** A fault at the key itself, for a field that should not be there. */
  readonly faultAtKey: (path: Path, ru: string, en: string) => Fault
}

/** A sheet beside its value as the schema knows it. */
export type Typed<File> = readonly [Sheet, File]

/** Reads a text as YAML 1.2: a sheet, or its syntax faults. Dates stay text. */
export function readSheet(file: string, text: string): { sheet: Sheet } | { faults: readonly Fault[] } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const problems = [...document.errors, ...document.warnings]
  if (problems.length > 0)
    return { faults: problems.map(problem => ({ ...place(problem.pos[0]), words: syntaxWords(problem) })) }
  const root = document.contents
  return {
    sheet: {
      file,
      value: document.toJS(),
      fault: (path, ru, en) => ({ ...place(offsetOf(root, path)), words: { ru, en } }),
      faultAtKey: (path, ru, en) => ({ ...place(keyOffsetOf(root, path)), words: { ru, en } }),
    },
  }
}

function offsetOf(root: Node | null, path: Path): number {
  const node = path.reduce<Node | null>((at, step) => at && child(at, step), root)
  if (node?.range) return node.range[0]
  return path.length === 0 ? 0 : offsetOf(root, path.slice(0, -1))
}

function keyOffsetOf(root: Node | null, path: Path): number {
  const parent = path.slice(0, -1).reduce<Node | null>((at, step) => at && child(at, step), root)
  const key = isMap(parent) ? parent.items.find(pair => keyName(pair.key) === String(path.at(-1)))?.key : null
  return isNode(key) && key.range ? key.range[0] : offsetOf(root, path)
}

function child(node: Node, step: string | number): Node | null {
  const found = isSeq(node)
    ? node.items[Number(step)]
    : isMap(node)
      ? node.items.find(pair => keyName(pair.key) === String(step))?.value
      : null
  return isNode(found) ? found : null
}

function keyName(key: unknown): string {
  return String(isScalar(key) ? key.value : key)
}
