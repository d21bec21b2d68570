import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { openPartnership } from '../access/open.ts'
import type { House } from '../house.ts'
import { seatSchools } from '../seat-schools.ts'
import { type Asked, type Entry, entriesOf, programmeTitles } from './history-query.ts'
import { isKind, type Kind, kinds } from './rules.ts'
import { type Names, sentenceOf } from './sentence.ts'
import { historyPage } from './views/history-page.ts'

const text = Type.String()
const textOrNull = Type.Union([text, Type.Null()])
const seatOrNull = Type.Union([Type.Integer(), Type.Null()])
const why = Type.Union([Type.Object({ text: textOrNull }), Type.Null()])

const historySchema = Type.Object({
  rows: Type.Array(
    Type.Object({
      n: Type.Integer(),
      at: text,
      type: text,
      key: text,
      seat: seatOrNull,
      about: seatOrNull,
      role: text,
      name: textOrNull,
      hash: text,
      /** The same as a sentence in the caller's language. */
      says: text,
      date: textOrNull,
      part: textOrNull,
      slots: Type.Array(text),
      /** `text` is null where it was blanked. */
      reason: why,
      behalf: why,
      /** Which sending it was, and the checksum of its content, which is the school's own people's. */
      receipt: Type.Union([Type.Object({ version: Type.Integer(), sha256: textOrNull }), Type.Null()]),
    }),
  ),
  next: Type.Union([Type.Integer(), Type.Null()]),
})

const kindSchema = Type.Union((Object.keys(kinds) as Kind[]).map(kind => Type.Literal(kind)))
const before = Type.Integer({ minimum: 1, description: 'The `next` of the part before' })
const seat = Type.Integer({ minimum: 1, maximum: 999 })
const onAPage = 50

/** A part of a history with what names it. */
export type HistoryPart = {
  readonly root: string
  readonly names: Names
  readonly entries: readonly Entry[]
  readonly next: number | null
  readonly asked: Asked
}

const entryJson = (names: Names) => (entry: Entry) => {
  const { person: _person, act: _act, proof, slots, ...rest } = entry
  return { ...rest, slots: [...slots], says: sentenceOf(names, entry), receipt: proof }
}

/** The history of a partnership for people and programs: who did what when, with the reasons and the proof of each sending. */
export const historyRoutes = (app: App, house: House): void => {
  const access = { action: 'partnership.read', object: 'partnership' }
  const params = Type.Object({ root: Type.String({ format: 'uuid' }) })

  const read = async (request: FastifyRequest, root: string, asked: Asked): Promise<HistoryPart> => {
    const opened = await openPartnership(house, request.viewer?.personId ?? '', root, request.at)
    const found = await entriesOf(house.db, opened, { ...asked, limit: asked.limit + 1 })
    const entries = found.slice(0, asked.limit)
    const schools = new Map((await seatSchools(house.db, root)).map(it => [it.seat, it.name]))
    const programmes = await programmeTitles(house.db, root, entries)
    const next = found.length > asked.limit ? (entries.at(-1)?.n ?? null) : null
    const names = { lang: request.lang, at: request.at, schools, season: opened.season, programmes }
    return { root, names, entries, next, asked }
  }

  app.get(
    '/partnerships/:root/history',
    {
      config: { access },
      schema: {
        params,
        querystring: Type.Object({
          before: Type.Optional(before),
          // An empty choice of the form chooses nothing.
          seat: Type.Optional(Type.Union([seat, Type.Literal('')])),
          kind: Type.Optional(Type.Union([kindSchema, Type.Literal('')])),
        }),
      },
    },
    async (request, reply) => {
      const { before: from = null, seat: chosen, kind = '' } = request.query
      const only = typeof chosen === 'number' ? chosen : null
      const asked = { limit: onAPage, before: from, seat: only, kind: isKind(kind) ? kind : null }
      return sendPage(reply, historyPage(request.frame, await read(request, request.params.root, asked)))
    },
  )

  app.get(
    '/api/partnerships/:root/history',
    {
      config: { access },
      schema: {
        summary: 'What happened in a partnership, the newest first',
        params,
        querystring: Type.Object({
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
          before: Type.Optional(before),
          seat: Type.Optional(seat),
          kind: Type.Optional(kindSchema),
        }),
        response: { 200: historySchema },
      },
    },
    async request => {
      const { limit = onAPage, before: from = null, seat: only = null, kind = null } = request.query
      const { names, entries, next } = await read(request, request.params.root, {
        limit,
        before: from,
        seat: only,
        kind,
      })
      return { rows: entries.map(entryJson(names)), next }
    },
  )
}
