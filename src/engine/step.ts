import {
  type AnyActorScope,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
  initialTransition,
  type StateValue,
} from 'xstate'
import type { Snapshot } from '../db/schema.ts'
import type { Birth, Effect, Event, Machine, Thing, Workflow } from './workflow.ts'

/** A snapshot no longer fits its machine: it was stored by another version, and no migration was written for it. */
export class SnapshotMismatch extends Error {
  override readonly name = 'SnapshotMismatch'
}

const keysOf = (value: object): string[] => Object.keys(value).sort()

/** The machine of this name, as it is today. */
export const machineOf = (workflow: Workflow, name: string): Machine => {
  const machine = workflow.machines[name]
  if (machine === undefined) throw new SnapshotMismatch(`There is no machine «${name}» in this workflow`)
  return machine
}

// XState fills in a missing region silently with its initial state, so the comparison is ours.
const sameRegions = (restored: unknown, stored: unknown): boolean => {
  if (typeof restored !== 'object' || restored === null) return restored === stored
  if (typeof stored !== 'object' || stored === null) return false
  return (
    keysOf(restored).join() === keysOf(stored).join() &&
    Object.entries(restored).every(([region, value]) => sameRegions(value, Reflect.get(stored, region)))
  )
}

/** What is worked out once for each machine: see below. */
type Known = {
  /** The keys that every context of the machine has. */
  contextKeys: ReadonlySet<string>
  /** Snapshots by state value, as text: everything of them but the context is the same for all things in that state. */
  inState: Map<string, AnyMachineSnapshot>
  /** Where the machine is asked. XState's own `transition` makes a whole actor, with its first snapshot, for each question. */
  scope: AnyActorScope
}

const ignore = () => undefined

const knownMachines = new WeakMap<Machine, Known>()

const knownOf = (machine: Machine): Known => {
  const known = knownMachines.get(machine)
  if (known !== undefined) return known
  const logic: AnyStateMachine = machine.logic
  const [{ context }] = initialTransition(logic, machine.sample)
  const self = createActor(logic, { input: machine.sample })
  const fresh: Known = {
    contextKeys: new Set(Object.keys(context)),
    inState: new Map(),
    scope: {
      self,
      system: self.system,
      id: '',
      sessionId: '',
      logger: ignore,
      defer: ignore,
      emit: ignore,
      stopChild: ignore,
      actionExecutor: ignore,
    },
  }
  knownMachines.set(machine, fresh)
  return fresh
}

type Asked = { snapshot: AnyMachineSnapshot; actions: { type: string; params: unknown }[] }

/** Asks a machine for a snapshot, and gathers what it wants done: nothing is done. */
const ask = (machine: Machine, question: (scope: AnyActorScope) => AnyMachineSnapshot): Asked => {
  const actions: Asked['actions'] = []
  const scope = {
    ...knownOf(machine).scope,
    actionExecutor: (action: Asked['actions'][number]) => actions.push(action),
  }
  const snapshot = question(scope)
  if (snapshot.status === 'error') throw snapshot.error
  return { snapshot, actions }
}

const snapshotIn = (machine: Machine, { key, machine: name, value }: Thing): AnyMachineSnapshot => {
  const { inState } = knownOf(machine)
  const text = JSON.stringify(value)
  const known = inState.get(text)
  if (known !== undefined) return known
  let snapshot: AnyMachineSnapshot
  try {
    snapshot = machine.logic.resolveState({ value: value as StateValue, context: {} })
  } catch (error) {
    throw new SnapshotMismatch(`«${key}» stands in a state that «${name}» does not have`, { cause: error })
  }
  if (!sameRegions(snapshot.value, value)) throw new SnapshotMismatch(`«${key}» has other regions than «${name}»`)
  inState.set(text, snapshot)
  return snapshot
}

/** The snapshot as the machine's own. Throws `SnapshotMismatch` where regions, states or context keys differ from the machine's. */
const fit = (machine: Machine, thing: Thing): AnyMachineSnapshot => {
  const { key, machine: name, context } = thing
  const { contextKeys } = knownOf(machine)
  const keys = Object.keys(context)
  if (keys.length !== contextKeys.size || !keys.every(each => contextKeys.has(each)))
    throw new SnapshotMismatch(
      `«${key}» holds ${keys.sort().join()}, but «${name}» holds ${[...contextKeys].sort().join()}`,
    )
  return { ...snapshotIn(machine, thing), context }
}

// A thing is never changed in place, so what was restored of it once stays true.
const restored = new WeakMap<Thing, { machine: Machine; snapshot: AnyMachineSnapshot }>()

/** The machine's own snapshot from what is stored. Throws `SnapshotMismatch` where the two do not fit. */
export const restore = (workflow: Workflow, thing: Thing): AnyMachineSnapshot => {
  const machine = machineOf(workflow, thing.machine)
  const known = restored.get(thing)
  if (known?.machine === machine) return known.snapshot
  if (thing.version !== machine.version)
    throw new SnapshotMismatch(
      `«${thing.key}» is stored by version ${thing.version} of «${thing.machine}», here is ${machine.version}`,
    )
  const snapshot = fit(machine, thing)
  restored.set(thing, { machine, snapshot })
  return snapshot
}

const plain = (snapshot: AnyMachineSnapshot): Snapshot => ({
  value: snapshot.value as Snapshot['value'],
  context: snapshot.context as Snapshot['context'],
})

const isEffect = (action: { type: string; params: unknown }): action is Effect =>
  action.type === 'openDeadline' || action.type === 'closeDeadline' || action.type === 'spawn'

const effectsOf = (actions: readonly { type: string; params: unknown }[]): Effect[] =>
  actions.map(action => {
    if (!isEffect(action)) throw new Error(`The machine asks for «${action.type}», which the engine does not know`)
    return action
  })

export type Step = { after: Snapshot; effects: Effect[] }

/** Whether the machine would take this event now. A guard that throws is a bug and passes through. */
export const can = (workflow: Workflow, thing: Thing, event: Event): boolean => restore(workflow, thing).can(event)

/** Whether the machine's present state carries the tag: what content may be written, whether the thing is open at all. */
export const hasTag = (workflow: Workflow, thing: Thing, tag: string): boolean => restore(workflow, thing).hasTag(tag)

/** One event, decided by the machine; null where the machine does not take it now. Pure. */
export const step = (workflow: Workflow, thing: Thing, event: Event): Step | null => {
  const snapshot = restore(workflow, thing)
  if (!snapshot.can(event)) return null
  const machine = machineOf(workflow, thing.machine)
  const { snapshot: next, actions } = ask(machine, scope => machine.logic.transition(snapshot, event, scope))
  return { after: plain(next), effects: effectsOf(actions) }
}

/** A newborn thing in its initial state. */
export const bear = (workflow: Workflow, { key, machine: name, input }: Birth): { thing: Thing; effects: Effect[] } => {
  const machine = machineOf(workflow, name)
  const { snapshot, actions } = ask(machine, scope => machine.logic.getInitialSnapshot(scope, input))
  const thing = { key, machine: name, version: machine.version, touched: 0, ...plain(snapshot) }
  return { thing, effects: effectsOf(actions) }
}
