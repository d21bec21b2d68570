import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { cursorText, readCursor } from './history-cursor.ts'
import { type LetterHistory, lettersOfPerson, lettersOfSchool, ownLetters, type Wanted } from './history-query.ts'
import { entryJson, entrySchema, next, sayingIn, uuid } from './json.ts'
import { muteable, mutedBy } from './mute.ts'
import { myLettersPage, personLettersPage, schoolLettersPage } from './views/history-page.ts'

const few = 50
const querystring = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: few, description: 'How many at most' })),
  after: Type.Optional(Type.String({ maxLength: 60, description: 'The `next` of the part before' })),
})
const historySchema = Type.Object({ entries: Type.Array(entrySchema), next })
const mineSchema = Type.Object({
  entries: Type.Array(entrySchema),
  next,
  muted: Type.Array(Type.String(), { description: 'Kinds of letters that one does without' }),
  muteable: Type.Array(Type.String(), { description: 'Kinds that one may do without' }),
})

const wantedIn = ({ query }: FastifyRequest): Wanted => {
  const { limit = few, after } = query as { limit?: number; after?: string }
  return { limit, after: after === undefined ? null : (readCursor(after) ?? throwProblem(problem('not-found'))) }
}

const goesOn = ({ query }: FastifyRequest) => (query as { after?: string }).after !== undefined

const asJson = (request: FastifyRequest, { entries, next: onward }: LetterHistory) => ({
  entries: entries.map(it => entryJson(sayingIn(request), it)),
  next: onward === null ? null : cursorText(onward),
})

/** "Why did I, or did I not, get this letter?": for each person, for a coordinator about a person, and for a school. */
export const historyRoutes = (app: App, house: House): void => {
  const { db } = house

  app.get(
    '/me/letters',
    {
      config: { access: 'signed-in' },
      schema: { querystring: Type.Object({ ...querystring.properties, done: Type.Optional(Type.Literal('muted')) }) },
    },
    async (request, reply) => {
      const person = personOf(request)
      const [history, muted] = await Promise.all([ownLetters(db, person, wantedIn(request)), mutedBy(db, person)])
      const forms = { frame: request.frame, once: house.newId }
      const it = { ...history, muted, goesOn: goesOn(request), saved: request.query.done === 'muted' }
      return sendPage(reply, myLettersPage(forms, it))
    },
  )
  app.get(
    '/api/me/letters',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: 'What was sent to oneself, what will go, and why something did not',
        querystring,
        response: { 200: mineSchema },
      },
    },
    async request => {
      const person = personOf(request)
      const [history, muted] = await Promise.all([ownLetters(db, person, wantedIn(request)), mutedBy(db, person)])
      return { ...asJson(request, history), muted: [...muted], muteable: [...muteable] }
    },
  )

  const ofPerson = { access: { action: 'letters.read', object: 'territory' } }
  const personParams = Type.Object({ person: uuid })
  app.get(
    '/people/:person/letters',
    { config: ofPerson, schema: { params: personParams, querystring } },
    async (request, reply) => {
      const found = await lettersOfPerson(db, personOf(request), request.params.person, wantedIn(request))
      return sendPage(reply, personLettersPage(request.frame, found, goesOn(request)))
    },
  )
  app.get(
    '/api/people/:person/letters',
    {
      config: ofPerson,
      schema: {
        summary: 'The letters to a person about the schools of a territory, and why something did not go',
        params: personParams,
        querystring,
        response: { 200: historySchema },
      },
    },
    async request =>
      asJson(request, await lettersOfPerson(db, personOf(request), request.params.person, wantedIn(request))),
  )

  const ofSchool = { access: { action: 'letters.readSchool', object: 'school' } }
  const schoolParams = Type.Object({ school: uuid })
  app.get(
    '/schools/:school/letters',
    { config: ofSchool, schema: { params: schoolParams, querystring } },
    async (request, reply) => {
      const found = await lettersOfSchool(db, personOf(request), request.params.school, wantedIn(request))
      return sendPage(reply, schoolLettersPage(request.frame, found, goesOn(request)))
    },
  )
  app.get(
    '/api/schools/:school/letters',
    {
      config: ofSchool,
      schema: {
        summary: 'The letters about a school, and why something did not go',
        params: schoolParams,
        querystring,
        response: { 200: historySchema },
      },
    },
    async request =>
      asJson(request, await lettersOfSchool(db, personOf(request), request.params.school, wantedIn(request))),
  )
}
