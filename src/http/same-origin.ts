import type { FastifyRequest } from 'fastify'

/**
 * Where a request was begun. `unknown`: neither Origin nor Sec-Fetch-Site came, so it is no browser of the last years
 * (every one of them sends Origin with a POST); Sec-Fetch-Site alone would not do, browsers send it only over https and to localhost.
 */
export const originOf = (request: FastifyRequest, publicUrl: string): 'ours' | 'foreign' | 'unknown' => {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'foreign'
  const origin = request.headers.origin
  if (origin === undefined) return site === undefined ? 'unknown' : 'ours'
  const parsed = URL.parse(origin)
  if (!parsed) return 'foreign'
  // Either the name we are known by, or the name this very request was addressed to (localhost and 127.0.0.1 are one server).
  return parsed.origin === new URL(publicUrl).origin || parsed.host === request.host ? 'ours' : 'foreign'
}
