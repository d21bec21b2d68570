import type { SeasonDefinition } from '../../workflows/season.ts'
import type { Transaction } from '../db/pool.ts'
import type { Asked } from '../engine/dispatch.ts'

/** Reads the facts of one act under the partnership's lock; null for an act that needs none. The same function serves the pages. */
export type FactsReader = (tx: Transaction, asked: Asked, season: SeasonDefinition) => Promise<object | null>
