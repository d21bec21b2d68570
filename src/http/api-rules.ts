import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest, FastifySchema, RouteOptions } from 'fastify'
import { words } from '../words/index.ts'
import { problem, throwProblem } from './problems.ts'

/** Whether a route's schema speaks of this header, in lower case. */
export const declaresHeader = ({ headers }: FastifySchema, name: string): boolean => {
  const { properties } = (headers ?? {}) as { readonly properties?: object }
  return properties !== undefined && name in properties
}

/** Whether programs call a route and nobody else does. */
export const isApi = ({ url, config }: Pick<RouteOptions, 'url' | 'config'>): boolean =>
  url.startsWith('/api/') || config?.webhook === true

/**
 * What holds for every route of the API (engineering 16), so that none can forget it: a header that its schema speaks of must be there, and
 * what it does not speak of, in the query or in the body, is refused. Called for each route as it is declared.
 */
export const keepApiRules = (route: RouteOptions): void => {
  if (!isApi(route)) return
  const schema = { ...route.schema }
  schema.querystring ??= Type.Object({})
  route.schema = schema
  const check = async (request: FastifyRequest): Promise<void> => {
    const { headers, body } = request
    if (declaresHeader(schema, 'idempotency-key') && !headers['idempotency-key']) throwProblem(problem('key-required'))
    if (declaresHeader(schema, 'if-match') && headers['if-match'] === undefined)
      throwProblem(problem('precondition-required'))
    if (schema.body === undefined) refuseFields(request, body)
  }
  route.preHandler = [check, ...[route.preHandler ?? []].flat()]
}

const refuseFields = ({ lang }: FastifyRequest, body: unknown): void => {
  if (typeof body !== 'object' || body === null) return
  const says = words(lang).problems.field.unknown
  const fields = Object.keys(body).map(field => ({ field, code: 'unknown', says }))
  if (fields.length > 0) throwProblem(problem('unprocessable', { fields }))
}
