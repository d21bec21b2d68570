import swagger from '@fastify/swagger'
import type { FastifySchema } from 'fastify'
import { words } from '../words/index.ts'
import type { App } from './app.ts'
import { PROBLEM_SLUGS } from './problems.ts'

const PROBLEM_SCHEMA = {
  $id: 'Problem',
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string', enum: PROBLEM_SLUGS.map(slug => `/problems/${slug}`) },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
  },
}

const REFUSAL = {
  description: 'A problem of the closed catalogue (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
}

/** GET /openapi.json: the API as OpenAPI 3.1, out of the schemas the routes are validated by; pages are not part of it. */
export const describeApi = (app: App, publicUrl: string): void => {
  app.addSchema(PROBLEM_SCHEMA)
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Vzaimo', version: '1', description: words('en').frame.about },
      servers: [{ url: publicUrl }],
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, i) => String(json.$id ?? `schema-${i}`) },
    transform: ({ schema, url }) => ({
      url,
      schema: url.startsWith('/api/') ? withRefusals(schema) : { ...schema, hide: true },
    }),
  })
}

export const openapiRoute = (app: App): void => {
  app.get('/openapi.json', { config: { access: 'public', sessionless: true } }, async (_request, reply) =>
    reply.type('application/json').send(JSON.stringify(app.swagger())),
  )
}

function withRefusals(schema: FastifySchema | undefined): FastifySchema {
  const response = schema?.response as Record<string, unknown> | undefined
  return { ...schema, response: { ...response, '4XX': REFUSAL, '5XX': REFUSAL } }
}
