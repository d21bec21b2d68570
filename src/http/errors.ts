import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { App } from './app.ts'
import { fieldFaults } from './field-faults.ts'
import { formOf } from './kept-form.ts'
import { sendPage } from './layout.ts'
import { problemPage } from './problem-page.ts'
import { challengeOf, type Problem, problem, problemJson, retryAfterOf, statusOf, thrownProblem } from './problems.ts'
import { wantsJson } from './wants-json.ts'

/** Seconds after which a client may come again when every connection is taken. */
const BUSY_SECONDS = 2

/** One place where what was thrown becomes an answer: a problem is printed, anything unknown is a bug and is logged. */
export const answerProblems = (app: App): void => {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const it = translated(error, request)
    if (it.slug === 'bug') request.log.error(withoutTexts(error), 'bug')
    return sendProblem(request, reply, it)
  })
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, problem('not-found')))
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, it: Problem) {
  const retryAfter = retryAfterOf(it)
  if (retryAfter !== null) reply.header('retry-after', String(retryAfter))
  const challenge = challengeOf(it)
  if (challenge !== null && wantsJson(request)) reply.header('www-authenticate', challenge)
  reply.header('cache-control', 'no-store')
  if (wantsJson(request)) {
    const body = problemJson(it, request.lang, request.id)
    return reply.code(statusOf(it)).type('application/problem+json').send(JSON.stringify(body))
  }
  return sendPage(reply, problemPage(request.frame, it, formOf(request)), statusOf(it))
}

function translated(error: FastifyError, request: FastifyRequest): Problem {
  const thrown = thrownProblem(error)
  if (thrown) return thrown
  if (error.validation) return problem('unprocessable', { fields: fieldFaults(error.validation, request.lang) })
  if (isBusy(error)) return problem('busy', { retryAfterSeconds: BUSY_SECONDS })
  switch (error.statusCode) {
    case 413:
      return problem('too-large', { limitBytes: request.routeOptions.bodyLimit ?? null })
    case 406:
    case 415:
      return problem('unsupported-type')
    default:
      return isRefusal(error) ? problem('malformed') : problem('bug', { requestId: request.id })
  }
}

/** Fastify and its plugins refuse with statuses of their own: all of them say that the request cannot be read. */
function isRefusal(error: FastifyError): boolean {
  return error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500
}

/** PostgreSQL: out of connections, cancelled by a timeout, shutting down; and node-postgres' own wait for a free connection. */
const BUSY_CODES = new Set([
  '53300',
  '55P03',
  '57014',
  '57P01',
  '57P02',
  '57P03',
  '40001',
  '40P01',
  'ECONNREFUSED',
  'ECONNRESET',
])
const POOL_TIMEOUT = 'timeout exceeded when trying to connect'

function isBusy(error: FastifyError): boolean {
  return BUSY_CODES.has(error.code) || error.message === POOL_TIMEOUT
}

/** What of an error may stand in a log: a message can quote a person's words (engineering 13), its place in the code cannot. */
function withoutTexts(error: FastifyError): Record<string, unknown> {
  const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line))
  return { name: error.name, code: error.code, at: frames.map(line => line.trim()) }
}
