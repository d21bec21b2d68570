import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { openPartnership } from '../access/open.ts'
import { reasonText } from '../act.ts'
import { baseOf, callKey, personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { showRecord } from './answering.ts'
import { minutesOfForm } from './form-minutes.ts'
import { saveMinutes } from './minutes.ts'
import { bothTexts, minutesJson, minutesSchema, refusedSchema, refuseWrite } from './minutes-answers.ts'
import { shownVersions } from './minutes-query.ts'
import { meetingParams, meetingPath, meetingRoute } from './place.ts'
import { longestMinutes } from './rules.ts'
import { minutesPage } from './views/minutes-page.ts'

const read = { access: { action: 'partnership.read', object: 'partnership' } }
const write = { access: { action: 'minutes.write', object: 'partnership' } }
const params = Type.Object(meetingParams)
const seat = Type.Integer({ minimum: 1 })
const versionsSchema = Type.Object({
  versions: Type.Array(Type.Object({ ...minutesSchema.properties, fate: Type.String(), recorded: Type.Boolean() })),
})

/** The text of the minutes: where it is written, all its versions, and the writing itself. */
export const minutesRoutes = (app: App, house: House): void => {
  const versionsOf = async (request: FastifyRequest<{ Params: { root: string } }>) =>
    shownVersions(
      house,
      await openPartnership(house, personOf(request), request.params.root, request.at),
      personOf(request),
    )

  app.get(`${meetingRoute}/record`, { config: read, schema: { params } }, async (request, reply) =>
    showRecord(house, request, reply, request.params.root),
  )

  app.get(`${meetingRoute}/minutes`, { config: read, schema: { params } }, async (request, reply) =>
    sendPage(reply, minutesPage(request.frame, request.params.root, await versionsOf(request))),
  )

  app.get(
    `/api${meetingRoute}/minutes`,
    {
      config: read,
      schema: { summary: 'Every wording of the minutes, newest first', params, response: { 200: versionsSchema } },
    },
    async request => ({
      versions: (await versionsOf(request)).map(it => ({ ...minutesJson(it), fate: it.fate, recorded: it.isRecorded })),
    }),
  )

  app.post(
    `${meetingRoute}/minutes`,
    {
      config: write,
      schema: {
        params,
        body: Type.Object({
          seat,
          base: Type.Integer({ minimum: 0 }),
          text: Type.String({ maxLength: longestMinutes }),
          behalf: Type.Optional(Type.String({ maxLength: 4000 })),
          press: Type.Optional(Type.Literal('save')),
          once: Type.String({ minLength: 8, maxLength: 200 }),
        }),
      },
    },
    async (request, reply) => {
      const { root } = request.params
      const typed = { ...request.body, behalf: request.body.behalf ?? '' }
      const saved = await minutesOfForm(house, request, reply, root, typed)
      return saved === null ? reply : reply.redirect(`${meetingPath(root)}/record`, 303)
    },
  )

  app.put(
    `/api${meetingRoute}/minutes`,
    {
      config: { ...write, etag: true },
      schema: {
        summary: 'Writes the minutes; If-Match: the version that was seen, "0" for the first time',
        params,
        headers: Type.Object({
          'if-match': Type.Optional(Type.String()),
          'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })),
        }),
        body: Type.Object({
          seat,
          body: Type.String({ minLength: 1, maxLength: longestMinutes, pattern: '\\S' }),
          behalf: Type.Optional(reasonText),
        }),
        response: { 200: minutesSchema, 409: refusedSchema, 412: refusedSchema },
      },
    },
    async (request, reply) => {
      const { behalf = '', ...text } = request.body
      const by = { person: personOf(request), at: request.at, client: callKey(request), base: baseOf(request) }
      const outcome = await saveMinutes(house, { ...request.params, ...text, ...by, behalf })
      switch (outcome.is) {
        case 'saved':
          return reply.header('etag', `"${outcome.minutes.version}"`).send(minutesJson(outcome.minutes))
        case 'outrun':
        case 'late':
          return reply
            .code(outcome.is === 'late' ? 409 : 412)
            .type('application/problem+json')
            .send(bothTexts(request, outcome))
        default:
          return refuseWrite(request, outcome.is)
      }
    },
  )
}
