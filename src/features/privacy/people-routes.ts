import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import type { House } from '../house.ts'
import { exportOf } from './export.ts'
import { askErasure, erasePerson, knownPeople, mentionsOf, withdrawRequest } from './people.ts'
import { peoplePage, personPage } from './views/people-page.ts'
import { policyPage } from './views/policy-page.ts'

export type ForgetLetters = (needles: readonly string[]) => Promise<void>

const person = Type.Object({ person: Type.String({ format: 'uuid' }) })
const exportSchema = Type.Object({}, { additionalProperties: true })

/** The policy, taking one's own data along, asking for erasure, and the erasure itself, which is the federal coordinator's. */
export const peopleRoutes = (app: App, house: House, forgetLetters: ForgetLetters): void => {
  const { db } = house
  const federal = { action: 'person.erase', object: 'person' }
  const me = (request: FastifyRequest) => request.viewer?.personId ?? ''

  const asFile = async (reply: FastifyReply, of: string) =>
    reply
      .header('content-disposition', 'attachment; filename="vzaimo-data.json"')
      .header('cache-control', 'no-store')
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(await exportOf(db, of), null, 2))

  app.get('/privacy', { config: { access: 'public' } }, async (request, reply) => {
    const [own] = request.viewer === null ? [] : await knownPeople(db, { id: me(request) })
    return sendPage(reply, policyPage(request.frame, own ?? null))
  })

  app.get('/me/export', { config: { access: 'signed-in' } }, async (request, reply) => asFile(reply, me(request)))

  app.get(
    '/api/me/export',
    {
      config: { access: 'signed-in' },
      schema: { summary: 'Everything that is kept about the caller, by table', response: { 200: exportSchema } },
    },
    async request => exportOf(db, me(request)),
  )

  app.post(
    '/me/erasure',
    {
      config: { access: 'signed-in' },
      schema: { body: Type.Object({ wish: Type.Union([Type.Literal('ask'), Type.Literal('withdraw')]) }) },
    },
    async (request, reply) => {
      if (request.body.wish === 'ask') await askErasure(db, me(request), request.at)
      else await withdrawRequest(db, me(request))
      return reply.redirect('/privacy#rights', 303)
    },
  )

  app.get(
    '/erasures',
    {
      config: { access: federal },
      schema: { querystring: Type.Object({ email: Type.Optional(Type.String({ maxLength: 254 })) }) },
    },
    async (request, reply) => {
      const email = request.query.email?.trim() ?? ''
      const found = email === '' ? null : await knownPeople(db, { email })
      return sendPage(reply, peoplePage(request.frame, { asked: await knownPeople(db, 'asked'), email, found }))
    },
  )

  const known = async (id: string) => {
    const [found] = await knownPeople(db, { id })
    return found ?? throwProblem(problem('not-found'))
  }

  app.get('/erasures/:person', { config: { access: federal }, schema: { params: person } }, async (request, reply) => {
    const it = await known(request.params.person)
    return sendPage(reply, personPage(request.frame, it, await mentionsOf(db, it)))
  })

  app.get(
    '/erasures/:person/export',
    { config: { access: federal }, schema: { params: person } },
    async (request, reply) => asFile(reply, (await known(request.params.person)).id),
  )

  app.get(
    '/api/people/:person/export',
    {
      config: { access: federal },
      schema: {
        summary: 'Everything that is kept about a person, by table',
        params: person,
        response: { 200: exportSchema },
      },
    },
    async request => exportOf(db, (await known(request.params.person)).id),
  )

  const erase = async (request: FastifyRequest, id: string): Promise<void> => {
    const outcome = await erasePerson(house, forgetLetters, { person: id, author: me(request), at: request.at })
    if (outcome === 'absent') throwProblem(problem('not-found'))
    if (outcome === 'lastFederal') {
      const says = words(request.lang).privacy.people.lastFederal
      throwProblem(problem('not-now', { missing: [{ code: 'lastFederal', says }] }))
    }
  }

  app.post('/erasures/:person', { config: { access: federal }, schema: { params: person } }, async (request, reply) => {
    await erase(request, request.params.person)
    return reply.redirect(`/erasures/${request.params.person}`, 303)
  })

  app.post(
    '/api/people/:person/erase',
    {
      config: { access: federal },
      schema: {
        summary: 'Erases a person’s data; what they did stays under an id',
        params: person,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await erase(request, request.params.person)
      return reply.code(204).send(null)
    },
  )
}
