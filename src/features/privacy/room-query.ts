import type { FastifyRequest } from 'fastify'
import { problem, throwProblem } from '../../http/problems.ts'
import { type Opened, openPartnership } from '../access/open.ts'
import { personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { seatSchools } from '../seat-schools.ts'

import { filesOf, type KeptFile } from './files.ts'
import { type Text, type TextCursor, textsOf } from './texts.ts'

/** What there is to take out of a partnership, for somebody who answers for one of its schools. */
export type Room = {
  readonly opened: Opened
  readonly schools: ReadonlyMap<number, string>
  readonly files: readonly KeptFile[]
  readonly find: string
  /** Null for those who do not cover the whole partnership. */
  readonly texts: readonly Text[] | null
  /** Where the next part of the texts begins. */
  readonly next: string | null
}

/** A cursor as addresses hold it. */
const cursorOf = ({ at, id }: TextCursor): string => `${at},${id}`

const placeOf = (cursor: string | null): TextCursor | null => {
  const [at = '', id = ''] = cursor?.split(',') ?? []
  return cursor === null ? null : { at, id }
}

export const cursorPattern = '^[0-9-]{10}T[0-9:.]{12}Z,[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'

export const roomOf = async (
  house: House,
  request: FastifyRequest,
  root: string,
  { find, limit, after }: { readonly find: string; readonly limit: number; readonly after: string | null },
): Promise<Room> => {
  const opened = await openPartnership(house, personOf(request), root, request.at)
  if (opened.may('privacy.read', null) === null) return throwProblem(problem('forbidden'))
  const schools = await seatSchools(house.db, opened.id)
  const whole = opened.may('text.blank', null) !== null
  const found = whole ? await textsOf(house.db, opened.id, { find, limit: limit + 1, after: placeOf(after) }) : null
  const texts = found?.slice(0, limit) ?? null
  const last = found !== null && found.length > limit ? texts?.at(-1) : undefined
  return {
    opened,
    schools: new Map(schools.map(({ seat, name }) => [seat, name])),
    files: (await filesOf(house.db, opened.id)).filter(({ seat }) => opened.may('document.erase', seat) !== null),
    find,
    texts,
    next: last === undefined ? null : cursorOf(last),
  }
}
