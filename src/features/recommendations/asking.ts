import type { FastifyRequest } from 'fastify'
import { problem, throwProblem } from '../../http/problems.ts'
import type { OpenedLine } from './open-line.ts'
import { presentOf } from './rules.ts'

/** The version that the caller saw, of If-Match; "0" where there was none. */
export const baseOf = (request: FastifyRequest): number => {
  const base = /^"?(\d{1,9})"?$/.exec(request.headers['if-match'] ?? '')?.[1]
  return base === undefined ? throwProblem(problem('precondition-required')) : Number(base)
}

/** The id under which the caller's write is one write, however often it arrives. */
export const clientOf = (request: FastifyRequest): string => {
  const client = request.headers['idempotency-key']
  return typeof client === 'string' ? client : throwProblem(problem('key-required'))
}

/** The version over which the next one is written. */
export const wroteOver = ({ versions }: Pick<OpenedLine, 'versions'>): number => presentOf(versions)?.version ?? 0
