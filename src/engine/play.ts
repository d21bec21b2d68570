import type { Born, Snapshot } from '../db/schema.ts'
import { bear, step } from './step.ts'
import type { Actor, Addressed, Birth, Effect, Event, Thing, Workflow } from './workflow.ts'

/** A history row before it is chained. */
export type Row = {
  key: string
  machine: string
  version: number
  actor: Actor
  at: string
  event: Event
  before: Snapshot | null
  after: Snapshot
  born: Born | null
}

export type Deadline = { key: string; name: string; at: string }

/** A root in memory while events are played on it. `rows` and `changed` grow; the caller writes them. */
export type Stage = {
  workflow: Workflow
  kind: string
  n: number
  things: Map<string, Thing>
  deadlines: Map<string, Deadline>
  rows: Row[]
  changed: Set<string>
}

const clockActor: Actor = { person: null, role: 'clock' }
// A season's things settle in two or three rounds; a workflow that goes on changing is a mistake in the workflow.
const mostRounds = 12

// Instants are compared as texts, hashed, and read back from columns, so they have one form: ISO 8601, UTC, milliseconds.
const instant = (at: string): string => {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at)) throw new Error(`«${at}» is no instant as rows hold it`)
  return at
}

export const deadlineId = (key: string, name: string) => `${key} ${name}`

/** A root in memory on which nothing has happened yet. */
export const emptyStage = (workflow: Workflow, kind: string): Stage => ({
  workflow,
  kind,
  n: 0,
  things: new Map(),
  deadlines: new Map(),
  rows: [],
  changed: new Set(),
})

/** The deadlines that are open for one thing. */
export const deadlinesOf = ({ deadlines }: Stage, key: string): { name: string; at: string }[] =>
  [...deadlines.values()].filter(deadline => deadline.key === key).map(({ name, at }) => ({ name, at }))

const bearAll = (stage: Stage, births: readonly Birth[]): Born =>
  Object.fromEntries(
    births.map(birth => {
      if (stage.things.has(birth.key)) throw new Error(`«${birth.key}» was born twice`)
      const { thing, effects } = bear(stage.workflow, birth)
      stage.things.set(birth.key, { ...thing, touched: stage.n + 1 })
      stage.changed.add(birth.key)
      perform(stage, birth.key, effects)
      return [birth.key, asBorn(stage, thing)]
    }),
  )

const asBorn = (stage: Stage, { key, machine, version, value, context }: Thing): Born[string] => ({
  machine,
  version,
  value,
  context,
  deadlines: deadlinesOf(stage, key),
})

/** Does to a stage what the machine of `key` asked for, and answers whom that brought into being. */
export const perform = (stage: Stage, key: string, effects: readonly Effect[]): Born | null => {
  const born: Born = {}
  for (const effect of effects) {
    switch (effect.type) {
      case 'openDeadline':
        stage.deadlines.set(deadlineId(key, effect.params.name), {
          key,
          name: effect.params.name,
          at: instant(effect.params.at),
        })
        break
      case 'closeDeadline':
        stage.deadlines.delete(deadlineId(key, effect.params.name))
        break
      case 'spawn':
        Object.assign(born, bearAll(stage, effect.params.births))
        break
    }
  }
  return Object.keys(born).length === 0 ? null : born
}

/** Plays one event on one thing and notes its row; false where its machine does not take it. */
const apply = (stage: Stage, { key, event }: Addressed, actor: Actor, at: string): boolean => {
  const thing = stage.things.get(key)
  if (thing === undefined) return false
  const stamped = { ...event, at: instant(at) }
  const taken = step(stage.workflow, thing, stamped)
  if (taken === null) return false
  const { machine, version, value, context } = thing
  const born = perform(stage, key, taken.effects)
  stage.n += 1
  stage.things.set(key, { ...thing, ...taken.after, touched: stage.n })
  stage.changed.add(key)
  stage.rows.push({
    key,
    machine,
    version,
    actor,
    at,
    event: stamped,
    before: { value, context },
    after: taken.after,
    born,
  })
  return true
}

/** Tells all things of each other until nothing changes. */
export const settle = (stage: Stage, actor: Actor, at: string): void => {
  for (let round = 0; round < mostRounds; round += 1) {
    const before = stage.n
    for (const addressed of stage.workflow.settle(stage.kind, stage.things)) apply(stage, addressed, actor, at)
    if (stage.n === before) return
  }
  throw new Error(`The things of this ${stage.kind} do not settle`)
}

const nextDue = (stage: Stage, at: string): Deadline | undefined =>
  [...stage.deadlines.values()]
    .filter(deadline => deadline.at <= at)
    .sort((a, b) => compare(a.at, b.at) || compare(a.key, b.key) || compare(a.name, b.name))[0]

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Lets everything happen that fell due by `at`, in order, each at its own instant, so that lateness never depends on a worker. */
export const applyDue = (stage: Stage, at: string): void => {
  for (let due = nextDue(stage, at); due !== undefined; due = nextDue(stage, at)) {
    stage.deadlines.delete(deadlineId(due.key, due.name))
    if (apply(stage, { key: due.key, event: { type: due.name } }, clockActor, due.at)) settle(stage, clockActor, due.at)
  }
}

/** Plays an act and all that follows from it; false where the machine does not take it, and then nothing was noted. */
export const playAct = (stage: Stage, addressed: Addressed, actor: Actor, at: string): boolean => {
  if (!apply(stage, addressed, actor, at)) return false
  settle(stage, actor, at)
  return true
}

/** Brings a new root to its first settled state. Its one row holds every thing's whole first snapshot, and what was `said` with it. */
export const found = (
  workflow: Workflow,
  kind: string,
  own: Birth,
  births: readonly Birth[],
  actor: Actor,
  at: string,
  said: Readonly<Record<string, unknown>> = {},
): Stage => {
  const stage = emptyStage(workflow, kind)
  bearAll(stage, [own, ...births])
  settle(stage, actor, at)
  const root = stage.things.get(own.key)
  if (root === undefined) throw new Error('a root was founded without itself')
  const born: Born = {}
  for (const [key, thing] of stage.things) {
    stage.things.set(key, { ...thing, touched: 1 })
    born[key] = asBorn(stage, thing)
  }
  const { machine, version, value, context } = root
  return {
    ...stage,
    n: 1,
    rows: [
      {
        key: own.key,
        machine,
        version,
        actor,
        at,
        event: { ...said, type: 'founded', at: instant(at) },
        before: null,
        after: { value, context },
        born,
      },
    ],
  }
}
