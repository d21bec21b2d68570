import { isDeepStrictEqual } from 'node:util'
import type { Born, Snapshot } from '../db/schema.ts'
import { type Link, rowHash } from './chain.ts'
import type { Deadline, Row } from './play.ts'
import { step } from './step.ts'
import type { Thing, Workflow } from './workflow.ts'

/** What does not hold, in a sentence for the operator. */
export type Fault = { root: string; n: number | null; key: string | null; says: string }

export type StoredRow = Row & Link

const isMachines = (workflow: Workflow, { machine, version }: Row) => workflow.machines[machine]?.version === version

/** Rows are numbered without a gap, chained, and each hash is the hash of its row. */
export const chainFaults = (root: string, head: { n: number; hash: string }, rows: readonly StoredRow[]): Fault[] => {
  const faults: Fault[] = []
  let prev: string | null = null
  rows.forEach((row, index) => {
    const says = (sentence: string) => faults.push({ root, n: row.n, key: row.key, says: sentence })
    if (row.n !== index + 1) says(`Row ${index + 1} of the history is missing`)
    if (prev !== null && row.prev !== prev) says('The row does not follow the one before it')
    if (rowHash(root, row.n, row.prev, row) !== row.hash) says('The row was changed after it was written')
    prev = row.hash
  })
  const last = rows.at(-1)
  if (last?.n !== head.n || last.hash !== head.hash)
    faults.push({ root, n: last?.n ?? null, key: null, says: 'The newest row is not the one that the root names' })
  return faults
}

type Replayed = { snapshots: Map<string, Snapshot>; deadlines: Map<string, Deadline>; faults: Fault[] }

const deadlineId = (key: string, name: string) => `${key} ${name}`

const bear = ({ snapshots, deadlines }: Replayed, born: Born): void => {
  for (const [key, thing] of Object.entries(born)) {
    snapshots.set(key, { value: thing.value, context: thing.context })
    for (const { name, at } of thing.deadlines) deadlines.set(deadlineId(key, name), { key, name, at })
  }
}

const playAgain = (
  workflow: Workflow,
  replayed: Replayed,
  row: StoredRow,
  before: Snapshot,
  says: (sentence: string) => void,
) => {
  const { key, machine, version, event } = row
  const again = step(workflow, { key, machine, version, touched: 0, ...before }, event)
  if (again === null) return says(`The machine refuses «${event.type}» here`)
  if (!isDeepStrictEqual(throughJson(again.after), row.after)) says('Played again, the event leads to another state')
  replayed.deadlines.delete(deadlineId(key, event.type))
  for (const effect of again.effects) {
    if (effect.type === 'openDeadline')
      replayed.deadlines.set(deadlineId(key, effect.params.name), { key, ...effect.params })
    if (effect.type === 'closeDeadline') replayed.deadlines.delete(deadlineId(key, effect.params.name))
  }
}

const replay = (workflow: Workflow, root: string, rows: readonly StoredRow[]): Replayed => {
  const replayed: Replayed = { snapshots: new Map(), deadlines: new Map(), faults: [] }
  for (const row of rows) {
    const says = (sentence: string) => replayed.faults.push({ root, n: row.n, key: row.key, says: sentence })
    const known = replayed.snapshots.get(row.key)
    if (row.before !== null && known !== undefined && !isDeepStrictEqual(row.before, known))
      says('The row starts from another state than the one before it left')
    if (row.before !== null && isMachines(workflow, row)) playAgain(workflow, replayed, row, row.before, says)
    replayed.snapshots.set(row.key, row.after)
    bear(replayed, row.born ?? {})
  }
  return replayed
}

/**
 * Plays the history again: each row's event on the snapshot before it must give the snapshot after it, rows of one thing must join,
 * and what the last rows left, snapshots and open deadlines, is what is stored.
 */
export const replayFaults = (
  workflow: Workflow,
  root: string,
  rows: readonly StoredRow[],
  things: ReadonlyMap<string, Thing>,
  deadlines: ReadonlyMap<string, Deadline>,
): Fault[] => {
  const replayed = replay(workflow, root, rows)
  const { faults } = replayed
  const says = (key: string, sentence: string) => faults.push({ root, n: null, key, says: sentence })
  for (const [key, { value, context }] of things)
    if (!isDeepStrictEqual({ value, context }, replayed.snapshots.get(key)))
      says(key, 'What is stored is not what the history leads to')
  for (const key of replayed.snapshots.keys())
    if (!things.has(key)) says(key, 'The history knows a thing that is not stored')
  for (const [id, { key, name, at }] of replayed.deadlines)
    if (deadlines.get(id)?.at !== at) says(key, `The deadline «${name}» is not the one that the history opened`)
  for (const [id, { key, name }] of deadlines)
    if (!replayed.deadlines.has(id)) says(key, `The history opened no deadline «${name}»`)
  return faults
}

// A snapshot that went through jsonb has lost its undefined keys.
const throughJson = (snapshot: Snapshot): Snapshot => JSON.parse(JSON.stringify(snapshot))
