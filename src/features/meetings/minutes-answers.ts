import { type Static, Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { type Problem, problem, problemJson, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import { relativeTime } from '../../words/time.ts'
import { sayMissing, zoneOf } from './answering.ts'
import type { Minutes, MinutesOutcome } from './minutes.ts'

const textOrNull = Type.Union([Type.String(), Type.Null()])

export const minutesSchema = Type.Object({
  version: Type.Integer(),
  body: textOrNull,
  at: Type.String(),
  author: textOrNull,
  seat: Type.Integer(),
  behalf: textOrNull,
})

const problemBody = {
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  instance: Type.String(),
}

/** A refused save with both texts. */
export const refusedSchema = Type.Object(
  { ...problemBody, theirs: Type.Union([minutesSchema, Type.Null()]), yours: minutesSchema },
  { additionalProperties: true },
)

export const minutesJson = ({ version, body, at, name, seat, behalf }: Minutes): Static<typeof minutesSchema> => ({
  version,
  body,
  at,
  author: name,
  seat,
  behalf,
})

type Met = Extract<MinutesOutcome, { is: 'outrun' | 'late' }>
type ProblemBody = { [K in keyof typeof problemBody]: Static<(typeof problemBody)[K]> }

const metProblem = (request: FastifyRequest, { is, theirs }: Met): Problem => {
  const said = words(request.lang).meetings
  if (is === 'late')
    return problem('not-now', { missing: [{ code: 'late', says: said.clash.late }, ...sayMissing(request, [])] })
  const since =
    theirs === null
      ? []
      : [
          said.clash.since(
            theirs.name ?? said.someone,
            relativeTime(request.lang, theirs.at, zoneOf(request), request.at),
          ),
        ]
  return problem('stale', { since, ifMatch: true })
}

/** The problem's body with both texts: theirs as it stands, yours as it was kept for you alone. */
export const bothTexts = (request: FastifyRequest, met: Met): Static<typeof refusedSchema> => ({
  ...(problemJson(metProblem(request, met), request.lang, request.id) as ProblemBody),
  theirs: met.theirs && minutesJson(met.theirs),
  yours: minutesJson(met.yours),
})

/** Ends the request where nothing could be written at all. */
export const refuseWrite = (
  request: FastifyRequest,
  is: Exclude<MinutesOutcome['is'], 'saved' | 'outrun' | 'late'>,
): never => {
  switch (is) {
    case 'absent':
      return throwProblem(problem('not-found'))
    case 'forbidden':
      return throwProblem(problem('forbidden'))
    case 'keyReused':
      return throwProblem(problem('key-reused'))
    case 'unreasoned': {
      const says = words(request.lang).acts.behalfNeeded
      return throwProblem(problem('unprocessable', { fields: [{ field: 'behalf', code: 'required', says }] }))
    }
  }
}
