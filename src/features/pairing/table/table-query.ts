import type { House } from '../../house.ts'
import { type Board, boardOf } from './board.ts'
import { unaddressed, type Waiting, waitingSchools } from './enrolled-query.ts'
import { openTable, type Table } from './open-table.ts'
import {
  certificateIn,
  countsIn,
  type Draft,
  type Group,
  groupsAfter,
  membersIn,
  newestDraft,
  type Wanted,
} from './proposals.ts'
import { type Asking, askingOf } from './request-query.ts'
import { newestRun, type Run } from './runs.ts'
import { type Alternative, alternativesOf } from './what-if.ts'

type Reading = Pick<House, 'db' | 'seasons' | 'workflow'>

/** A group with the cheapest other partner of each of its schools, by school. */
export type ShownGroup = Group & { readonly best: readonly (readonly [school: string, best: Alternative | null])[] }

/** The table as its page shows it. `fits`: nothing has changed since the proposal was made that it does not take in. */
export type TablePage = {
  readonly table: Table
  readonly asking: Asking
  readonly draft: Draft | null
  readonly fits: boolean
  readonly run: Run | null
  readonly wanted: Wanted
  readonly after: number
  readonly counts: Readonly<Record<Wanted, number>>
  readonly groups: readonly ShownGroup[]
  readonly next: number | null
  readonly waiting: readonly Waiting[]
  readonly unaddressed: number
}

/** A proposal laid out for questions; null where there is none, or schools have left since. */
const layOut = async (
  { db }: Pick<House, 'db'>,
  { cycle }: Table,
  draft: Draft | null,
  { request, unready }: Asking,
): Promise<Board | null> => {
  if (draft === null || unready.length > 0) return null
  const [members, certificate] = [await membersIn(db, cycle, draft.version), await certificateIn(db, cycle, draft.base)]
  const known = new Set(request.schools.map(({ id }) => id))
  if (certificate === null || !members.flat().every(id => known.has(id))) return null
  return boardOf(request, members, certificate, draft)
}

/** Opens a table with its newest proposal laid out. A fixed number of queries. */
export const openBoard = async (house: Reading, cycle: string, at: string) => {
  const table = await openTable(house, cycle, at)
  const [draft, asking] = [await newestDraft(house.db, cycle), await askingOf(house.db, cycle, table)]
  const fits = draft !== null && draft.revision === table.revision
  return { table, draft, asking, fits, board: await layOut(house, table, draft, asking) }
}

type Asked = { readonly wanted: Wanted; readonly after: number; readonly limit: number }

/** Reads the table for its page; a fixed number of queries. */
export const tablePageOf = async (
  house: Reading,
  cycle: string,
  at: string,
  realMs: number,
  { wanted, after, limit }: Asked,
): Promise<TablePage> => {
  const { db } = house
  // Before the proposal: a run that has ended here has its proposal there.
  const run = await newestRun(db, cycle, realMs)
  const { table, draft, asking, fits, board } = await openBoard(house, cycle, at)
  const version = { cycle, version: draft?.version ?? 0 }
  const list = await groupsAfter(db, version, { wanted, after, limit: limit + 1 })
  const groups = list.slice(0, limit)
  const bestOf = (school: string): Alternative | null => {
    const row = board?.rowOf.get(school)
    return board === null || row === undefined ? null : (alternativesOf(board, row, 1)[0] ?? null)
  }
  return {
    ...{ table, asking, draft, fits, run, wanted, after },
    counts: await countsIn(db, cycle, version.version),
    groups: groups.map(group => ({ ...group, best: group.members.map(school => [school, bestOf(school)] as const) })),
    next: list.length > limit ? (groups.at(-1)?.place ?? null) : null,
    waiting: await waitingSchools(db, cycle),
    unaddressed: await unaddressed(db, cycle),
  }
}
