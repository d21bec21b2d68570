import type { RiskFactors } from '../../../workflows/season.ts'
import { type Lang, words } from '../../words/index.ts'
import { utcOffset, zoneName } from '../../words/time.ts'
import { isZone } from '../zone-choices.ts'
import { longest, mostStudents, type SchoolFault, type SchoolField, type TypedSchool } from './rules.ts'

/** What the fields are called. */
export const fieldNames = (lang: Lang): Readonly<Record<SchoolField, string>> => {
  const { fields, profile } = words(lang).schools
  return { ...fields, riskProfile: profile }
}

/** A fault in one sentence. */
export const saySchoolFault = (lang: Lang, fault: SchoolFault): string => {
  const said = words(lang).schools.faults
  switch (fault) {
    case 'long':
      return said.long(longest)
    case 'students':
      return said.students(mostStudents)
    default:
      return said[fault]
  }
}

/** A level as the list of factors calls it. */
export const levelName = (lang: Lang, { significance }: RiskFactors, level: string | undefined): string =>
  significance.find(({ id }) => id === level)?.name[lang] ?? words(lang).schools.notSaid

/** A field of a record as people read it, recorded or just typed. */
export const shownField = (
  lang: Lang,
  field: SchoolField,
  typed: TypedSchool,
  list: RiskFactors,
  at: Temporal.Instant,
): string => {
  const said = words(lang).schools
  const localities: Readonly<Record<string, string>> = said.localities
  const weeks: Readonly<Record<string, string>> = said.weeks
  switch (field) {
    case 'zone':
      return isZone(typed.zone) ? `${zoneName(lang, typed.zone, at)}, ${utcOffset(typed.zone, at)}` : typed.zone
    case 'locality':
      return localities[typed.locality] ?? typed.locality
    case 'week':
      return weeks[typed.week] ?? typed.week
    case 'riskProfile':
      return list.factors.map(({ number }) => `${number}: ${levelName(lang, list, typed.levels[number])}`).join('\n')
    default:
      return typed[field]
  }
}
