import type { FastifyRequest } from 'fastify'
import { problem, throwProblem } from '../../http/problems.ts'
import type { House } from '../house.ts'
import type { ReadProgrammes } from './documents.ts'
import { openList, writerOf } from './open-list.ts'
import { type ListPage, listPageOf } from './page-query.ts'
import { placeOf } from './place.ts'
import type { Item } from './read-list.ts'
import type { Part, Version } from './rules.ts'

/** One part of one recommendation as its writing school opens it. */
export type OpenedLine = {
  readonly page: ListPage
  readonly part: Part
  readonly id: string
  /** Null while nothing of it was written. */
  readonly item: Item | null
  readonly versions: readonly Version[]
  /** The recommendation as it was last sent, beside which the receiver writes; null for its own school. */
  readonly sent: Version<'item'> | null
}

type Asked = Pick<FastifyRequest, 'viewer' | 'at'> & { readonly params: Readonly<Record<string, string>> }

/**
 * Ends the request where there is no such recommendation for this reader. `begun` false also lets in one that is only about to be written.
 */
export const openLine = async (
  house: House,
  readProgrammes: ReadProgrammes,
  { params, viewer, at }: Asked,
  part: Part,
  begun: boolean,
): Promise<OpenedLine> => {
  const [person, id] = [viewer?.personId ?? '', String(params.item)]
  const list = await openList(house, person, placeOf(params), at)
  if (list.side !== writerOf[part]) return throwProblem(problem('forbidden'))
  const page = await listPageOf(house, readProgrammes, list, person, at)
  const item = page.items.find(each => each.id === id) ?? null
  const sent =
    part === 'item'
      ? null
      : (page.sendings.flatMap(({ items }) => items).find(standing => standing.item.id === id)?.version ?? null)
  if (part === 'item' ? begun && item === null : sent === null) return throwProblem(problem('not-found'))
  return { page, part, id, item, versions: item?.[part] ?? [], sent }
}
