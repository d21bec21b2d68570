import type { FastifyRequest } from 'fastify'
import { problem, throwProblem } from '../http/problems.ts'

/** Who asks; nobody, where a route is open to all. */
export const personOf = ({ viewer }: Pick<FastifyRequest, 'viewer'>): string => viewer?.personId ?? ''

/** The version that a call's If-Match names; 0 stands for "nothing there yet". */
export const baseOf = ({ headers }: Pick<FastifyRequest, 'headers'>): number => {
  const match = /^"?(\d{1,9})"?$/.exec(headers['if-match'] ?? '')?.[1]
  return match === undefined ? throwProblem(problem('precondition-required')) : Number(match)
}

/** The key under which a call is one call, however often it arrives. */
export const callKey = ({ headers }: Pick<FastifyRequest, 'headers'>): string => {
  const key = headers['idempotency-key']
  return typeof key === 'string' && key !== '' ? key : throwProblem(problem('key-required'))
}
