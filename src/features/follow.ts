import type { Transaction } from '../db/pool.ts'
import type { Done } from '../engine/dispatch.ts'

/** Writes what an act brings with it beside its things, in the act's own transaction. */
export type Follower = (tx: Transaction, done: Done) => Promise<void>
