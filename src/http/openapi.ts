import swagger from '@fastify/swagger'
import { isApi } from './api-rules.ts'
import type { App } from './app.ts'
import { operationOf } from './openapi-operation.ts'
import { PROBLEM_SCHEMA } from './openapi-refusals.ts'
import { shareRefusals } from './openapi-shared.ts'
import { accessRows } from './route-access.ts'

const DESCRIPTION = `The mutual expertise of schools: all that can be done on the pages can be done here.

A program sends the token that a person made for it, and acts in that person's name, in their roles. A session's cookie works too, together
with the header \`x-vzaimo: 1\`. Every refusal is a problem of a closed catalogue (RFC 9457). Instants are ISO 8601 in UTC.`

/** GET /openapi.json: the API as OpenAPI 3.1, out of the schemas the routes are validated by; pages are not part of it. */
export const describeApi = (app: App, publicUrl: string): void => {
  app.addSchema(PROBLEM_SCHEMA)
  const cookie = publicUrl.startsWith('https:') ? '__Host-vzaimo' : 'vzaimo'
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Vzaimo', version: '1', description: DESCRIPTION },
      servers: [{ url: publicUrl }],
      components: {
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            description: 'A token that a person made for a program on /me/programs',
          },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: cookie,
            description: 'A person’s session in a browser; what changes something also needs the header x-vzaimo: 1',
          },
        },
      },
      security: [{ token: [] }, { session: [] }],
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, i) => String(json.$id ?? `schema-${i}`) },
    transformObject: made => ('openapiObject' in made ? shareRefusals(made.openapiObject) : made.swaggerObject),
    transform: ({ schema, url, route }) => {
      const [row] = accessRows(route)
      return {
        url,
        schema: isApi(route) && row !== undefined ? operationOf(row) : { ...schema, hide: true },
      }
    },
  })
}

export const openapiRoute = (app: App): void => {
  // The routes no longer change once there are requests.
  let text: string | null = null
  app.get('/openapi.json', { config: { access: 'public', sessionless: true } }, async (_request, reply) => {
    text ??= JSON.stringify(app.swagger())
    return reply.type('application/json').send(text)
  })
}
