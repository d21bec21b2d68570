import type { FastifySchema } from 'fastify'
import { declaresHeader } from './api-rules.ts'
import { operationIdOf, tagOf } from './openapi-names.ts'
import { refusalsOf } from './openapi-refusals.ts'
import type { RouteRow } from './route-access.ts'

type Schema = { readonly [key: string]: unknown }

/** A route's schema as the document shows it: its own inputs and answers, with all that holds for every operation. */
export const operationOf = (route: RouteRow): FastifySchema & { readonly [key: string]: unknown } => {
  const { schema = {}, method, url, access } = route
  const {
    body,
    response = {},
    ...rest
  } = schema as FastifySchema & { operationId?: string; tags?: string[]; consumes?: string[] }
  const declared = response as Readonly<Record<string, Schema>>
  const multipart = rest.consumes?.includes('multipart/form-data') ?? false
  return {
    ...rest,
    operationId: rest.operationId ?? operationIdOf(method, url),
    tags: rest.tags ?? [tagOf(url)],
    ...(access === 'public' ? { security: [] } : {}),
    ...headers(schema),
    ...(body === undefined ? {} : { body: multipart ? withoutNull(body as Schema) : body }),
    response: { ...answers(route, declared), ...refusalsOf(route, declared) },
  }
}

const describedHeaders = {
  'idempotency-key': {
    name: 'Idempotency-Key',
    description: 'A new random value for each deed; the same key gives the first answer for 48 hours',
  },
  'if-match': { name: 'If-Match', description: 'The version that was seen, of an ETag; "0" where there was none yet' },
} as const

/** Both headers must be there; schemas leave them open only so that what is missing is answered with its own problem. */
const headers = (schema: FastifySchema): { headers?: Schema } => {
  const names = (['idempotency-key', 'if-match'] as const).filter(name => declaresHeader(schema, name))
  if (names.length === 0) return {}
  const { properties } = schema.headers as { readonly properties: Readonly<Record<string, Schema>> }
  const shown = names.map(header => {
    const { name, description } = describedHeaders[header]
    return [name, { ...properties[header], description }] as const
  })
  return { headers: { type: 'object', required: shown.map(([name]) => name), properties: Object.fromEntries(shown) } }
}

/** A form with files stands beside null in its schema, for its own reader reads it behind the validation. */
const withoutNull = (body: Schema): Schema => {
  const all = Array.isArray(body.anyOf) ? (body.anyOf as Schema[]) : [body]
  const [form] = all.filter(({ type }) => type !== 'null')
  return form ?? body
}

const requestId = { 'X-Request-Id': { type: 'string', description: 'The number of the request' } }
const etag = { ETag: { type: 'string', description: 'The version, as If-Match takes it' } }

const bytes = { content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } }

/** What a route answers when it does what it was asked; without a schema it gives a file. */
const answers = ({ config }: RouteRow, declared: Readonly<Record<string, Schema>>): Record<string, Schema> => {
  const good = Object.entries(declared).filter(([status]) => status.startsWith('2'))
  const named: readonly (readonly [string, Schema])[] = good.length === 0 ? [['200', bytes]] : good
  return Object.fromEntries(
    named.map(([status, schema]) => [
      status,
      {
        ...schema,
        'x-response-description':
          typeof schema.description === 'string' ? schema.description : (meanings[status] ?? 'Done'),
        headers: { ...requestId, ...(config.etag ? etag : {}) },
      },
    ]),
  )
}

const meanings: Readonly<Record<string, string>> = {
  200: 'Done',
  201: 'Made',
  202: 'Begun',
  204: 'Done, nothing to say',
}
