import type { Database, Transaction } from '../db/pool.ts'
import type { StoredActor } from '../db/schema.ts'
import { sha256 } from './chain.ts'
import { type FirstAnswer, firstAnswer, keepAnswer, type Once } from './first-answer.ts'
import { type LoadedRoot, loadRoot } from './load.ts'
import { applyDue, playAct } from './play.ts'
import type { Receipt } from './receipt.ts'
import { saveRoot } from './save.ts'
import { hasTag } from './step.ts'
import type { Actor, Event, Thing, View, Workflow } from './workflow.ts'

/** What a person, a program or a command-line tool asks for. */
export type Command = {
  root: string
  key: string
  /** The event without `at` and `facts`: the engine stamps the one and reads the other under the lock. */
  event: Event
  /** Texts that go with the event, by the event's field: stored apart, named in the event by id and hash. */
  texts?: Readonly<Record<string, string>>
  person: string
  /** The instant the request reached us, by the program's clock. */
  at: string
  /** The last history row that touched what the page showed. Left out by those who saw no page. */
  seen?: number
  once?: Once
}

/** Who asks, for what, of which thing as it is now. `event` is not yet stamped. */
export type Asked = { root: string; kind: string; parent: string | null; view: View; command: Command }

/** `unreasoned`: who acts for somebody else says why. */
export type Verdict = { yes: Actor } | { no: 'absent' | 'forbidden' | 'unreasoned' }

/** What the engine is given from outside: the workflow, who may, what the facts are, and where ids and salts come from. */
export type House = {
  workflow: Workflow
  authorize: (tx: Transaction, asked: Asked) => Promise<Verdict>
  /** The event's facts, read under the lock; null for an event that has none. */
  readFacts: (tx: Transaction, asked: Asked) => Promise<object | null>
  /** Rows that an act brings with it beside its things, in the same transaction; it may dispatch further acts on other roots. */
  follow?: (tx: Transaction, done: Done) => Promise<void>
  newId: () => string
  newSalt: () => string
}

/** An act that its machine took, before the commit: `event` is stamped. `next` does another act of the same person within the transaction. */
export type Done = {
  root: string
  kind: string
  parent: string | null
  view: View
  event: Event
  texts: Readonly<Record<string, string>>
  actor: Actor
  at: string
  next: (command: Pick<Command, 'root' | 'key' | 'event' | 'texts'>) => Promise<Receipt>
}

/** A row that came after what the page had seen. */
export type Since = { n: number; type: string; at: string; actor: StoredActor }

export type Refusal =
  | { why: 'absent' }
  | { why: 'forbidden' }
  | { why: 'unreasoned' }
  | { why: 'stale'; since: readonly Since[] }
  /** `shut`: whatever the thing's state, nothing happens here any more: its root is closed, or its school has left. */
  | { why: 'notNow'; state: unknown; missing: readonly string[]; shut: 'closed' | 'left' | null; facts: object | null }
  | { why: 'keyReused' }

export type Outcome = { receipt: Receipt } | { refusal: Refusal }

export type Dispatch = (command: Command) => Promise<Outcome>

/** Rolls the transaction back and carries the refusal out of it. */
class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.why)
    this.refusal = refusal
  }
}

const refuse = (refusal: Refusal): never => {
  throw new Refused(refusal)
}

// What fell due by now counts whether a worker wrote it already or this command's own transaction has just applied it.
const rowsSince = async (
  tx: Transaction,
  { workflow }: House,
  { root, key, event, seen }: Command,
  { n, stage }: LoadedRoot,
): Promise<Since[]> => {
  if (seen === undefined) return []
  const types = workflow.staleAfter[event.type]
  if (types === undefined) throw new Error(`It is not declared what makes «${event.type}» stale`)
  if ((stage.things.get(key)?.touched ?? 0) <= seen) return []
  const rows = await tx
    .selectFrom('history')
    .select(['n', 'event', 'at', 'actor'])
    .where('root', '=', root)
    .where('n', '>', seen)
    .where('key', '=', key)
    .orderBy('n')
    .execute()
  const applied = stage.rows
    .map((row, index) => ({ ...row, n: n + index + 1 }))
    .filter(row => row.key === key && row.n > seen)
  return [...rows, ...applied]
    .filter(row => types.includes(row.event.type))
    .map(({ n, at, actor, event: { type } }) => ({ n, at, actor, type }))
}

const storeTexts = async (tx: Transaction, house: House, { root, person, at, texts = {} }: Command) => {
  const refs: Record<string, { id: string; sha256: string }> = {}
  for (const [field, body] of Object.entries(texts)) {
    const [id, salt] = [house.newId(), house.newSalt()]
    const hash = sha256(salt + body)
    await tx.insertInto('reason').values({ id, root, author: person, at, salt, body, sha256: hash }).execute()
    refs[field] = { id, sha256: hash }
  }
  return refs
}

const missingOf = (facts: object | null): readonly string[] => {
  const missing: unknown = facts === null ? [] : Reflect.get(facts, 'missing')
  return Array.isArray(missing) ? missing.map(String) : []
}

const shutFor = (workflow: Workflow, { kind, stage }: LoadedRoot, own: Thing, { key, event }: Command) => {
  if (key === '') return null
  if (!hasTag(workflow, own, 'open')) return 'closed'
  return workflow.isOut(kind, stage.things, key, event) ? 'left' : null
}

const act = async (tx: Transaction, house: House, command: Command): Promise<Receipt> => {
  const { root: id, key, person, at } = command
  const root = await loadRoot(tx, house.workflow, id, 'update')
  if (root === null) return refuse({ why: 'absent' })
  const { stage } = root
  const deadlines = new Map(stage.deadlines)
  const asked: Asked = { root: id, kind: root.kind, parent: root.parent, view: stage.things, command }
  const verdict = await house.authorize(tx, asked)
  if ('no' in verdict) return refuse({ why: verdict.no })
  const kept: FirstAnswer | null = await firstAnswer(tx, person, command.once)
  if (kept !== null) return kept.same ? kept.receipt : refuse({ why: 'keyReused' })

  applyDue(stage, at)
  const since = await rowsSince(tx, house, command, root)
  if (since.length > 0) return refuse({ why: 'stale', since })
  const thing = stage.things.get(key)
  const own = stage.things.get('')
  if (thing === undefined || own === undefined) return refuse({ why: 'absent' })
  const shut = shutFor(house.workflow, root, own, command)
  const facts = shut === null ? await house.readFacts(tx, asked) : null
  const refs = await storeTexts(tx, house, command)
  const event = { ...command.event, ...refs, ...(facts === null ? {} : { facts }) }
  const before = stage.rows.length
  if (shut !== null || !playAct(stage, { key, event }, verdict.yes, at))
    return refuse({ why: 'notNow', state: thing.value, missing: missingOf(facts), shut, facts })
  await house.follow?.(tx, {
    root: id,
    kind: root.kind,
    parent: root.parent,
    view: stage.things,
    event,
    texts: command.texts ?? {},
    actor: verdict.yes,
    at,
    next: other => act(tx, house, { ...other, person, at }),
  })

  const acted = (await saveRoot(tx, root, deadlines))[before]
  if (acted === undefined) throw new Error('The act left no row')
  const receipt = { root: id, key, n: acted.n, hash: acted.hash, at }
  if (!(await keepAnswer(tx, person, command.once, receipt))) return refuse({ why: 'keyReused' })
  return receipt
}

/**
 * The one door: every change in the life of a cycle or a partnership is one call of this, one transaction, answered after the commit.
 * A refusal writes nothing. Everything that is not a refusal and not a receipt is thrown: a bug, or a database that is away.
 */
export const createDispatch =
  (db: Database, house: House): Dispatch =>
  async command => {
    try {
      return { receipt: await db.transaction().execute(tx => act(tx, house, command)) }
    } catch (error) {
      if (error instanceof Refused) return { refusal: error.refusal }
      throw error
    }
  }
