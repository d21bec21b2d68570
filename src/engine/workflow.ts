import type { AnyStateMachine } from 'xstate'
import type { Transaction } from '../db/pool.ts'
import type { Snapshot, StoredActor } from '../db/schema.ts'

/** A thing as the engine holds it: its key within the root, its machine and version, its snapshot, the last history row that touched it. */
export type Thing = Snapshot & { key: string; machine: string; version: number; touched: number }

/** All things of one root, by key. The root's own thing has the empty key. */
export type View = ReadonlyMap<string, Thing>

export type Event = { type: string } & Record<string, unknown>

/** An event for one thing. */
export type Addressed = { key: string; event: Event }

/** What a machine may ask for; see `play.ts` for what each becomes. */
export type Effect =
  | { type: 'openDeadline'; params: { name: string; at: string } }
  | { type: 'closeDeadline'; params: { name: string } }
  | { type: 'spawn'; params: { births: readonly Birth[] } }

export type Birth = { key: string; machine: string; input: Record<string, unknown> }

export type Actor = StoredActor

/** A machine under its name. `sample` is any input of its: the first snapshot that comes of it tells which keys a context has. */
export type Machine = { logic: AnyStateMachine; version: number; sample: Record<string, unknown> }

/** A thing's whole stand: its snapshot and the deadlines open for it. */
export type Stand = Snapshot & { deadlines: readonly { name: string; at: string }[] }

/** Turns the stand of one version into that of the next. Pure. */
export type Migration = (old: Stand) => Stand

/** What was played on a root: its rows with their numbers, the keys of the things that changed or were born, and how all things stand now. */
export type Change = {
  rows: readonly {
    n: number
    key: string
    at: string
    event: Event
    actor: Actor
    before: Snapshot | null
    after: Snapshot
  }[]
  changed: ReadonlySet<string>
  view: View
}

/** Something that has to be told of a change: plain JSON, whose meaning is the workflow's own. */
export type News = { readonly type: string } & Readonly<Record<string, unknown>>

/** What is to be told of one root. */
export type Told = { root: string; parent: string | null; news: readonly News[] }

/**
 * The registry that is handed to the engine: machines by name with their versions, the migrations of what older versions stored, the
 * pure function that tells neighbours of each other, and what makes a command stale. The engine knows no school and no page.
 */
export type Workflow = {
  machines: Readonly<Record<string, Machine>>
  /** By machine and by the version from which each leads to the next one. */
  migrations: Readonly<Record<string, Readonly<Record<number, Migration>>>>
  /** What every thing must learn of its neighbours, as events; repeated after each event until nothing changes. By the root's kind. */
  settle: (kind: string, view: View) => readonly Addressed[]
  /** How a root stands, in a few values that lists of many roots are filtered and sorted by; kept beside its head. By the root's kind. */
  standOf: (kind: string, view: View) => Readonly<Record<string, unknown>> | null
  /**
   * Whether a thing belongs to somebody who takes part no more, so that this event, or content under this tag, is for nobody to do. By the
   * root's kind.
   */
  isOut: (kind: string, view: View, key: string, doing: { type: string } & Record<string, unknown>) => boolean
  /** For each event: the events on the same thing which, when they came after what the page had seen, make it stale. */
  staleAfter: Readonly<Record<string, readonly string[]>>
  /** What has to be told of a change, by the root's kind. Pure. */
  newsOf: (kind: string, change: Change) => readonly News[]
  /**
   * Writes down who is to be told, in the transaction of the change and after its rows. Given from outside, where there is anybody to tell;
   * called with many roots at once where many change. `fresh`: these roots have just been founded.
   */
  tell?: (tx: Transaction, told: readonly Told[], fresh: boolean) => Promise<void>
}
