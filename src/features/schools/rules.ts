import { isZone } from '../zone-choices.ts'

export type Level = 'high' | 'medium' | 'low'

export const localities = ['city', 'town', 'village'] as const
export const weeks = [5, 6] as const
export const levels: readonly Level[] = ['high', 'medium', 'low']

/** A school as it is recorded; the levels of its risk profile by factor number, null until somebody has said them. */
export type SchoolRecord = {
  name: string
  region: string
  municipality: string
  zone: string
  locality: (typeof localities)[number]
  students: number
  week: 5 | 6
  riskProfile: Readonly<Record<string, Level>> | null
}

export type SchoolField = keyof SchoolRecord

/** What somebody typed, before it is known to be a record. `levels`: by factor number, '' where nothing was said. */
export type TypedSchool = Readonly<Record<Exclude<SchoolField, 'riskProfile'>, string>> & {
  readonly levels: Readonly<Record<string, string>>
}

/** What stands in the way of a field, in words of the catalogue's `schools.faults`. */
export type SchoolFault =
  | 'empty'
  | 'long'
  | 'students'
  | 'zone'
  | 'choice'
  | 'coordinators'
  | 'territory'
  | 'profile'
  | 'factor'

export type SchoolFaults = Readonly<Partial<Record<SchoolField, SchoolFault>>>

export const longest = 300
export const mostStudents = 10_000

/** Changed by the coordinators alone: pairing goes by the territory, deadlines by the zone. */
export const territorial: readonly SchoolField[] = ['region', 'municipality', 'zone']

export const typedOf = (record: SchoolRecord): TypedSchool => ({
  name: record.name,
  region: record.region,
  municipality: record.municipality,
  zone: record.zone,
  locality: record.locality,
  students: String(record.students),
  week: String(record.week),
  levels: record.riskProfile ?? {},
})

/** The record that was typed, or every fault there is. `factors`: the numbers of the season's list. */
export const recordOf = (
  typed: TypedSchool,
  factors: readonly number[],
): { record: SchoolRecord } | { faults: SchoolFaults } => {
  const line = (text: string): SchoolFault | undefined =>
    text.trim() === '' ? 'empty' : text.trim().length > longest ? 'long' : undefined
  const locality = localities.find(each => each === typed.locality)
  const week = weeks.find(each => String(each) === typed.week)
  const students = /^\d{1,6}$/.test(typed.students.trim()) ? Number(typed.students) : 0
  const profile = profileOf(typed.levels, factors)
  const faults = withoutNone({
    name: line(typed.name),
    region: line(typed.region),
    municipality: line(typed.municipality),
    zone: isZone(typed.zone) ? undefined : 'zone',
    locality: locality === undefined ? 'choice' : undefined,
    students: students >= 1 && students <= mostStudents ? undefined : 'students',
    week: week === undefined ? 'choice' : undefined,
    riskProfile: 'fault' in profile ? profile.fault : undefined,
  })
  if (locality === undefined || week === undefined || 'fault' in profile || Object.keys(faults).length > 0)
    return { faults }
  const { name, region, municipality, zone } = typed
  return {
    record: {
      name: name.trim(),
      region: region.trim(),
      municipality: municipality.trim(),
      zone,
      locality,
      students,
      week,
      riskProfile: profile.levels,
    },
  }
}

type Maybe = Partial<Record<SchoolField, SchoolFault | undefined>>

const withoutNone = (faults: Maybe): SchoolFaults =>
  Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault !== undefined))

/** All the list's factors have a level, or none has. */
const profileOf = (
  typed: TypedSchool['levels'],
  factors: readonly number[],
): { levels: SchoolRecord['riskProfile'] } | { fault: SchoolFault } => {
  const said = Object.entries(typed).filter(([, level]) => level !== '')
  if (said.length === 0) return { levels: null }
  if (said.some(([factor]) => !factors.includes(Number(factor)))) return { fault: 'factor' }
  const known = factors.map(factor => [String(factor), levels.find(level => level === typed[factor])] as const)
  if (known.some(([, level]) => level === undefined)) return { fault: 'profile' }
  return {
    levels: Object.fromEntries(known.flatMap(([factor, level]) => (level === undefined ? [] : [[factor, level]]))),
  }
}

/**
 * What somebody typed over `was`, on top of what others recorded meanwhile: untouched fields take what is recorded `now`, touched ones keep
 * what was typed; `clashing` are those that both changed, and not to the same.
 */
export const mergeTyped = (
  typed: TypedSchool,
  was: TypedSchool,
  now: TypedSchool,
): { typed: TypedSchool; clashing: readonly SchoolField[] } => {
  const untouched = fieldOrder.filter(field => sameTyped(field, typed, was))
  const clashing = fieldOrder.filter(
    field => !untouched.includes(field) && !sameTyped(field, was, now) && !sameTyped(field, typed, now),
  )
  const fromNow = Object.fromEntries(
    untouched.map(field => (field === 'riskProfile' ? ['levels', now.levels] : [field, now[field]])),
  )
  return { typed: { ...typed, ...fromNow }, clashing }
}

const sameTyped = (field: SchoolField, a: TypedSchool, b: TypedSchool): boolean => {
  if (field !== 'riskProfile') return a[field].trim() === b[field].trim()
  const numbers = Object.keys({ ...a.levels, ...b.levels })
  return numbers.every(number => (a.levels[number] ?? '') === (b.levels[number] ?? ''))
}

const sameProfile = (a: SchoolRecord['riskProfile'], b: SchoolRecord['riskProfile']): boolean =>
  a === null || b === null ? a === b : Object.keys({ ...a, ...b }).every(factor => a[factor] === b[factor])

/** The fields in which two records differ, in the order of the page. */
export const differing = (one: SchoolRecord, other: SchoolRecord): SchoolField[] =>
  fieldOrder.filter(field =>
    field === 'riskProfile' ? !sameProfile(one.riskProfile, other.riskProfile) : one[field] !== other[field],
  )

const fieldOrder: readonly SchoolField[] = [
  'name',
  'region',
  'municipality',
  'zone',
  'locality',
  'students',
  'week',
  'riskProfile',
]
