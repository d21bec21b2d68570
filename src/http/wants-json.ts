import type { FastifyRequest } from 'fastify'
import { FETCH_HEADER } from './form-fields.ts'

/** Whether the answer is for a program: the API, a fetch of ours, or a client that asks for JSON and not for HTML. */
export const wantsJson = (request: FastifyRequest): boolean => {
  if (request.url.startsWith('/api/') || request.routeOptions.config.webhook) return true
  if (request.headers[FETCH_HEADER] !== undefined) return true
  const accept = request.headers.accept ?? ''
  return accept.includes('json') && !accept.includes('html')
}
