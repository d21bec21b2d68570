import type { Lang } from '../words/index.ts'
import { words } from '../words/index.ts'
import type { FieldFault } from './problems.ts'

/** As many sentences as a page can use; a body can be wrong in thousands of places. */
const MOST = 50

/** What a validator says: Ajv's form; typebox's is the same but names all missing or unknown properties at once. */
export type SchemaError = {
  readonly keyword: string
  readonly instancePath: string
  readonly params: object
}

/** The sentences for what a route's schema refused, one a field. */
export const fieldFaults = (errors: readonly SchemaError[], lang: Lang): readonly FieldFault[] => {
  const faults = new Map<string, FieldFault>()
  for (const fault of errors.flatMap(error => faultsOf(error, lang))) {
    // The first says it best: what follows for the same field is the alternatives of a union.
    if (!faults.has(fault.field)) faults.set(fault.field, fault)
    if (faults.size === MOST) break
  }
  return [...faults.values()]
}

function faultsOf(error: SchemaError, lang: Lang): readonly FieldFault[] {
  const said = words(lang).problems.field
  const params: { readonly [name: string]: unknown } = { ...error.params }
  const limit = Number(params.limit)
  const at = error.instancePath.slice(1).replaceAll('/', '.')
  const one = (code: string, says: string): readonly FieldFault[] => [{ field: at, code, says }]
  const inside = (names: unknown, code: string, says: string): readonly FieldFault[] =>
    [names].flat().map(name => ({ field: at ? `${at}.${String(name)}` : String(name), code, says }))
  switch (error.keyword) {
    case 'required':
      return inside(params.missingProperty ?? params.requiredProperties, 'required', said.required)
    case 'additionalProperties':
      return inside(params.additionalProperty ?? params.additionalProperties, 'unknown', said.unknown)
    // typebox's word for "nothing may stand here": the field itself is unknown.
    case 'boolean':
      return one('unknown', said.unknown)
    case 'minLength':
      return one('too-short', limit === 1 ? said.required : said.tooShort(limit))
    case 'maxLength':
      return one('too-long', said.tooLong(limit))
    case 'minimum':
    case 'exclusiveMinimum':
      return one('too-small', said.tooSmall(limit))
    case 'maximum':
    case 'exclusiveMaximum':
      return one('too-large', said.tooLarge(limit))
    case 'minItems':
      return one('too-few', said.tooFew(limit))
    case 'maxItems':
      return one('too-many', said.tooMany(limit))
    case 'enum':
    case 'const':
    case 'anyOf':
    case 'oneOf':
      return one('not-offered', said.notOffered)
    default:
      return one('wrong-shape', said.wrongShape)
  }
}
