import { type RawBuilder, sql } from 'kysely'
import { type LetterClass, type LetterRole, letterKinds } from '../../../workflows/letters/kinds.ts'
import type { Act } from '../../../workflows/machines/duty.ts'
import { anywhere, covers, type Scope } from '../access/scope.ts'

export const letterRoles: readonly LetterRole[] = [
  'school',
  'curator',
  'municipalCoordinator',
  'regionalCoordinator',
  'federalCoordinator',
  'actor',
]

export const letterClasses: readonly LetterClass[] = ['ordinary', 'urgent', 'asked']

/** What a duty can be of. */
export const acts = [
  'signIn',
  'package',
  'review',
  'meeting',
  'recommendations',
  'finalFile',
  'resend',
  'correction',
  'talk',
  'rewrite',
] as const satisfies readonly Act[]

/** What a letter can be about: a duty by its act, or an event by the kind of its letter. */
export const subjects = [
  ...acts,
  ...(Object.keys(letterKinds) as (keyof typeof letterKinds)[]).filter(kind => kind !== 'rung'),
] as const
export type Subject = (typeof subjects)[number]

export const isAct = (subject: string): subject is Act => (acts as readonly string[]).includes(subject)

/** Which letters are meant; null where nothing was asked. `school`: part of a school's name. */
export type LetterFilter = {
  readonly cycle: string | null
  readonly region: string | null
  readonly municipality: string | null
  readonly school: string | null
  readonly about: Subject | null
  readonly role: LetterRole | null
  readonly class: LetterClass | null
}

const sameText = (column: string, text: string) => sql`lower(btrim(${sql.ref(column)})) = lower(btrim(${text}))`

/** The schools of a scope and filter, as a condition on the school `column`; nothing where all of them are meant. */
export const ofSchools = (
  scope: Scope,
  { region, municipality, school }: Pick<LetterFilter, 'region' | 'municipality' | 'school'>,
  column = 'e.school',
): RawBuilder<boolean> => {
  if (scope.everything && region === null && municipality === null && school === null) return sql<boolean>`true`
  return sql<boolean>`${sql.ref(column)} IN (
    SELECT s.id FROM school s WHERE ${covers(scope)}
      ${region === null ? sql`` : sql`AND ${sameText('s.region', region)}`}
      ${municipality === null ? sql`` : sql`AND ${sameText('s.municipality', municipality)}`}
      ${school === null ? sql`` : sql`AND s.name ILIKE ${anywhere(school)}`}
  )`
}

/** A duty's key says its act: `duty/<seat>/<act>/…`. */
const about = (subject: Subject): RawBuilder<boolean> =>
  isAct(subject)
    ? sql<boolean>`e.kind = 'rung' AND split_part(e.key, '/', 3) = ${subject}`
    : sql<boolean>`e.kind = ${subject}`

/** Whether the entry `e` of the query around is among those of the scope and filter. */
export const meant = (scope: Scope, filter: LetterFilter): RawBuilder<boolean> => {
  const { cycle, role, class: letterClass } = filter
  return sql<boolean>`${ofSchools(scope, filter)}
    ${cycle === null ? sql`` : sql`AND e.root IN (SELECT id FROM root WHERE parent = ${cycle}::uuid OR id = ${cycle}::uuid)`}
    ${filter.about === null ? sql`` : sql`AND ${about(filter.about)}`}
    ${role === null ? sql`` : sql`AND e.role = ${role}`}
    ${letterClass === null ? sql`` : sql`AND e.class = ${letterClass}`}`
}
