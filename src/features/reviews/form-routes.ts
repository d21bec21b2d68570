import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import type { House } from '../house.ts'
import { answerSchema, LONGEST, shownAnswer } from './answer-json.ts'
import { type FormPage, formPageOf } from './form-query.ts'
import { openOwnReview } from './open-review.ts'
import { choicePath, formParams, formPath, placeOf, reviewPath, reviewRoute } from './place.ts'
import { programmesOf } from './read-package.ts'
import { type Question, questionnaireOf, questionsOf, type Score, wholeReview } from './rules.ts'
import { type SaveOutcome, type SeasonOf, saveAnswer } from './save-answer.ts'
import { formPage } from './views/form-page.ts'
import { questionText, sayingOf } from './views/saying.ts'
import { tidy } from './wording.ts'

const access = { action: 'review.readSealed', object: 'partnership' }

const countSchema = Type.Object({ done: Type.Integer(), total: Type.Integer() })

const formSchema = Type.Object({
  form: Type.String(),
  title: Type.String(),
  school: Type.String(),
  writable: Type.Boolean(),
  count: countSchema,
  forms: Type.Array(Type.Object({ form: Type.String(), count: Type.Union([countSchema, Type.Null()]) })),
  document: Type.Union([
    Type.Object({ id: Type.String(), version: Type.Integer(), at: Type.String(), filename: Type.String() }),
    Type.Null(),
  ]),
  lines: Type.Array(
    Type.Object({
      question: Type.String(),
      kind: Type.String(),
      text: Type.String(),
      private: Type.Boolean(),
      lack: Type.Union([Type.String(), Type.Null()]),
      suggestsNotApplicable: Type.Boolean(),
      answer: Type.Union([answerSchema, Type.Null()]),
    }),
  ),
})

const asJson = (request: FastifyRequest, it: FormPage) => {
  const saying = sayingOf(request.frame)
  return {
    form: it.form?.id ?? wholeReview,
    title: it.form === null ? words(request.lang).reviews.closing : it.form.title[request.lang],
    school: it.school,
    writable: it.writable,
    count: it.count,
    forms: it.tabs.map(({ form, count }) => ({ form, count })),
    document: it.document && {
      id: it.document.id,
      version: it.document.version,
      at: it.document.at,
      filename: it.document.filename,
    },
    lines: it.lines.map(({ question, answer, lack, suggestion }) => ({
      question: question.id,
      kind: question.kind,
      text: questionText(saying, question),
      private: question.kind === 'closing' && question.question.private,
      lack,
      suggestsNotApplicable: suggestion !== null,
      answer: answer && shownAnswer(request, answer),
    })),
  }
}

/** A line as a plain form posts it. */
type Posted = {
  readonly question: Question
  readonly base: number
  readonly score: Score | null
  readonly body: string
}

const scores: readonly string[] = ['0', '1', '2', '3', 'notApplicable']

const postedLine = (fields: Readonly<Record<string, string>>, question: Question): Posted[] => {
  const [base, body, score] = ['base', 'body', 'score'].map(name => fields[`${name}:${question.id}`])
  if (base === undefined || body === undefined || !/^\d{1,9}$/.test(base)) return []
  return [
    {
      question,
      base: Number(base),
      score: score !== undefined && scores.includes(score) ? (score as Score) : null,
      body: tidy(body),
    },
  ]
}

/** Where a person goes who pressed a button of the plain form: to choose, to what came too late, on to submitting, or back. */
const nextPath = (
  place: ReturnType<typeof placeOf>,
  form: string,
  outcomes: readonly SaveOutcome['is'][],
  press: string,
) => {
  if (outcomes.includes('late')) return `${reviewPath(place)}#late`
  if (outcomes.includes('outrun')) return choicePath(place)
  return press === 'submit' ? `${reviewPath(place)}/submit` : formPath(place, form)
}

/** A form's page, and saving all of it at once by a plain form. */
export const formRoutes = (app: App, house: House, seasonOf: SeasonOf): void => {
  const read = async (request: FastifyRequest<{ Params: Parameters<typeof placeOf>[0] & { form: string } }>) => {
    const person = request.viewer?.personId ?? ''
    const review = await openOwnReview(house, person, placeOf(request.params), request.at)
    return formPageOf(house, review, request.params.form, person)
  }

  app.get(
    `${reviewRoute}/forms/:form`,
    {
      config: { access },
      schema: {
        params: Type.Object(formParams),
        querystring: Type.Object({ told: Type.Optional(Type.Literal('yes')) }),
      },
    },
    async (request, reply) =>
      sendPage(reply, formPage(request.frame, await read(request), request.query.told === 'yes')),
  )

  app.get(
    `/api${reviewRoute}/forms/:form`,
    {
      config: { access },
      schema: { summary: "A form of one's own review", params: Type.Object(formParams), response: { 200: formSchema } },
    },
    async request => asJson(request, await read(request)),
  )

  app.post(
    `${reviewRoute}/forms/:form`,
    {
      config: { access: { action: 'review.write', object: 'partnership' } },
      schema: {
        params: Type.Object(formParams),
        body: Type.Record(Type.String({ maxLength: 120 }), Type.String({ maxLength: LONGEST })),
      },
    },
    async (request, reply) => {
      const place = placeOf(request.params)
      const { form } = request.params
      const person = request.viewer?.personId ?? ''
      const { press = 'save', ...fields } = request.body
      const review = await openOwnReview(house, person, place, request.at)
      const questionnaire = questionnaireOf(review.opened.season.criteria, await programmesOf(house.db, review.seat))
      const questions = questionsOf(questionnaire).filter(question => question.form === form)
      const outcomes: SaveOutcome['is'][] = []
      for (const { question, base, score, body } of questions.flatMap(question => postedLine(fields, question))) {
        const answer = { place, form, question: question.id, wording: { score, body }, base, client: null }
        const { is } = await saveAnswer(house, seasonOf, {
          ...answer,
          person,
          roles: request.viewer?.roles ?? [],
          at: request.at,
        })
        if (is === 'absent' || is === 'forbidden')
          return throwProblem(problem(is === 'absent' ? 'not-found' : 'forbidden'))
        outcomes.push(is)
      }
      return reply.redirect(nextPath(place, form, outcomes, press), 303)
    },
  )
}
