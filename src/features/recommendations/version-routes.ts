import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { Transaction } from '../../db/pool.ts'
import type { App } from '../../http/app.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { baseOf, callKey } from '../caller.ts'
import type { House } from '../house.ts'
import { doOnce, onceOf } from '../once.ts'

import type { ReadProgrammes } from './documents.ts'
import { answered, refusedSchema, versionSchema } from './json.ts'
import { onward } from './line-routes.ts'
import { type OpenedLine, openLine } from './open-line.ts'
import { itemParams, lineRoute, versionParams } from './place.ts'
import { parts, type SaidBy, type Version, type Wording } from './rules.ts'
import { saveLine } from './save-line.ts'
import { settleWording } from './settle-wording.ts'

const base = Type.Object({ base: Type.Integer({ minimum: 0 }) })

const headers = Type.Object({
  'if-match': Type.Optional(Type.String()),
  'idempotency-key': Type.Optional(Type.String({ format: 'uuid' })),
})

/** An earlier wording brought back: in the list again if it had been taken out, and an answer to what is there now. */
const broughtBack = ({ part, sent }: OpenedLine, { said, body }: Version): Wording => {
  if (part === 'item') return { said: { ...(said as SaidBy['item']), removed: false }, body: body ?? '' }
  if (part === 'answer') return { said: { ...(said as SaidBy['answer']), of: sent?.version ?? 0 }, body: body ?? '' }
  return { said, body: body ?? '' }
}

const takenOut = ({ said, body }: Version): Wording => ({
  said: { ...(said as SaidBy['item']), removed: true },
  body: body ?? '',
})

/** Taking a recommendation out of the list, bringing an earlier wording back, leaving one's own that was not taken. */
export const versionRoutes = (app: App, house: House, readProgrammes: ReadProgrammes): void => {
  const json = {
    summary: '',
    headers,
    response: { 200: Type.Union([versionSchema, Type.Null()]), 409: refusedSchema, 412: refusedSchema },
  }

  const write = (request: FastifyRequest, line: OpenedLine, wording: Wording, seen: number, client: string | null) => {
    const { place } = line.page.list
    const [person, at] = [request.viewer?.personId ?? '', request.at]
    return saveLine(house, {
      place,
      item: line.id,
      part: line.part,
      wording,
      base: seen,
      client,
      person,
      note: null,
      at,
    })
  }

  for (const part of parts) {
    const access = {
      action: part === 'item' ? 'recommendations.write' : 'recommendations.reply',
      object: 'partnership',
    }
    const open = (request: FastifyRequest) =>
      openLine(house, readProgrammes, request as FastifyRequest<{ Params: Record<string, string> }>, part, true)
    const one = { params: Type.Object(versionParams) }
    const all = { params: Type.Object(itemParams) }

    const restored = (line: OpenedLine, { params }: FastifyRequest): Wording => {
      const found = line.versions.find(({ id }) => id === (params as { version: string }).version)
      return found === undefined || found.body === null ? throwProblem(problem('not-found')) : broughtBack(line, found)
    }
    const removed = (line: OpenedLine): Wording => {
      const found = line.versions.findLast(({ fate }) => fate === 'kept')
      return found === undefined ? throwProblem(problem('not-found')) : takenOut(found)
    }
    const deeds = [
      {
        at: `${lineRoute(part)}/versions/:version/restore`,
        place: one,
        summary: 'Bring an earlier wording back',
        wording: restored,
      },
      ...(part === 'item'
        ? [
            {
              at: `${lineRoute(part)}/remove`,
              place: all,
              summary: 'Take a recommendation out of the list',
              wording: removed,
            },
          ]
        : []),
    ]
    for (const deed of deeds) {
      app.post(deed.at, { config: { access }, schema: { ...deed.place, body: base } }, async (request, reply) => {
        const line = await open(request)
        return reply.redirect(
          onward(line, await write(request, line, deed.wording(line, request), request.body.base, null)),
          303,
        )
      })

      app.post(
        `/api${deed.at}`,
        { config: { access, etag: true }, schema: { ...json, ...deed.place, summary: `${deed.summary}: ${part}` } },
        async (request, reply) => {
          const [seen, client] = [baseOf(request), callKey(request)]
          const line = await open(request)
          const it = answered(request, await write(request, line, deed.wording(line, request), seen, client))
          if (it.code === 200) return reply.header('etag', it.etag).send(it.body)
          return reply.code(it.code).type('application/problem+json').send(it.body)
        },
      )
    }

    const settle = async (request: FastifyRequest, key: string): Promise<OpenedLine> => {
      const line = await open(request)
      const { version } = request.params as { version: string }
      const person = request.viewer?.personId ?? ''
      const leave = async (tx: Transaction) => {
        const done = await settleWording(tx, { item: line.id, part, version, person, at: request.at })
        return done ? { done: {} } : { absent: true }
      }
      const once = onceOf(request, key, {})
      const outcome = await house.db.transaction().execute(tx => doOnce(tx, person, once, () => leave(tx)))
      if ('keyReused' in outcome) return throwProblem(problem('key-reused'))
      return 'absent' in outcome ? throwProblem(problem('not-found')) : line
    }
    const settling = `${lineRoute(part)}/versions/:version/settle`

    app.post(settling, { config: { access }, schema: { ...one, body: base } }, async (request, reply) =>
      reply.redirect(onward(await settle(request, house.newId()), { is: 'saved', version: null }), 303),
    )

    app.post(
      `/api${settling}`,
      {
        config: { access },
        schema: {
          summary: `Leave one's own wording that was not taken: ${part}`,
          ...one,
          headers,
          response: { 204: Type.Null() },
        },
      },
      async (request, reply) => {
        await settle(request, callKey(request))
        return reply.code(204).send(null)
      },
    )
  }
}
