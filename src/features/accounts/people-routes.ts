import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Action } from '../../../workflows/permissions.ts'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { isCoordinator, openSchool } from '../access/school.ts'
import type { House } from '../house.ts'
import { amendAnswer, doOnce, onceOf } from '../once.ts'
import { whyUnsent } from './background.ts'
import { sendInvitation } from './letters.ts'
import { admit } from './limits.ts'
import {
  newcomerFaults,
  type PeopleAct,
  type PeopleBody,
  type PeopleParams,
  peopleActs,
  peoplePath,
  readdressLetters,
  roleSchema,
  sayRefusal,
  unprocessable,
} from './people-acts.ts'
import { peopleOf, peopleSeen } from './people-queries.ts'
import { type PeoplePage, peoplePage, personPage } from './views/people-page.ts'

const id = Type.String({ format: 'uuid' })
const textOrNull = Type.Union([Type.String(), Type.Null()])
const config = (action: Action) => ({ access: { action, object: 'school' } })
const letterState = Type.Union([Type.Literal('sent'), Type.Literal('unsent'), Type.Literal('tooOften'), Type.Null()])

const memberSchema = Type.Object({
  person: id,
  name: textOrNull,
  email: textOrNull,
  phone: textOrNull,
  role: roleSchema,
  access: Type.String(),
  addressFault: Type.Union([
    Type.Object({ since: Type.String({ format: 'date-time' }), status: textOrNull, says: textOrNull }),
    Type.Null(),
  ]),
})

/** The people of a school (rules 8): who is there, inviting, changing roles, replacing and removing. */
export const peopleRoutes = (app: App, house: House, realMs: () => number): void => {
  const { db, newId } = house

  const read = async (request: FastifyRequest, school: string, action: Action): Promise<PeoplePage> => {
    const { may } = await openSchool(db, request.viewer?.personId ?? '', school, action)
    return { ...(await peopleOf(db, school, realMs())), mayEdit: may('members.edit') !== null, once: newId() }
  }

  const showPerson = (request: FastifyRequest, reply: FastifyReply, it: PeoplePage, status = 200) => {
    const member = it.people.find(({ person }) => person === (request.params as PeopleParams).person)
    if (member === undefined) return throwProblem(problem('not-found'))
    return sendPage(reply, personPage(request.frame, it, member), status)
  }

  const actRun = createRun(house, realMs)

  app.get(
    peoplePath,
    {
      config: config('members.read'),
      schema: {
        params: Type.Object({ school: id }),
        querystring: Type.Object({ done: Type.Optional(Type.String({ maxLength: 20 })) }),
      },
    },
    async (request, reply) => {
      const it = await read(request, request.params.school, 'members.read')
      const { done } = request.query
      return sendPage(reply, peoplePage(request.frame, done === undefined ? it : { ...it, done }))
    },
  )

  app.get(
    `${peoplePath}/:person`,
    { config: config('members.edit'), schema: { params: Type.Object({ school: id, person: id }) } },
    async (request, reply) => showPerson(request, reply, await read(request, request.params.school, 'members.edit')),
  )

  app.get(
    `/api${peoplePath}`,
    {
      config: { ...config('members.read'), etag: true },
      schema: {
        summary: 'The people of a school',
        params: Type.Object({ school: id }),
        response: { 200: Type.Array(memberSchema) },
      },
    },
    async (request, reply) => {
      const { people } = await read(request, request.params.school, 'members.read')
      return reply.header('etag', `"${peopleSeen(people)}"`).send(people.map(({ lang: _, ...shown }) => shown))
    },
  )

  for (const act of peopleActs(newId)) {
    const params = Type.Object(act.path.includes(':person') ? { school: id, person: id } : { school: id })
    const once = Type.String({ minLength: 8, maxLength: 200 })
    const seen = act.stale ? { seen: Type.String({ maxLength: 32 }) } : {}
    const body = Type.Object({ ...act.body, once, ...seen })

    app.post(act.path, { config: config('members.edit'), schema: { params, body } }, async (request, reply) => {
      const { once, seen = null, ...fields } = request.body as PeopleBody & { once: string; seen?: string }
      const outcome = await actRun(request, act, fields, seen, once)
      const { school, person } = request.params as PeopleParams
      if ('faults' in outcome) {
        const it = { ...(await read(request, school, 'members.edit')), typed: fields, faults: outcome.faults }
        if (person === undefined) return sendPage(reply, peoplePage(request.frame, it), 422)
        return showPerson(request, reply, it, 422)
      }
      const done = outcome.letter === 'unsent' || outcome.letter === 'tooOften' ? outcome.letter : act.done
      return reply.redirect(`/schools/${school}/people?done=${done}`, 303)
    })

    app.post(
      `/api${act.path}`,
      {
        config: config('members.edit'),
        schema: {
          summary: act.summary,
          params,
          headers: Type.Object({
            ...(act.stale ? { 'if-match': Type.Optional(Type.String()) } : {}),
            'idempotency-key': Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
          }),
          body: Type.Object(act.body),
          response: { 200: Type.Object({ person: id, letter: letterState }) },
        },
      },
      async request => {
        const key = String(request.headers['idempotency-key'] ?? throwProblem(problem('key-required')))
        const outcome = await actRun(request, act, request.body as PeopleBody, act.stale ? ifMatch(request) : null, key)
        return 'faults' in outcome ? throwProblem(unprocessable(outcome.faults)) : outcome
      },
    )
  }
}

const ifMatch = ({ headers }: FastifyRequest): string =>
  /^"?([0-9a-f]{16})"?$/.exec(headers['if-match'] ?? '')?.[1] ?? throwProblem(problem('precondition-required'))

/** Checks, acts once, and writes to whoever came. Ends the request with a problem, or returns what stands in the way of a field. */
const createRun = (house: House, realMs: () => number) => {
  const { db } = house

  const letterTo = async (request: FastifyRequest, school: string, person: string) => {
    const found = await peopleOf(db, school, realMs())
    const member = found.people.find(each => each.person === person)
    if (member?.email == null) return 'unsent' as const
    const { email, lang, role } = member
    if ('waitSeconds' in (await admit(house, { kind: 'letter', email, ip: request.ip }, realMs())))
      return 'tooOften' as const
    try {
      await sendInvitation(house, { person, email, lang }, { school: found.school.name, role }, realMs())
      return 'sent' as const
    } catch (error) {
      request.log.error({ ...whyUnsent(error), person }, 'invitation not handed over')
      return 'unsent' as const
    }
  }

  return async (request: FastifyRequest, act: PeopleAct, body: PeopleBody, seen: string | null, key: string) => {
    const params = request.params as PeopleParams
    const actor = request.viewer?.personId ?? ''
    const as = (await openSchool(db, actor, params.school, 'members.edit')).may('members.edit')
    const faults = newcomerFaults(request, body)
    if (Object.keys(faults).length > 0) return { faults }
    const asking = { school: params.school, seen, coordinator: as !== null && isCoordinator(as), at: request.at }
    const once = onceOf(request, key, body)
    const outcome = await db.transaction().execute(tx =>
      doOnce(tx, actor, once, async () => {
        const outcome = await act.run(tx, asking, params, body)
        if ('done' in outcome) await readdressLetters(tx, house.workflow, { act, params, body }, outcome, request.at)
        return outcome
      }),
    )
    if ('keyReused' in outcome) return throwProblem(problem('key-reused'))
    if ('refused' in outcome) {
      const said = sayRefusal(request, outcome.refused)
      return 'faults' in said ? said : throwProblem(said.problem)
    }
    const { person } = outcome.done
    if (!act.invites) return { person, letter: null }
    if (!outcome.first) return { letter: null, ...outcome.done }
    const letter = await letterTo(request, params.school, person)
    await amendAnswer(db, actor, key, { person, letter })
    return { person, letter }
  }
}
