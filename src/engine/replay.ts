import { isDeepStrictEqual } from 'node:util'
import type { Born, Snapshot } from '../db/schema.ts'
import { genesis, type Link, rowHash } from './chain.ts'
import { deadlineId, emptyStage, perform, type Row, type Stage } from './play.ts'
import { step } from './step.ts'
import type { Thing, Workflow } from './workflow.ts'

/** What does not hold, in a sentence for the operator. */
export type Fault = { root: string; n: number | null; key: string | null; says: string }

export type StoredRow = Row & Link

/** Says of one row, or of one thing, what does not hold. */
type Says = (sentence: string) => void

/** Rows are numbered without a gap, chained, and each hash is the hash of its row. */
export const chainFaults = (root: string, head: { n: number; hash: string }, rows: readonly StoredRow[]): Fault[] => {
  const faults: Fault[] = []
  let prev = genesis
  rows.forEach((row, index) => {
    const says = (sentence: string) => faults.push({ root, n: row.n, key: row.key, says: sentence })
    if (row.n !== index + 1) says(`Row ${index + 1} of the history is missing`)
    if (row.prev !== prev) says('The row does not follow the one before it')
    if (rowHash(root, row.n, row.prev, row) !== row.hash) says('The row was changed after it was written')
    prev = row.hash
  })
  const last = rows.at(-1)
  if (last?.n !== head.n || last.hash !== head.hash)
    faults.push({ root, n: last?.n ?? null, key: null, says: 'The newest row is not the one that the root names' })
  return faults
}

// A snapshot that went through jsonb has lost its undefined keys.
const throughJson = <Value extends object | null>(value: Value): Value => JSON.parse(JSON.stringify(value))

const snapshotOf = ({ value, context }: Snapshot): Snapshot => ({ value, context })

const replaceDeadlines = ({ deadlines }: Stage, key: string, open: unknown): void => {
  for (const [id, deadline] of deadlines) if (deadline.key === key) deadlines.delete(id)
  for (const { name, at } of open as Born[string]['deadlines']) deadlines.set(deadlineId(key, name), { key, name, at })
}

/** The row's event on the snapshot before it must give the snapshot after it, and bring into being whom the row names. */
const playAgain = (stage: Stage, row: StoredRow, before: Snapshot, says: Says): void => {
  const { key, machine, version, event } = row
  const taken = step(stage.workflow, { key, machine, version, touched: 0, ...before }, event)
  if (taken === null) {
    says(`The machine refuses «${event.type}» here`)
    return
  }
  if (!isDeepStrictEqual(throughJson(taken.after), row.after)) says('Played again, the event leads to another state')
  stage.deadlines.delete(deadlineId(key, event.type))
  if (!isDeepStrictEqual(throughJson(perform(stage, key, taken.effects)), row.born))
    says('Played again, the event brings other things into being')
}

const playRow = (stage: Stage, row: StoredRow, says: Says): void => {
  const { key, machine, version, event, before } = row
  if ((before === null) !== (row.n === 1)) says('Only the first row starts from nothing')
  if (before === null) return
  const known = stage.things.get(key)
  if (known === undefined || !isDeepStrictEqual(before, snapshotOf(known)))
    says('The row starts from another state than the one before it left')
  if (event.type === 'migrated') replaceDeadlines(stage, key, event.deadlines)
  else if (known?.version !== version) says('The row is of another version than its thing')
  // What an older version did can no longer be played: the migration's own row holds the whole stand that came of it.
  else if (stage.workflow.machines[machine]?.version === version) playAgain(stage, row, before, says)
}

/** After each row its thing stands as the row says, so that one fault does not make all later rows look wrong. */
const believe = (stage: Stage, { n, key, machine, version, after, born }: StoredRow): void => {
  stage.things.set(key, { key, machine, version, touched: n, ...after })
  for (const [bornKey, { deadlines, ...thing }] of Object.entries(born ?? {})) {
    stage.things.set(bornKey, { ...thing, key: bornKey, touched: n })
    replaceDeadlines(stage, bornKey, deadlines)
  }
  stage.n = n
}

const replay = (workflow: Workflow, kind: string, rows: readonly StoredRow[], say: (row: StoredRow) => Says): Stage => {
  const stage = emptyStage(workflow, kind)
  for (const row of rows) {
    const says = say(row)
    try {
      playRow(stage, row, says)
    } catch (error) {
      says(`The row cannot be played again: ${error instanceof Error ? error.message : error}`)
    }
    believe(stage, row)
  }
  return stage
}

const thingFaults = (workflow: Workflow, stored: Thing, replayed: Thing | undefined): string[] => {
  const version = workflow.machines[stored.machine]?.version
  return [
    ...(isDeepStrictEqual(stored, replayed) ? [] : ['What is stored is not what the history leads to']),
    ...(version === stored.version
      ? []
      : [`The thing was stored by version ${stored.version} of «${stored.machine}», here is ${version ?? 'none'}`]),
  ]
}

/**
 * Plays the history again: each row's event on the snapshot before it must give the snapshot after it, rows of one thing must join,
 * and what the last rows left, things and open deadlines, is what is stored.
 */
export const replayFaults = (
  workflow: Workflow,
  root: string,
  rows: readonly StoredRow[],
  stored: Pick<Stage, 'kind' | 'things' | 'deadlines'>,
): Fault[] => {
  const faults: Fault[] = []
  const say = (n: number | null, key: string) => (says: string) => {
    faults.push({ root, n, key, says })
  }
  const replayed = replay(workflow, stored.kind, rows, row => say(row.n, row.key))
  for (const [key, thing] of stored.things)
    for (const sentence of thingFaults(workflow, thing, replayed.things.get(key))) say(null, key)(sentence)
  for (const key of replayed.things.keys())
    if (!stored.things.has(key)) say(null, key)('The history knows a thing that is not stored')
  for (const [id, { key, name, at }] of replayed.deadlines)
    if (stored.deadlines.get(id)?.at !== at)
      say(null, key)(`The deadline «${name}» is not the one that the history opened`)
  for (const [id, { key, name }] of stored.deadlines)
    if (!replayed.deadlines.has(id)) say(null, key)(`The history opened no deadline «${name}»`)
  return faults
}
