import type { Transaction } from '../../../db/pool.ts'
import type { House } from '../../house.ts'
import type { SeasonState, Table } from './open-table.ts'

/** Who acts on which table, that they hold in their hand. */
export type By = {
  readonly house: Pick<House, 'newId' | 'newSalt'>
  readonly table: Table
  readonly person: string
  readonly at: string
}

/** What came of it: `missing` names by code why not; `run` is a proposal that has to be worked at after the commit. */
export type TableOutcome = { readonly missing: readonly string[] } | { readonly run: string } | { readonly done: true }

/** What a coordinator does at the table, within one transaction. */
export type TableAct<Body> = (tx: Transaction, by: By, body: Body) => Promise<TableOutcome>

/** In which states of the season the table may be changed. */
export const open: readonly SeasonState[] = ['pairing']
/** Schools can be enrolled before, too. */
export const openEarly: readonly SeasonState[] = ['draft', 'pairing']
