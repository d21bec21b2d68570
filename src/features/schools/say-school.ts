import type { RiskFactors } from '../../../workflows/season.ts'
import { type Lang, words } from '../../words/index.ts'
import { utcOffset, zoneName } from '../../words/time.ts'
import { longest, mostStudents, type SchoolFault, type SchoolField, type SchoolRecord } from './rules.ts'

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

/** A field of a record as people read it. */
export const shownField = (
  lang: Lang,
  field: SchoolField,
  record: SchoolRecord,
  { factors, significance }: RiskFactors,
  at: Temporal.Instant,
): string => {
  const said = words(lang).schools
  switch (field) {
    case 'zone':
      return `${zoneName(lang, record.zone, at)}, ${utcOffset(record.zone, at)}`
    case 'locality':
      return said.localities[record.locality]
    case 'week':
      return said.weeks[record.week]
    case 'riskProfile': {
      const { riskProfile } = record
      if (riskProfile === null) return said.notSaid
      const level = (factor: number) => significance.find(({ id }) => id === riskProfile[factor])?.name[lang] ?? '–'
      return factors.map(({ number }) => `${number}: ${level(number)}`).join('\n')
    }
    default:
      return String(record[field])
  }
}
