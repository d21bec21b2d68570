import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { clockTime } from '../../words/time.ts'
import { baseOf, callKey } from '../caller.ts'
import type { House } from '../house.ts'
import type { Save } from './answer.ts'
import { answered, answerSchema, refusedSchema, scoreSchema } from './answer-json.ts'
import { isWritable } from './form-query.ts'
import { onward } from './onward.ts'
import { openOwnReview } from './open-review.ts'
import { answerParams, placeOf, reviewRoute, versionParams } from './place.ts'
import { programmesOf } from './read-package.ts'
import { questionIn, questionnaireOf } from './rules.ts'
import { type SeasonOf, saveAnswer } from './save-answer.ts'
import { currentVersion, type Version, versionsOf } from './versions-query.ts'
import { versionsPage } from './views/versions-page.ts'

const textOrNull = Type.Union([Type.String(), Type.Null()])

const versionSchema = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  fate: Type.String(),
  score: scoreSchema,
  body: textOrNull,
  at: Type.String(),
  clock: Type.String(),
  mine: Type.Boolean(),
  author: textOrNull,
  scoredVersion: Type.Union([Type.Integer(), Type.Null()]),
})

const shownVersion = ({ lang, viewer }: FastifyRequest, { author, authorName, ...it }: Version) => ({
  ...it,
  clock: clockTime(lang, it.at, viewer?.zone ?? 'UTC'),
  mine: author === viewer?.personId,
  author: authorName,
})

type Params = Parameters<typeof placeOf>[0] & { readonly form: string; readonly question: string }

/** The history of an answer, and bringing an earlier wording back. */
export const versionRoutes = (app: App, house: House, seasonOf: SeasonOf): void => {
  const read = { action: 'review.readSealed', object: 'partnership' }
  const write = { action: 'review.write', object: 'partnership' }
  const route = `${reviewRoute}/answers/:form/:question/versions`

  const historyOf = async ({ params, viewer, at }: FastifyRequest<{ Params: Params }>) => {
    const person = viewer?.personId ?? ''
    const review = await openOwnReview(house, person, placeOf(params), at)
    const questionnaire = questionnaireOf(review.opened.season.criteria, await programmesOf(house.db, review.seat))
    const question = questionIn(questionnaire, params.form, params.question) ?? throwProblem(problem('not-found'))
    return { review, question, versions: await versionsOf(house.db, { ...params, place: review.place }, person) }
  }

  app.get(
    route,
    { config: { access: read }, schema: { params: Type.Object(answerParams) } },
    async (request, reply) => {
      const history = await historyOf(request)
      const writable = isWritable(house, history.review)
      return sendPage(reply, versionsPage(request.frame, { ...history, writable }))
    },
  )

  app.get(
    `/api${route}`,
    {
      config: { access: read, etag: true },
      schema: {
        summary: 'All wordings of an answer',
        params: Type.Object(answerParams),
        response: { 200: Type.Object({ versions: Type.Array(versionSchema) }) },
      },
    },
    async (request, reply) => {
      const { versions } = await historyOf(request)
      return reply
        .header('etag', `"${currentVersion(versions)}"`)
        .send({ versions: versions.map(it => shownVersion(request, it)) })
    },
  )

  /** The wording of a version that this person may see, as a save over what they saw in the form. */
  const restoring = async (
    request: FastifyRequest<{ Params: Params & { readonly version: string } }>,
    base: number,
    client: string | null,
  ): Promise<Save> => {
    const { review, versions } = await historyOf(request)
    const found = versions.find(({ id }) => id === request.params.version)
    if (found === undefined || found.body === null) return throwProblem(problem('not-found'))
    const { form, question } = request.params
    const wording = { score: found.score, body: found.body }
    const { viewer, at } = request
    const [person, roles] = [viewer?.personId ?? '', viewer?.roles ?? []]
    return { place: review.place, form, question, wording, base, client, person, roles, at }
  }

  app.post(
    `${route}/:version/restore`,
    {
      config: { access: write },
      schema: { params: Type.Object(versionParams), body: Type.Object({ base: Type.Integer({ minimum: 0 }) }) },
    },
    async (request, reply) => {
      const outcome = await saveAnswer(house, seasonOf, await restoring(request, request.body.base, null))
      return reply.redirect(await onward(house, request, request.params, outcome), 303)
    },
  )

  app.post(
    `/api${route}/:version/restore`,
    {
      config: { access: write, etag: true },
      schema: {
        summary: 'Bring an earlier wording back as a new version',
        params: Type.Object(versionParams),
        headers: Type.Object({
          'if-match': Type.Optional(Type.String()),
          'idempotency-key': Type.Optional(Type.String({ format: 'uuid' })),
        }),
        response: { 200: answerSchema, 409: refusedSchema, 412: refusedSchema },
      },
    },
    async (request, reply) => {
      const save = await restoring(request, baseOf(request), callKey(request))
      const it = answered(request, await saveAnswer(house, seasonOf, save))
      if (it.code === 200) return reply.header('etag', it.etag).send(it.body)
      return reply.code(it.code).type('application/problem+json').send(it.body)
    },
  )
}
