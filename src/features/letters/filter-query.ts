import { Type } from '@fastify/type-provider-typebox'
import type { LetterClass, LetterRole } from '../../../workflows/letters/kinds.ts'
import { type LetterFilter, letterClasses, letterRoles, type Subject, subjects } from './forecast-filter.ts'

const word = (description: string) => Type.Optional(Type.String({ maxLength: 200, description }))
const among = (values: readonly string[], description: string) =>
  Type.Optional(Type.Union([...values.map(value => Type.Literal(value)), Type.Literal('')], { description }))

/** How letters are narrowed in a query. What was left empty is not asked for. */
export const filterQuery = {
  season: Type.Optional(
    Type.Union([Type.String({ format: 'uuid' }), Type.Literal('')], { description: 'A season, by its id' }),
  ),
  region: word('A region'),
  municipality: word('A municipality'),
  school: word('Part of a school’s name'),
  about: among(subjects, 'A duty by its act, or an event by the kind of its letter'),
  role: among(letterRoles, 'For whom'),
  class: among(letterClasses, 'How it goes'),
}

type Asked = Readonly<Partial<Record<keyof typeof filterQuery, string>>>

const filled = (text: string | undefined) => (text === undefined || text.trim() === '' ? null : text)

/** The filter that a query asks for; its schema has been checked. */
export const filterOf = (asked: Asked): LetterFilter => ({
  cycle: filled(asked.season),
  region: filled(asked.region),
  municipality: filled(asked.municipality),
  school: filled(asked.school),
  about: filled(asked.about) as Subject | null,
  role: filled(asked.role) as LetterRole | null,
  class: filled(asked.class) as LetterClass | null,
})

/** The same filter as the fields of a query. */
export const askedBy = (filter: LetterFilter): Record<string, string> => {
  const { cycle, region, municipality, school, about, role } = filter
  const fields = { season: cycle, region, municipality, school, about, role, class: filter.class }
  return Object.fromEntries(Object.entries(fields).filter((field): field is [string, string] => field[1] !== null))
}

/** A page's address with these fields. */
export const hrefOf = (path: string, fields: Readonly<Record<string, string>>): string => {
  const query = new URLSearchParams(fields)
  return query.size === 0 ? path : `${path}?${query}`
}
