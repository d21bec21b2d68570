import type { FastifyRequest } from 'fastify'
import type { FrameDeps } from './frame.ts'
import { problem, throwProblem } from './problems.ts'
import type { Viewer } from './viewer.ts'

/** Methods that change nothing. */
export const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * The one place where a token's grant narrows what its person may: one that only reads changes nothing, and one that was made for a single
 * thing finds nothing else, as if there were nothing else. A route about no one object is closed to it unless it says that it keeps to the
 * grant itself.
 */
export const keepToGrant = async (
  { reaches }: Pick<FrameDeps, 'reaches'>,
  request: FastifyRequest,
  { grant }: Viewer,
): Promise<void> => {
  if (grant === undefined) return
  if (grant.access === 'read' && !SAFE.has(request.method)) throwProblem(problem('read-only'))
  const { url = '', config } = request.routeOptions
  if (grant.only === null || config.keepsToGrant) return
  const params = request.params as Readonly<Record<string, string | undefined>>
  if (!(await reaches(grant.only, url, params))) throwProblem(problem('not-found'))
}
