import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { baseOf, callKey } from '../caller.ts'
import type { House } from '../house.ts'
import type { Save } from './answer.ts'
import {
  answered,
  answerSchema,
  LONGEST,
  refusedSchema,
  scoreSchema,
  shownAnswer,
  wordingSchema,
} from './answer-json.ts'
import { onward } from './onward.ts'
import { openOwnReview } from './open-review.ts'
import { answerParams, placeOf, reviewRoute } from './place.ts'
import { answersOf } from './read-answers.ts'
import { answerName } from './rules.ts'
import { type SeasonOf, saveAnswer } from './save-answer.ts'
import { tidy } from './wording.ts'

const access = { action: 'review.write', object: 'partnership' }

type Params = Parameters<typeof placeOf>[0] & { readonly form: string; readonly question: string }

const saveOf = (
  { params, viewer, at }: Pick<FastifyRequest<{ Params: Params }>, 'params' | 'viewer' | 'at'>,
  wording: Save['wording'],
  base: number,
  client: string | null,
): Save => ({
  place: placeOf(params),
  form: params.form,
  question: params.question,
  wording: { score: wording.score, body: tidy(wording.body) },
  base,
  client,
  person: viewer?.personId ?? '',
  roles: viewer?.roles ?? [],
  at,
})

/** The path on which words come in as they are typed, and its twins. */
export const answerRoutes = (app: App, house: House, seasonOf: SeasonOf): void => {
  const route = `${reviewRoute}/answers/:form/:question`

  app.put(
    `/api${route}`,
    {
      config: { access, etag: true, refuses: ['other-person'] },
      schema: {
        summary: 'Save one answer over the version that was seen (If-Match, "0" for none)',
        params: Type.Object(answerParams),
        headers: Type.Object({
          'if-match': Type.Optional(Type.String()),
          'idempotency-key': Type.Optional(Type.String({ format: 'uuid' })),
        }),
        body: Type.Object({
          ...wordingSchema,
          /** Whose words these are: they are refused when somebody else is signed in by now. */
          writer: Type.Optional(Type.String({ format: 'uuid' })),
        }),
        response: { 200: answerSchema, 409: refusedSchema, 412: refusedSchema },
      },
    },
    async (request, reply) => {
      const { writer, ...wording } = request.body
      const [base, client] = [baseOf(request), callKey(request)]
      if (writer !== undefined && writer !== request.viewer?.personId) return throwProblem(problem('other-person'))
      const it = answered(request, await saveAnswer(house, seasonOf, saveOf(request, wording, base, client)))
      if (it.code === 200) return reply.header('etag', it.etag).send(it.body)
      return reply.code(it.code).type('application/problem+json').send(it.body)
    },
  )

  app.get(
    `/api${route}`,
    {
      config: { access: { action: 'review.readSealed', object: 'partnership' }, etag: true },
      schema: {
        summary: "An answer of one's own review as it stands",
        params: Type.Object(answerParams),
        response: { 200: answerSchema },
      },
    },
    async (request, reply) => {
      const person = request.viewer?.personId ?? ''
      const { place } = await openOwnReview(house, person, placeOf(request.params), request.at)
      const name = answerName({ form: request.params.form, id: request.params.question })
      const answer = (await answersOf(house.db, place, person)).get(name)
      if (answer === undefined) return throwProblem(problem('not-found'))
      return reply.header('etag', `"${answer.version}"`).send(shownAnswer(request, answer))
    },
  )

  app.post(
    route,
    {
      config: { access },
      schema: {
        params: Type.Object(answerParams),
        body: Type.Object({
          base: Type.Integer({ minimum: 0 }),
          score: Type.Optional(scoreSchema),
          body: Type.String({ maxLength: LONGEST }),
        }),
      },
    },
    async (request, reply) => {
      const { base, score = null, body } = request.body
      const outcome = await saveAnswer(house, seasonOf, saveOf(request, { score, body }, base, null))
      return reply.redirect(await onward(house, request, request.params, outcome), 303)
    },
  )
}
