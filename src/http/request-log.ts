import type { App } from './app.ts'

/**
 * One line a request: its id, the person's id, the route's pattern. Never the URL itself (it may hold a token or a name), an address
 * or a body (engineering 13).
 */
export const logRequests = (app: App): void => {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  app.addHook('onResponse', async (request, reply) => {
    const line = {
      person: request.viewer?.personId ?? null,
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    }
    request.log.info(line, 'answered')
  })
}
