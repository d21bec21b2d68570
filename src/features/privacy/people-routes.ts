import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { retellSchools, schoolsServed } from '../../letters/retell.ts'
import { words } from '../../words/index.ts'
import { callKey, personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { keyHeader, once, onceField } from './asking.ts'
import { exportOf } from './export.ts'
import { erasePerson, type KnownPerson, knownPeople, mentionsOf } from './people.ts'
import { peoplePage, personPage } from './views/people-page.ts'

export type ForgetLetters = (needles: readonly string[]) => Promise<void>

const text = Type.String()
const textOrNull = Type.Union([text, Type.Null()])
const id = Type.String({ format: 'uuid' })
const params = Type.Object({ person: id })
const exportSchema = Type.Object({}, { additionalProperties: true })
const mostOnAPage = 200

const person = {
  id: text,
  name: textOrNull,
  email: textOrNull,
  phone: textOrNull,
  erasedAt: textOrNull,
  askedAt: textOrNull,
  roles: Type.Array(Type.Object({ role: text, school: textOrNull })),
}

const personJson = ({ roles, ...it }: KnownPerson) => ({ ...it, roles: roles.map(role => ({ ...role })) })

/** All that is kept about somebody, as a file to take along. */
export const asFile = async ({ db }: Pick<House, 'db'>, reply: FastifyReply, of: string): Promise<FastifyReply> =>
  reply
    .header('content-disposition', 'attachment; filename="vzaimo-data.json"')
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(await exportOf(db, of), null, 2))

/** The erasure of people, which is the federal coordinator's: who asked, who it is, and the deed. */
export const peopleRoutes = (app: App, house: House, forgetLetters: ForgetLetters): void => {
  const { db } = house
  const access = { action: 'person.erase', object: 'person' }

  app.get(
    '/erasures',
    {
      config: { access },
      schema: { querystring: Type.Object({ email: Type.Optional(Type.String({ maxLength: 254 })) }) },
    },
    async (request, reply) => {
      const email = request.query.email?.trim() ?? ''
      const asked = await knownPeople(db, { askedAfter: null, limit: mostOnAPage })
      const found = email === '' ? null : await knownPeople(db, { email })
      return sendPage(reply, peoplePage(request.frame, { asked, email, found }))
    },
  )

  app.get(
    '/api/erasures',
    {
      config: { access },
      schema: {
        summary: 'Who asked that their data be erased; with `email`, who has that address',
        querystring: Type.Object({
          email: Type.Optional(Type.String({ maxLength: 254 })),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
          after: Type.Optional(Type.String({ format: 'uuid', description: 'The `next` of the part before' })),
        }),
        response: { 200: Type.Object({ people: Type.Array(Type.Object(person)), next: textOrNull }) },
      },
    },
    async request => {
      const { email, limit = 50, after = null } = request.query
      const found = await knownPeople(db, email === undefined ? { askedAfter: after, limit: limit + 1 } : { email })
      const people = found.slice(0, limit).map(personJson)
      return { people, next: found.length > limit ? (people.at(-1)?.id ?? null) : null }
    },
  )

  const known = async (of: string) => {
    const [found] = await knownPeople(db, { id: of })
    return found ?? throwProblem(problem('not-found'))
  }

  app.get('/erasures/:person', { config: { access }, schema: { params } }, async (request, reply) => {
    const it = await known(request.params.person)
    return sendPage(reply, personPage(request.frame, it, await mentionsOf(db, it), house.newId))
  })

  app.get(
    '/api/erasures/:person',
    {
      config: { access },
      schema: {
        summary: 'A person, and in how many rows of which tables they are named beside their own',
        params,
        response: {
          200: Type.Object({
            ...person,
            mentions: Type.Array(Type.Object({ table: text, rows: Type.Integer() })),
          }),
        },
      },
    },
    async request => {
      const it = await known(request.params.person)
      return { ...personJson(it), mentions: await mentionsOf(db, it) }
    },
  )

  app.get('/erasures/:person/export', { config: { access }, schema: { params } }, async (request, reply) =>
    asFile(house, reply, (await known(request.params.person)).id),
  )

  app.get(
    '/api/erasures/:person/export',
    {
      config: { access },
      schema: { summary: 'Everything that is kept about a person, by table', params, response: { 200: exportSchema } },
    },
    async request => exportOf(db, (await known(request.params.person)).id),
  )

  const erase = (request: FastifyRequest<{ Params: { person: string } }>, key: string) => {
    const whom = { person: request.params.person, author: personOf(request), at: request.at }
    return once(house, request, key, {}, async tx => {
      const served = await schoolsServed(tx, whom.person)
      const outcome = await erasePerson(tx, house.secret, forgetLetters, whom)
      if (served.length > 0) await retellSchools(tx, house.workflow, served, request.at)
      if (outcome === 'absent') throwProblem(problem('not-found'))
      if (outcome !== 'lastFederal') return
      const says = words(request.lang).privacy.people.lastFederal
      throwProblem(problem('not-now', { missing: [{ code: 'lastFederal', says }] }))
    })
  }

  app.post(
    '/erasures/:person',
    { config: { access }, schema: { params, body: Type.Object({ once: onceField }) } },
    async (request, reply) => {
      await erase(request, request.body.once)
      return reply.redirect(`/erasures/${request.params.person}`, 303)
    },
  )

  app.post(
    '/api/erasures/:person',
    {
      config: { access },
      schema: {
        summary: 'Erases a person’s data; what they did stays under an id',
        params,
        headers: keyHeader,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await erase(request, callKey(request))
      return reply.code(204).send(null)
    },
  )
}
