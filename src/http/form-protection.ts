import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from './app.ts'
import { FETCH_HEADER, TOKEN_FIELD } from './form-fields.ts'
import { readFormToken, type TokenReading } from './form-token.ts'
import type { FrameDeps } from './frame.ts'
import { sealForm } from './kept-form.ts'
import { problem, throwProblem } from './problems.ts'
import { originOf } from './same-origin.ts'
import { keepToGrant, SAFE } from './token-grant.ts'
import type { Access } from './viewer.ts'
import { wantsJson } from './wants-json.ts'

/**
 * Guards every route after its body is read and before it is validated: no act begun on another site, nobody signed out (their text is
 * kept), no role that never has the action, no form of somebody else or too old.
 */
export const protectRoutes = (app: App, deps: FrameDeps): void => {
  app.addHook('preValidation', async (request, reply) => {
    const access = request.routeOptions.config.access
    // The not-found handler has no access of its own: it reads and changes nothing.
    if (request.is404 || access === undefined) return
    const changes = !SAFE.has(request.method)
    const token = takeToken(request)
    if (changes && request.viewer?.via !== 'token' && originOf(request, deps.publicUrl) === 'foreign') {
      throwProblem(problem('csrf'))
    }
    if (access === 'public') return
    const reading = readFormToken(deps.secret, token, Temporal.Instant.from(request.at))
    if (!request.viewer) return signedOut(deps, request, reply, changes ? reading : null)
    if (changes && request.viewer.via === 'session') checkSender(request, request.viewer.personId, reading)
    if (!mayEver(deps, request, access)) throwProblem(problem('forbidden'))
    await keepToGrant(deps, request, request.viewer)
  })
}

function mayEver(deps: FrameDeps, request: FastifyRequest, access: Access): boolean {
  return typeof access === 'string' || (request.viewer !== null && deps.mayEver(request.viewer, access))
}

function signedOut(deps: FrameDeps, request: FastifyRequest, reply: FastifyReply, writer: TokenReading) {
  if (wantsJson(request)) throwProblem(problem('signed-out'))
  return deps.onSignedOut(request, reply, writer && sealForm(deps.secret, writer.personId, request))
}

function checkSender(request: FastifyRequest, personId: string, token: TokenReading): void {
  if (request.headers[FETCH_HEADER] !== undefined) return
  if (!token) throwProblem(problem('csrf'))
  if (token.personId !== personId) throwProblem(problem('other-person'))
  if (!token.fresh) throwProblem(problem('form-expired'))
}

/** Takes the token out of the body or the query, so that schemas need not know it. */
function takeToken(request: FastifyRequest): unknown {
  for (const place of [request.body, request.query]) {
    if (place !== null && typeof place === 'object' && TOKEN_FIELD in place) {
      const token = place[TOKEN_FIELD]
      delete place[TOKEN_FIELD]
      return token
    }
  }
  return undefined
}
