import { type Static, Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Transaction } from '../../db/pool.ts'
import type { App } from '../../http/app.ts'
import { type Problem, problem, problemJson, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import { clockTime } from '../../words/time.ts'
import type { House } from '../house.ts'
import type { KeptAnswer, Rejected } from './answer.ts'
import { answerParams, placeOf, reviewRoute } from './place.ts'
import { type SaveOutcome, saveAnswer } from './save-answer.ts'
import { tidy } from './wording.ts'

/** Longer than anything a person writes beside a criterion, short enough for a page that shows it twice. */
const LONGEST = 50_000

export const scoreSchema = Type.Union([
  Type.Literal('0'),
  Type.Literal('1'),
  Type.Literal('2'),
  Type.Literal('3'),
  Type.Literal('notApplicable'),
  Type.Null(),
])

const wording = { score: scoreSchema, body: Type.String({ maxLength: LONGEST }) }

export const answerSchema = Type.Object({
  version: Type.Integer(),
  ...wording,
  at: Type.String(),
  /** The same instant on the clock of whoever asks. */
  clock: Type.String(),
  /** Whether who asks wrote it, and the name of whoever else did. */
  mine: Type.Boolean(),
  author: Type.Union([Type.String(), Type.Null()]),
  /** The version of the document that lay before the author. */
  scoredVersion: Type.Union([Type.Integer(), Type.Null()]),
})

const rejectedSchema = Type.Object({ id: Type.String(), ...wording, at: Type.String(), clock: Type.String() })

const problemBody = {
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  instance: Type.String(),
}

const refusedSchema = Type.Object(
  {
    ...problemBody,
    theirs: Type.Union([answerSchema, Type.Null()]),
    yours: rejectedSchema,
  },
  { additionalProperties: true },
)

type Met = Extract<SaveOutcome, { is: 'outrun' | 'late' }>
type ProblemBody = { [K in keyof typeof problemBody]: Static<(typeof problemBody)[K]> }
type Reader = Pick<FastifyRequest, 'lang' | 'viewer'>

const clockOf = ({ lang, viewer }: Reader, at: string) => clockTime(lang, at, viewer?.zone ?? 'UTC')

export const shownAnswer = (reader: Reader, { authorName, author, ...answer }: KeptAnswer) => ({
  ...answer,
  clock: clockOf(reader, answer.at),
  mine: author === reader.viewer?.personId,
  author: authorName,
})

const shownRejected = (reader: Reader, rejected: Rejected) => ({ ...rejected, clock: clockOf(reader, rejected.at) })

/** The version that the caller saw; "0" where there was none. */
const baseOf = (request: FastifyRequest): number => {
  const base = /^"?(\d{1,9})"?$/.exec(request.headers['if-match'] ?? '')?.[1]
  if (base === undefined) return throwProblem(problem('precondition-required'))
  return Number(base)
}

/** Why a save met something: said to people, with both texts for programs. */
const met = (request: FastifyRequest, outcome: Met): Problem => {
  const said = words(request.lang).reviews
  const { theirs } = outcome
  if (outcome.is === 'late') return problem('not-now', { missing: [{ code: 'late', says: said.late }] })
  if (theirs === null) return problem('stale', { since: [], ifMatch: true })
  const { mine, author, clock } = shownAnswer(request, theirs)
  return problem('stale', { since: [said.outrun(mine ? said.you : (author ?? said.colleague), clock)], ifMatch: true })
}

/** The problem's body with both texts: theirs as it stands, yours as it was kept for you alone. */
const bothTexts = (request: FastifyRequest, outcome: Met): Static<typeof refusedSchema> => ({
  ...(problemJson(met(request, outcome), request.lang, request.id) as ProblemBody),
  theirs: outcome.theirs && shownAnswer(request, outcome.theirs),
  yours: shownRejected(request, outcome.yours),
})

const refuse = (request: FastifyRequest, is: Exclude<SaveOutcome['is'], 'saved' | 'outrun' | 'late'>): never => {
  switch (is) {
    case 'absent':
      return throwProblem(problem('not-found'))
    case 'forbidden':
      return throwProblem(problem('forbidden'))
    case 'keyReused':
      return throwProblem(problem('key-reused'))
    case 'scoreNotOffered': {
      const says = words(request.lang).reviews.scoreNotOffered
      return throwProblem(problem('unprocessable', { fields: [{ field: 'score', code: 'not-offered', says }] }))
    }
  }
}

/** The one path on which words come in as they are typed. */
export const answerRoutes = (
  app: App,
  house: House,
  seasonOf: (tx: Transaction, cycle: string) => Promise<SeasonDefinition>,
): void => {
  app.put(
    `/api${reviewRoute}/answers/:form/:question`,
    {
      config: { access: { action: 'review.write', object: 'partnership' } },
      schema: {
        summary: 'Save one answer over the version that was seen (If-Match, "0" for none)',
        params: Type.Object(answerParams),
        headers: Type.Object({
          'if-match': Type.Optional(Type.String()),
          'idempotency-key': Type.Optional(Type.String({ format: 'uuid' })),
        }),
        body: Type.Object({
          ...wording,
          /** Whose words these are: they are refused when somebody else is signed in by now. */
          writer: Type.Optional(Type.String({ format: 'uuid' })),
        }),
        response: { 200: answerSchema, 409: refusedSchema, 412: refusedSchema },
      },
    },
    async (request, reply) => {
      const person = request.viewer?.personId ?? ''
      const { score, body, writer = person } = request.body
      const base = baseOf(request)
      const client = request.headers['idempotency-key'] ?? throwProblem(problem('key-required'))
      if (writer !== person) return throwProblem(problem('other-person'))
      const outcome = await saveAnswer(house, seasonOf, {
        place: placeOf(request.params),
        form: request.params.form,
        question: request.params.question,
        wording: { score, body: tidy(body) },
        base,
        client,
        person,
        at: request.at,
      })
      switch (outcome.is) {
        case 'saved':
          return reply.header('etag', `"${outcome.answer.version}"`).send(shownAnswer(request, outcome.answer))
        case 'outrun':
        case 'late':
          return reply
            .code(outcome.is === 'late' ? 409 : 412)
            .type('application/problem+json')
            .send(bothTexts(request, outcome))
        default:
          return refuse(request, outcome.is)
      }
    },
  )
}
