import { problem, throwProblem } from '../../../http/problems.ts'
import type { House } from '../../house.ts'
import { type Rule, rulesOfMask } from '../rules.ts'
import type { School } from '../schools.ts'
import { type Board, brokenOn, weightOn } from './board.ts'
import type { Table } from './open-table.ts'
import { type Draft, type Group, groupsIn } from './proposals.ts'
import type { Asking } from './request-query.ts'
import { openBoard } from './table-query.ts'
import { type Alternative, alternativesOf, leastLoss } from './what-if.ts'

/** Another school that was looked for by name, as a partner. */
export type Other = {
  readonly school: string
  readonly weight: number
  readonly broken: readonly Rule[]
  readonly leastLoss: number | null
}

/** One school on the table: its group, and for each school of it the best other partners. */
export type SchoolPage = {
  readonly table: Table
  readonly asking: Asking
  readonly draft: Draft | null
  readonly fits: boolean
  readonly school: School
  readonly group: Group | null
  readonly alternatives: readonly (readonly [school: string, all: readonly Alternative[]])[]
  readonly name: string | null
  readonly others: readonly Other[]
}

/** So many alternatives of each school, and so many schools found by a name. */
const [few, some] = [5, 20]

const named = (schools: readonly School[], name: string, but: string) => {
  const part = name.trim().toLowerCase()
  return schools.filter(it => it.id !== but && it.name.toLowerCase().includes(part)).slice(0, some)
}

const otherOn = (board: Board, u: number, { id }: School): Other[] => {
  const v = board.rowOf.get(id)
  if (v === undefined) return []
  const broken = rulesOfMask(brokenOn(board, u, v))
  const together = board.groupOf[u] === board.groupOf[v]
  return [
    {
      school: id,
      weight: weightOn(board, u, v),
      broken,
      leastLoss: broken.length > 0 || together ? null : leastLoss(board, u, v),
    },
  ]
}

/** Reads one school on the table; one that takes no part ends the request. A fixed number of queries. */
export const schoolPageOf = async (
  house: Pick<House, 'db' | 'seasons' | 'workflow'>,
  { cycle, school: id, name }: { readonly cycle: string; readonly school: string; readonly name: string | null },
  at: string,
): Promise<SchoolPage> => {
  const { table, draft, asking, fits, board } = await openBoard(house, cycle, at)
  const school = asking.request.schools.find(each => each.id === id)
  if (school === undefined) return throwProblem(problem('not-found'))
  const groups = draft === null ? [] : await groupsIn(house.db, cycle, draft.version)
  const group = groups.find(({ members }) => members.includes(id)) ?? null
  const row = board?.rowOf.get(id)
  const found = name === null ? [] : named(asking.request.schools, name, id)
  return {
    ...{ table, asking, draft, fits, school, group, name },
    alternatives: (group?.members ?? []).map(member => {
      const at = board?.rowOf.get(member)
      return [member, board === null || at === undefined ? [] : alternativesOf(board, at, few)] as const
    }),
    others:
      board === null || row === undefined
        ? found.map(it => ({ school: it.id, weight: 0, broken: [], leastLoss: null }))
        : found.flatMap(it => otherOn(board, row, it)),
  }
}
