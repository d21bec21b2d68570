/** A JSON Schema as far as the reference reads it. */
export type Shape = { readonly [keyword: string]: unknown }

/** One operation of the document. */
export type Operation = {
  readonly operationId: string
  readonly summary: string
  readonly tags: readonly [string]
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly description?: string
    readonly schema: Shape
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Shape }>> }
  readonly responses: Readonly<Record<string, Answer | { readonly $ref: string }>>
}

/** What an operation answers with one status. */
export type Answer = {
  readonly description: string
  readonly content?: Readonly<Record<string, { readonly schema: Shape }>>
}

/** The API's own document (OpenAPI 3.1), as far as the reference reads it. */
export type ApiDocument = {
  readonly servers: readonly [{ readonly url: string }]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  /** The refusals that operations share, by name. */
  readonly components: { readonly responses: Readonly<Record<string, Answer>> }
}

const isShape = (value: unknown): value is Shape => typeof value === 'object' && value !== null && !Array.isArray(value)

const shapes = (value: unknown): Shape[] => (Array.isArray(value) ? value.filter(isShape) : [])

/** One field of a body, by its path in it; `type` in a few words. */
export type Field = {
  readonly path: string
  readonly type: string
  readonly required: boolean
  readonly description: string
}

const deepest = 5

/** The fields of a schema, its lists and objects opened. */
export const fieldsOf = (shape: Shape, path = '', depth = 0): Field[] => {
  const [object] = [shape, ...shapes(shape.anyOf)].filter(({ properties }) => isShape(properties))
  if (shape.type === 'array' && isShape(shape.items)) return fieldsOf(shape.items, `${path}[]`, depth)
  if (object === undefined || depth === deepest) return []
  const required = Array.isArray(object.required) ? object.required : []
  return Object.entries(object.properties as Shape).flatMap(([name, inner]) => {
    if (!isShape(inner)) return []
    const at = path === '' ? name : `${path}.${name}`
    const description = typeof inner.description === 'string' ? inner.description : ''
    return [
      { path: at, type: typeOf(inner), required: required.includes(name), description },
      ...fieldsOf(inner, at, depth + 1),
    ]
  })
}

/** A schema in a few words. */
export const typeOf = (shape: Shape): string => {
  if ('const' in shape) return JSON.stringify(shape.const)
  if (Array.isArray(shape.enum)) return shape.enum.map(value => JSON.stringify(value)).join(' | ')
  const some = shapes(shape.anyOf)
  if (some.length > 0) return [...new Set(some.map(typeOf))].join(' | ')
  if (shape.type === 'array') return `${isShape(shape.items) ? typeOf(shape.items) : 'any'}[]`
  if (shape.format === 'binary') return 'file'
  return [shape.type, shape.format].filter(Boolean).join(', ')
}

/** A value that a schema accepts, for an example. */
export const exampleOf = (shape: Shape): unknown => {
  if ('const' in shape) return shape.const
  if (Array.isArray(shape.enum)) return shape.enum[0]
  const [first] = shapes(shape.anyOf)
  if (first !== undefined) return exampleOf(first)
  switch (shape.type) {
    case 'object': {
      const required = Array.isArray(shape.required) ? shape.required : []
      const inside = isShape(shape.properties) ? Object.entries(shape.properties) : []
      return Object.fromEntries(
        inside.flatMap(([name, inner]) =>
          required.includes(name) && isShape(inner) ? [[name, exampleOf(inner)]] : [],
        ),
      )
    }
    case 'array':
      return isShape(shape.items) ? [exampleOf(shape.items)] : []
    case 'integer':
    case 'number':
      return typeof shape.minimum === 'number' ? Math.max(shape.minimum, 1) : 1
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return shape.format === 'uuid' ? '00000000-0000-4000-8000-000000000000' : '…'
  }
}
