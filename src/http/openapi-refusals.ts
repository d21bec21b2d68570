import { declaresHeader } from './api-rules.ts'
import { apiStatusOf, PROBLEM_SLUGS, type ProblemSlug } from './problems.ts'
import type { RouteRow } from './route-access.ts'

const text = { type: 'string' } as const
const reason = {
  type: 'object',
  required: ['code', 'says'],
  properties: { code: text, says: text },
} as const

/** What every problem has (RFC 9457), and what some carry. */
export const PROBLEM_SCHEMA = {
  $id: 'Problem',
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string', enum: PROBLEM_SLUGS.map(slug => `/problems/${slug}`), description: 'Which problem it is' },
    title: text,
    status: { type: 'integer' },
    detail: { type: 'string', description: 'For people, in the language of the caller' },
    instance: { type: 'string', description: 'The number of the request' },
    missing: { type: 'array', items: reason, description: 'not-now: what the act waits for' },
    since: { type: 'array', items: text, description: 'stale: what happened meanwhile' },
    ifMatch: { type: 'boolean', description: 'stale: whether the version came in If-Match' },
    reason: { ...reason, description: 'conflict: what stands in the way' },
    fields: {
      type: 'array',
      description: 'unprocessable: the fields that were refused',
      items: {
        type: 'object',
        required: ['field', 'code', 'says'],
        properties: { field: text, code: text, says: text, label: text },
      },
    },
    limitBytes: { type: ['integer', 'null'], description: 'too-large: how much is taken' },
    retryAfterSeconds: { type: 'integer', description: 'too-many, busy: when to come again' },
    requestId: { type: 'string', description: 'bug: the number of the request' },
  },
} as const

const meaning: Readonly<Record<ProblemSlug, string>> = {
  'not-found': 'There is none, or it is not the caller’s',
  forbidden: 'No role of the caller does this here',
  'not-now': 'Not possible in the present state; `missing` says what it waits for',
  stale: 'Something has changed since the version that the caller saw',
  conflict: 'It contradicts what is recorded',
  'precondition-required': 'If-Match is missing',
  unprocessable: 'Some fields were refused; `fields` names them',
  'key-required': 'Idempotency-Key is missing',
  'key-reused': 'This Idempotency-Key came with another content',
  malformed: 'The request cannot be read',
  'too-large': 'More than is taken',
  'unsupported-type': 'A kind of content that is not taken',
  'signed-out': 'Neither a session nor a token',
  'bad-token': 'The token is unknown, expired or ended',
  'bad-signature': 'The call is not signed, by another secret, or over five minutes ago',
  'read-only': 'The token only reads',
  'too-many': 'Too often; Retry-After says when to come again',
  busy: 'No connection is free; Retry-After says when to come again',
  csrf: 'A session’s request that began on another site, or without the header x-vzaimo',
  'form-expired': 'The form’s token is too old',
  'other-person': 'The words belong to somebody who is not the caller',
  bug: 'A fault of the program; nothing was recorded',
}

const changes = ({ method }: RouteRow): boolean => method !== 'GET'

/** Which problems a route may answer with, out of what it says of itself. */
const problemsOf = (route: RouteRow): readonly ProblemSlug[] => {
  const { access, schema = {}, url, config } = route
  const closed = access !== 'public'
  const versioned = declaresHeader(schema, 'if-match')
  const keyed = declaresHeader(schema, 'idempotency-key')
  const refusable: readonly ProblemSlug[] = [
    ...(closed ? (['signed-out', 'bad-token', 'too-many'] as const) : []),
    ...(closed && (changes(route) || typeof access === 'object') ? (['forbidden'] as const) : []),
    ...(changes(route) ? (['csrf', ...(closed ? (['read-only'] as const) : []), 'malformed'] as const) : []),
    ...(url.includes(':') || (closed && !config.keepsToGrant) ? (['not-found'] as const) : []),
    ...(changes(route) ? (['not-now', 'conflict', 'too-large', 'unsupported-type'] as const) : []),
    ...(versioned ? (['precondition-required', 'stale'] as const) : []),
    ...(keyed ? (['key-required', 'key-reused'] as const) : []),
  ]
  return [...new Set([...refusable, ...(config.refuses ?? []), 'unprocessable', 'busy', 'bug'] as const)]
}

const header = (type: 'string' | 'integer', description: string) => ({ type, description })

const headersOf = (status: number) => ({
  'X-Request-Id': header('string', 'The number of the request'),
  ...(status === 401 ? { 'WWW-Authenticate': header('string', 'Bearer, and why (RFC 6750)') } : {}),
  ...(status === 429 || status === 503 ? { 'Retry-After': header('integer', 'Seconds') } : {}),
})

/** A refusal's response by its problems; `more` is the route's own schema of what it may carry beside them. */
const response = (status: number, slugs: readonly ProblemSlug[], more: object | undefined) => {
  const type = { type: 'string', enum: slugs.map(slug => `/problems/${slug}`) }
  const properties = { ...(more !== undefined && 'properties' in more ? (more.properties as object) : {}), type }
  return {
    'x-response-description': slugs.map(slug => `\`${slug}\`: ${meaning[slug]}`).join('. '),
    headers: headersOf(status),
    content: {
      'application/problem+json': { schema: { allOf: [{ $ref: 'Problem#' }, { type: 'object', properties }] } },
    },
  }
}

/** The refusals of a route by status, each with the problems that it may be; `declared` are the route's own schemas of refusals. */
export const refusalsOf = (route: RouteRow, declared: Readonly<Record<string, object>>): Record<string, object> => {
  const byStatus = Map.groupBy(problemsOf(route), apiStatusOf)
  return Object.fromEntries(
    [...byStatus].map(([status, slugs]) => [String(status), response(status, slugs, declared[status])]),
  )
}
