import type { FastifyRequest, RouteOptions } from 'fastify'
import { Compile } from 'typebox/compile'
import { isApi } from './api-rules.ts'
import { fieldFaults } from './field-faults.ts'
import { problem, throwProblem } from './problems.ts'

/**
 * Fastify's validator turns "5" into 5, which forms and queries need; in a JSON body a number in quotes is a mistake of the caller and
 * is refused. Called for each route as it is declared.
 */
export const refuseCoercion = (route: RouteOptions): void => {
  const body = route.schema?.body
  if (!isApi(route) || !body) return
  const shape = Compile(body)
  const check = async (request: FastifyRequest): Promise<void> => {
    if (shape.Check(request.body)) return
    throwProblem(problem('unprocessable', { fields: fieldFaults(shape.Errors(request.body), request.lang) }))
  }
  route.preValidation = [...[route.preValidation ?? []].flat(), check]
}
