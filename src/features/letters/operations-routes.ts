import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { trustAddress } from '../../letters/address-faults.ts'
import { callKey, personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { doOnce, onceOf } from '../once.ts'
import { lettersOfPerson } from './history-query.ts'
import { next, uuid } from './json.ts'
import { cursorText, readCursor } from './operations-cursor.ts'
import { type LookAtQueues, type Operations, operationsOf } from './operations-query.ts'
import { operationsPage } from './views/operations-page.ts'

const few = 50
const querystring = Type.Object({
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 200, default: few, description: 'How many addresses at most' }),
  ),
  after: Type.Optional(Type.String({ maxLength: 80, description: 'The `next` of the part before' })),
})

const text = Type.String()
const textOrNull = Type.Union([text, Type.Null()])
const count = Type.Integer()
const operationsSchema = Type.Object({
  due: Type.Array(Type.Object({ source: text, things: count, oldest: textOrNull })),
  letters: Type.Array(Type.Object({ state: text, all: count, hour: count })),
  channel: Type.Object({ restsUntil: textOrNull, faults: count, says: textOrNull, lastSentAt: textOrNull }),
  domains: Type.Array(Type.Object({ domain: text, handed: count, since: text })),
  faults: Type.Array(
    Type.Object({
      person: text,
      name: textOrNull,
      schoolName: textOrNull,
      since: text,
      status: textOrNull,
      says: textOrNull,
    }),
  ),
  next,
  queues: Type.Union([
    Type.Array(Type.Object({ queue: text, waiting: count, active: count, delayed: count, failed: count })),
    Type.Null(),
  ]),
})

const asJson = ({ due, letters, domains, faults, queues, channel, next: onward }: Operations) => ({
  due: [...due],
  letters: [...letters],
  channel,
  domains: [...domains],
  faults: [...faults],
  next: onward === null ? null : cursorText(onward),
  queues: queues === null ? null : [...queues],
})

/** The queues for the operator, and "this address works again" for whoever answers for its reader. */
export const operationsRoutes = (app: App, house: House, look: LookAtQueues, realMs: () => number): void => {
  const { db } = house
  const config = { access: { action: 'operations.read', object: 'installation' } }
  const read = ({ at, query }: FastifyRequest) => {
    const { limit = few, after } = query as { limit?: number; after?: string }
    const realNow = new Date(realMs()).toISOString()
    return operationsOf(db, look, { at, realNow, after: readCursor(after), limit })
  }

  app.get(
    '/operations/queues',
    {
      config,
      schema: { querystring: Type.Object({ ...querystring.properties, done: Type.Optional(Type.Literal('works')) }) },
    },
    async (request, reply) => {
      const forms = { frame: request.frame, once: house.newId }
      return sendPage(reply, operationsPage(forms, await read(request), request.query.done === 'works'))
    },
  )
  app.get(
    '/api/operations/queues',
    {
      config,
      schema: {
        summary: 'What has fallen due and waits, how letters go, how the mail server is, which addresses fail',
        querystring,
        response: { 200: operationsSchema },
      },
    },
    async request => asJson(await read(request)),
  )

  const managed = { access: { action: 'letters.manage', object: 'territory' } }
  const params = Type.Object({ person: uuid })
  const works = async (request: FastifyRequest, person: string, key: string) => {
    const asking = personOf(request)
    await lettersOfPerson(db, asking, person, { after: null, limit: 1 })
    const outcome = await db.transaction().execute(tx =>
      doOnce(tx, asking, onceOf(request, key, {}), async () => ({
        done: { works: await trustAddress(tx, person, request.at) },
      })),
    )
    return 'done' in outcome ? outcome.done : throwProblem(problem('key-reused'))
  }

  app.post(
    '/people/:person/address-works',
    { config: managed, schema: { params, body: Type.Object({ once: Type.String({ minLength: 8, maxLength: 200 }) }) } },
    async (request, reply) => {
      await works(request, request.params.person, request.body.once)
      const federal = request.viewer?.roles.some(({ role }) => role === 'federalCoordinator')
      return reply.redirect(federal ? '/operations/queues?done=works' : `/people/${request.params.person}/letters`, 303)
    },
  )
  app.post(
    '/api/people/:person/address-works',
    {
      config: managed,
      schema: {
        summary: 'Letters go to this person’s address again',
        params,
        headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })) }),
        body: Type.Object({}),
        response: {
          200: Type.Object({ works: Type.Boolean({ description: 'Whether it was noted as failing until now' }) }),
        },
      },
    },
    async request => works(request, request.params.person, callKey(request)),
  )
}
