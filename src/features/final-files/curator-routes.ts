import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import type { House } from '../house.ts'
import { cursorText, type Queue, type QueueCursor, type QueueList, readQueue } from './curator-queue.ts'
import { curatorPage } from './views/curator-page.ts'

const PAGE = 50
const MOST = 200

const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f-]{36})_(\d{1,3})$/

const cursorOf = (text: string | undefined): QueueCursor | null => {
  if (text === undefined) return null
  const [, at, root, seat] = CURSOR.exec(text) ?? []
  return at === undefined || root === undefined ? throwProblem(problem('malformed')) : { at, root, seat: Number(seat) }
}

const list = Type.Optional(Type.Union([Type.Literal('waiting'), Type.Literal('returned'), Type.Literal('confirmed')]))
const after = Type.Optional(Type.String({ maxLength: 80 }))
const textOrNull = Type.Union([Type.String(), Type.Null()])

const queueSchema = Type.Object({
  counts: Type.Object({ waiting: Type.Integer(), returned: Type.Integer(), confirmed: Type.Integer() }),
  files: Type.Array(
    Type.Object({
      root: Type.String(),
      seat: Type.Integer(),
      school: Type.String(),
      partners: Type.Array(Type.String()),
      at: Type.String(),
      part: textOrNull,
      deputy: Type.Boolean(),
    }),
  ),
  next: textOrNull,
})

/** The curator's desk: the files that wait for this person's verdict, those sent back, those confirmed. */
export const curatorRoutes = (app: App, house: House): void => {
  const config = { access: { action: 'file.confirm', object: 'partnership' } }
  const read = (request: FastifyRequest, shown: QueueList, cursor: string | undefined, limit: number): Promise<Queue> =>
    readQueue(house.db, request.viewer?.personId ?? '', { list: shown, after: cursorOf(cursor), limit })

  app.get('/curator', { config, schema: { querystring: Type.Object({ list, after }) } }, async (request, reply) => {
    const shown = request.query.list ?? 'waiting'
    return sendPage(reply, curatorPage(request.frame, shown, await read(request, shown, request.query.after, PAGE)))
  })

  app.get(
    '/api/curator',
    {
      config,
      schema: {
        summary: 'The final files that are the caller’s to judge, the oldest first',
        querystring: Type.Object({
          ...{ list, after },
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST })),
        }),
        response: { 200: queueSchema },
      },
    },
    async request => {
      const { query } = request
      const { counts, rows, next } = await read(request, query.list ?? 'waiting', query.after, query.limit ?? PAGE)
      return {
        counts,
        files: rows.map(({ root, seat, school, partners, at, part, deputy }) => ({
          ...{ root, seat, school, at, part, deputy },
          partners: [...partners],
        })),
        next: next && cursorText(next),
      }
    },
  )
}
