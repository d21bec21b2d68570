import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import { callKey, personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { sayMissing } from './answering.ts'
import { replyParams, threadParams, threadPath, threadRoute } from './place.ts'
import { answer, ask, type SayOutcome } from './questions.ts'
import { threadJson, threadSchema } from './thread-json.ts'
import { type FindDocument, questionIn, readThread } from './thread-query.ts'
import type { Told } from './views/parts.ts'
import { threadPage } from './views/thread-page.ts'

const read = { access: { action: 'package.read', object: 'partnership' } }
const write = { access: { action: 'questions.write', object: 'partnership' } }
const params = Type.Object(threadParams)
const paramsOfReply = Type.Object(replyParams)
const longestText = 8000

const api = {
  headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })) }),
  body: Type.Object({ body: Type.String({ minLength: 1, maxLength: longestText, pattern: '\\S' }) }),
  response: { 201: Type.Object({ id: Type.String(), at: Type.String() }) },
}
const formBody = Type.Object({
  body: Type.String({ maxLength: longestText }),
  once: Type.String({ minLength: 8, maxLength: 200 }),
})

type Place = { readonly root: string; readonly document: string }

/** What was said, or the end of the request. */
const saidOf = (request: FastifyRequest, outcome: SayOutcome): { id: string; at: string } => {
  switch (outcome.is) {
    case 'said':
      return { id: outcome.id, at: outcome.at }
    case 'absent':
      return throwProblem(problem('not-found'))
    case 'forbidden':
      return throwProblem(problem('forbidden'))
    case 'keyReused':
      return throwProblem(problem('key-reused'))
    case 'closed':
      return throwProblem(problem('not-now', { missing: sayMissing(request, ['closed']) }))
  }
}

/** The thread of questions of a document: who may read the document may ask and answer. */
export const questionRoutes = (app: App, house: House, findDocument: FindDocument): void => {
  const threadFor = (request: FastifyRequest, place: Place) =>
    readThread(house, findDocument, { person: personOf(request), at: request.at }, place)

  const show = async (request: FastifyRequest, reply: FastifyReply, place: Place, told: Told | null = null) => {
    const forms = { frame: request.frame, once: house.newId, told }
    return sendPage(reply, threadPage(forms, await threadFor(request, place)), told === null ? 200 : 422)
  }

  const sayingOf = (request: FastifyRequest, { root }: Place, body: string, client: string) => ({
    root,
    body,
    client,
    person: personOf(request),
    at: request.at,
  })

  const blank = (request: FastifyRequest, reply: FastifyReply, place: Place, form: string, body: string) => {
    const faults = new Map([['body', words(request.lang).meetings.questions.needed]])
    return show(request, reply, place, { form, faults, typed: { body } })
  }

  app.get(threadRoute, { config: read, schema: { params } }, async (request, reply) =>
    show(request, reply, request.params),
  )

  app.get(
    `/api${threadRoute}`,
    {
      config: read,
      schema: { summary: 'The questions about a document, with answers', params, response: { 200: threadSchema } },
    },
    async request => threadJson(await threadFor(request, request.params)),
  )

  app.post(threadRoute, { config: write, schema: { params, body: formBody } }, async (request, reply) => {
    const { params: place, body } = request
    if (body.body.trim() === '') return blank(request, reply, place, 'ask', body.body)
    await threadFor(request, place)
    const { id } = saidOf(request, await ask(house, sayingOf(request, place, body.body, body.once), place.document))
    return reply.redirect(`${threadPath(place.root, place.document)}#q-${id}`, 303)
  })

  app.post(
    `/api${threadRoute}`,
    { config: write, schema: { summary: 'Asks about a document', params, ...api } },
    async (request, reply) => {
      const { params: place, body } = request
      await threadFor(request, place)
      const saying = sayingOf(request, place, body.body, callKey(request))
      return reply.code(201).send(saidOf(request, await ask(house, saying, place.document)))
    },
  )

  app.post(
    `${threadRoute}/:asked/replies`,
    { config: write, schema: { params: paramsOfReply, body: formBody } },
    async (request, reply) => {
      const { body } = request
      const { asked, ...place } = request.params
      const { id } = questionIn(await threadFor(request, place), asked)
      if (body.body.trim() === '') return blank(request, reply, place, `reply-${id}`, body.body)
      saidOf(request, await answer(house, sayingOf(request, place, body.body, body.once), id))
      return reply.redirect(`${threadPath(place.root, place.document)}#q-${id}`, 303)
    },
  )

  app.post(
    `/api${threadRoute}/:asked/replies`,
    { config: write, schema: { summary: 'Answers a question', params: paramsOfReply, ...api } },
    async (request, reply) => {
      const { asked, ...place } = request.params
      const { id } = questionIn(await threadFor(request, place), asked)
      const saying = sayingOf(request, place, request.body.body, callKey(request))
      return reply.code(201).send(saidOf(request, await answer(house, saying, id)))
    },
  )
}
