import { type TProperties, Type } from '@fastify/type-provider-typebox'
import { Check } from 'typebox/value'
import type { SchoolField, TypedSchool } from './rules.ts'

type Line = Exclude<SchoolField, 'riskProfile'>

const lines: readonly Line[] = ['name', 'region', 'municipality', 'zone', 'locality', 'students', 'week']

/** The fields of the form. Lenient: what does not fit is said beside its line, and what a school may not change is not in its form. */
export const formFields = (factors: readonly number[]): TProperties => {
  const text = Type.Optional(Type.String())
  return {
    seen: Type.Integer({ minimum: 1 }),
    was: Type.Optional(Type.String({ maxLength: 10_000 })),
    ...Object.fromEntries([...lines, ...factors.map(levelField)].map(name => [name, text])),
  }
}

/** The field of a factor's level. */
export const levelField = (factor: number): string => `level${factor}`

/** What was typed; what the form did not hold stays as it is recorded. */
export const typedIn = (
  fields: Readonly<Record<string, string | undefined>>,
  recorded: TypedSchool,
  factors: readonly number[],
): TypedSchool => {
  const levels = factors.map(factor => [
    String(factor),
    fields[levelField(factor)] ?? recorded.levels[String(factor)] ?? '',
  ])
  const typed = lines.map(name => [name, fields[name] ?? recorded[name]])
  return { ...recorded, ...Object.fromEntries(typed), levels: Object.fromEntries(levels) }
}

const typedShape = Type.Object({
  name: Type.String(),
  region: Type.String(),
  municipality: Type.String(),
  zone: Type.String(),
  locality: Type.String(),
  students: Type.String(),
  week: Type.String(),
  levels: Type.Record(Type.String(), Type.String()),
})

/** What stood in the fields when the page was printed, as the page itself says; it decides about no right, only about what is merged. */
export const typedBefore = (was: string | undefined): TypedSchool | null => {
  try {
    const before: unknown = JSON.parse(was ?? 'null')
    return Check(typedShape, before) ? before : null
  } catch {
    return null
  }
}
