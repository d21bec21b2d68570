import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { callKey, personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { doOnce, onceOf } from '../once.ts'
import { answerSchema, rejectedSchema, shownAnswer, shownRejected } from './answer-json.ts'
import { isWritable } from './form-query.ts'
import { onward } from './onward.ts'
import { openOwnReview } from './open-review.ts'
import { placeOf, placeParams, reviewRoute, versionParams } from './place.ts'
import { choicesOf } from './read-answers.ts'
import { programmesOf } from './read-package.ts'
import { questionIn, questionnaireOf } from './rules.ts'
import { settleWording } from './settle-wording.ts'
import { choicesPage } from './views/choices-page.ts'

type Params = Parameters<typeof placeOf>[0]
type VersionParams = Params & { readonly form: string; readonly question: string; readonly version: string }

const choiceSchema = Type.Object({
  form: Type.String(),
  question: Type.String(),
  yours: rejectedSchema,
  theirs: Type.Union([answerSchema, Type.Null()]),
})

/** Wordings of one person that met a newer one: what there is to choose, and leaving one's own. */
export const choiceRoutes = (app: App, house: House): void => {
  const read = { action: 'review.readSealed', object: 'partnership' }
  const write = { action: 'review.write', object: 'partnership' }
  const undecided = async (request: FastifyRequest<{ Params: Params }>) => {
    const review = await openOwnReview(house, personOf(request), placeOf(request.params), request.at)
    // What is submitted is no longer chosen; every wording stays in its line's history.
    if (!isWritable(house, review)) return { review, choices: [] }
    const questionnaire = questionnaireOf(review.opened.season.criteria, await programmesOf(house.db, review.seat))
    const choices = (await choicesOf(house.db, review.place, personOf(request))).flatMap(choice => {
      const asked = questionIn(questionnaire, choice.form, choice.question)
      return asked === null ? [] : [{ ...choice, asked }]
    })
    return { review, choices }
  }

  const params = Type.Object(placeParams)

  app.get(`${reviewRoute}/choices`, { config: { access: read }, schema: { params } }, async (request, reply) =>
    sendPage(reply, choicesPage(request.frame, await undecided(request))),
  )

  app.get(
    `/api${reviewRoute}/choices`,
    {
      config: { access: read },
      schema: {
        summary: "One's own wordings that met a newer one",
        params,
        response: { 200: Type.Object({ choices: Type.Array(choiceSchema) }) },
      },
    },
    async request => ({
      choices: (await undecided(request)).choices.map(({ form, question, yours, theirs }) => ({
        form,
        question,
        yours: shownRejected(request, yours),
        theirs: theirs && shownAnswer(request, theirs),
      })),
    }),
  )

  const settle = async (request: FastifyRequest<{ Params: VersionParams }>, key: string): Promise<void> => {
    const { form, question, version } = request.params
    const person = personOf(request)
    const { place } = await openOwnReview(house, person, placeOf(request.params), request.at)
    const outcome = await house.db.transaction().execute(tx =>
      doOnce(tx, person, onceOf(request, key, {}), async () => {
        const settled = await settleWording(tx, { place, form, question }, version, person, request.at)
        return settled === null ? { absent: true } : { done: {} }
      }),
    )
    if ('keyReused' in outcome) throwProblem(problem('key-reused'))
    if ('absent' in outcome) throwProblem(problem('not-found'))
  }

  const route = `${reviewRoute}/answers/:form/:question/versions/:version/settle`

  app.post(
    route,
    {
      config: { access: write },
      schema: { params: Type.Object(versionParams), body: Type.Object({ base: Type.Integer({ minimum: 0 }) }) },
    },
    async (request, reply) => {
      await settle(request, house.newId())
      return reply.redirect(await onward(house, request, request.params, { is: 'saved' }), 303)
    },
  )

  app.post(
    `/api${route}`,
    {
      config: { access: write },
      schema: {
        summary: "Leave one's own wording that was not taken, and take the other",
        params: Type.Object(versionParams),
        headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ format: 'uuid' })) }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await settle(request, callKey(request))
      return reply.code(204).send(null)
    },
  )
}
