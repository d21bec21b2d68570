import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { actRoutes, reasonText } from '../act.ts'
import type { House } from '../house.ts'
import { submissionFacts } from './facts.ts'
import { isWritable } from './form-query.ts'
import { type OpenedReview, openOwnReview, openReview } from './open-review.ts'
import { keyOf, placeOf, placeParams, reviewPath, reviewRoute } from './place.ts'
import { programmesOf, schoolQuery } from './read-package.ts'
import { type ReviewPage, reviewPageOf } from './review-query.ts'
import { questionnaireOf } from './rules.ts'
import { sayMissing } from './say-missing.ts'
import { reviewPage } from './views/review-page.ts'
import { submitPage } from './views/submit-page.ts'

const countSchema = Type.Object({ done: Type.Integer(), total: Type.Integer() })
const textOrNull = Type.Union([Type.String(), Type.Null()])

const submittedSchema = Type.Object({
  version: Type.Integer(),
  score: textOrNull,
  body: textOrNull,
  scoredVersion: Type.Union([Type.Integer(), Type.Null()]),
})

const reviewSchema = Type.Object({
  n: Type.Integer(),
  state: Type.String(),
  /** How much of it the caller may read: their own, what was submitted, or only how far it is. */
  reading: Type.String(),
  count: countSchema,
  writable: Type.Boolean(),
  submittedAt: textOrNull,
  revealedAt: textOrNull,
  receipt: Type.Union([
    Type.Object({ n: Type.Integer(), at: Type.String(), hash: Type.String(), sha256: textOrNull }),
    Type.Null(),
  ]),
  changedAfterReveal: Type.Boolean(),
  results: Type.Union([
    Type.Array(
      Type.Object({
        form: Type.String(),
        question: Type.String(),
        said: Type.Union([submittedSchema, Type.Null()]),
        before: Type.Union([submittedSchema, Type.Null()]),
      }),
    ),
    Type.Null(),
  ]),
})

const asJson = ({ review, count, writable, receipt, results }: ReviewPage) => ({
  n: review.opened.n,
  state: review.state,
  reading: review.reading,
  count,
  writable,
  submittedAt: review.submittedAt,
  revealedAt: review.revealedAt,
  receipt:
    receipt !== null && review.reading === 'own'
      ? { n: receipt.n, at: receipt.at, hash: receipt.hash, sha256: receipt.sha256 }
      : null,
  changedAfterReveal: results?.changed ?? false,
  results:
    results &&
    [...results.lines.values()].map(({ question, said, before }) => ({
      form: question.form,
      question: question.id,
      said,
      before,
    })),
})

const missingSchema = Type.Object({
  missing: Type.Array(Type.Object({ code: Type.String(), says: Type.String(), href: Type.String() })),
})

type Params = Parameters<typeof placeOf>[0]

/** A review's own page, what it lacks, and the acts on it. */
export const reviewPageRoutes = (app: App, house: House): void => {
  const access = { action: 'review.count', object: 'partnership' }
  const params = Type.Object(placeParams)

  const read = async (request: FastifyRequest<{ Params: Params }>) => {
    const person = request.viewer?.personId ?? ''
    const review = await openReview(house, person, placeOf(request.params), request.at)
    return reviewPageOf(house, review, person, request.at)
  }

  const saidMissing = async (request: FastifyRequest, review: OpenedReview, codes: readonly string[]) => {
    const { criteria } = review.opened.season
    const questionnaire = questionnaireOf(criteria, await programmesOf(house.db, review.seat))
    return sayMissing(request.lang, review.place, questionnaire, codes)
  }

  const lacking = async (request: FastifyRequest<{ Params: Params }>) => {
    const person = request.viewer?.personId ?? ''
    const review = await openOwnReview(house, person, placeOf(request.params), request.at)
    const { missing } = await submissionFacts(house.db, review.place, review.seat, person, review.opened.season)
    return { review, missing: await saidMissing(request, review, missing) }
  }

  app.get(reviewRoute, { config: { access }, schema: { params } }, async (request, reply) =>
    sendPage(reply, reviewPage(request.frame, await read(request), house.newId)),
  )

  app.get(
    `/api${reviewRoute}`,
    {
      config: { access, etag: true },
      schema: {
        summary: 'A review: how far it is, and what the caller may read',
        params,
        response: { 200: reviewSchema },
      },
    },
    async (request, reply) => {
      const page = await read(request)
      return reply.header('etag', `"${page.review.opened.n}"`).send(asJson(page))
    },
  )

  const own = { action: 'review.readSealed', object: 'partnership' }

  app.get(`${reviewRoute}/submit`, { config: { access: own }, schema: { params } }, async (request, reply) => {
    const { review, missing } = await lacking(request)
    const [school] = (await schoolQuery(review.seat).execute(house.db)).rows
    const decides = review.opened.may('review.submit', review.place.reviewer) !== null
    const it = { review, school: school?.name ?? '', missing, decides, inTime: isWritable(house, review) }
    return sendPage(reply, submitPage(request.frame, it, house.newId))
  })

  app.get(
    `/api${reviewRoute}/submit`,
    {
      config: { access: own },
      schema: { summary: 'What a review still lacks', params, response: { 200: missingSchema } },
    },
    async request => ({ missing: (await lacking(request)).missing }),
  )

  const ownParams = (fields: Readonly<Record<string, string>>) =>
    placeOf({ root: fields.root ?? '', reviewer: fields.reviewer ?? '', reviewed: fields.reviewed ?? '' })
  const next = (fields: Readonly<Record<string, string>>) => reviewPath(ownParams(fields))
  const plain = (fields: Readonly<Record<string, string>>) => ({ key: keyOf(ownParams(fields)) })
  const reasoned = (fields: Readonly<Record<string, string>>, { reason }: Readonly<Record<string, unknown>>) => ({
    ...plain(fields),
    texts: { reason: String(reason) },
  })

  actRoutes(app, house, {
    act: 'review.submit',
    path: `${reviewRoute}/submit`,
    command: plain,
    next,
    missing: async (request, fields, codes) =>
      saidMissing(
        request,
        await openOwnReview(house, request.viewer?.personId ?? '', ownParams(fields), request.at),
        codes,
      ),
  })
  actRoutes(app, house, { act: 'review.takeBack', path: `${reviewRoute}/take-back`, command: plain, next })
  const body = { reason: reasonText }
  actRoutes(app, house, { act: 'review.open', path: `${reviewRoute}/open`, body, command: reasoned, next })
  actRoutes(app, house, { act: 'review.reopen', path: `${reviewRoute}/reopen`, body, command: reasoned, next })
}
