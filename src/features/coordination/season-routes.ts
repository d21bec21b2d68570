import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { rootKey } from '../../../workflows/keys.ts'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import { type ActForm, type ActParams, type ActRoute, actRoutes, reasonText } from '../act.ts'
import { callKey, personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { doOnce, onceOf } from '../once.ts'
import { goOn } from './go-on.ts'
import { remainingSchema, seasonSchema, uuid } from './json.ts'
import { openSeason } from './open-season.ts'
import { type SeasonPage, seasonPageOf } from './season-query.ts'
import { seasonPage } from './views/season-page.ts'

const seasonPath = (cycle: string) => `/seasons/${cycle}`
const route = '/seasons/:root'
const config = { access: { action: 'season.manage', object: 'cycle' } }
const params = Type.Object({ root: uuid })
const few = 50
/** How long one request works at a closing before it answers how much is left. */
const workMs = 3000

const querystring = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: few, description: 'How many at most' })),
  after: Type.Optional(Type.String({ format: 'uuid', description: 'The `next` of the part before' })),
})
const date = Type.String({ format: 'date' })
const stage = Type.String({ pattern: '^[a-z][a-zA-Z0-9-]{0,40}$' })

const asJson = ({ opened, stages, may, unfinished, ...it }: SeasonPage) => ({
  n: opened.n,
  definition: opened.season.id,
  state: it.state,
  stages: [...stages],
  closes: it.closes,
  earliest: it.earliest,
  withoutDecree: [...it.withoutDecree],
  counts: it.counts,
  unfinished: [...unfinished],
  next: it.next,
  remaining: it.remaining,
  may,
})

/** The season as a whole: its dates, what would stay open, closing it and opening it again (rules 5, 7). */
export const seasonRoutes = (app: App, house: House): void => {
  const read = ({ at }: FastifyRequest, root: string, { limit = few, after }: { limit?: number; after?: string }) =>
    seasonPageOf(house, root, at, { limit, after: after ?? null })

  app.get(route, { config, schema: { params, querystring } }, async (request, reply) => {
    const forms = { frame: request.frame, once: house.newId }
    return sendPage(reply, seasonPage(forms, await read(request, request.params.root, request.query)))
  })

  app.get(
    `/api${route}`,
    {
      config: { ...config, etag: true },
      schema: {
        summary: 'A season: its dates, how its schools stand, what a closing has still to reach',
        params,
        querystring,
        response: { 200: seasonSchema },
      },
    },
    async (request, reply) => {
      const page = await read(request, request.params.root, request.query)
      return reply.header('etag', `"${page.opened.n}"`).send(asJson(page))
    },
  )

  const missing = async ({ lang, at }: FastifyRequest, { root }: ActParams, codes: readonly string[]) => {
    const { season } = await openSeason(house, String(root), at)
    const said: Readonly<Record<string, (name: string) => string>> = words(lang).coordination.season.missing
    return codes.map(code => {
      const [why = '', id] = code.split('/')
      const name = season.stages.find(each => each.id === id)?.name[lang] ?? id ?? ''
      return { code, says: said[why]?.(name) ?? code }
    })
  }
  const next = ({ root }: ActParams) => seasonPath(String(root))
  const act = (name: string, type: ActRoute['act'], rest: Partial<Pick<ActRoute, 'body' | 'form' | 'command'>> = {}) =>
    actRoutes(app, house, {
      act: type,
      path: `/cycles/:root/${name}`,
      body: { reason: reasonText },
      command: (_params, { reason, ...event }) => ({ key: rootKey, event, texts: { reason: String(reason) } }),
      next,
      missing,
      ...rest,
    })

  /** The dates that were changed, by stage. */
  const datesForm: ActForm = {
    fields: {
      stage: Type.Array(stage, { minItems: 1, maxItems: 20 }),
      date: Type.Array(date, { minItems: 1, maxItems: 20 }),
      reason: reasonText,
    },
    read: async (request, _reply, { stage: stages, date: dates, reason }) => {
      const { root } = request.params as { root: string }
      const { stages: present } = await read(request, root, {})
      const typed = (stages as string[]).map((id, index) => ({ id, date: (dates as string[])[index] ?? '' }))
      const changed = typed.filter(({ id, date: to }) => present.find(each => each.id === id)?.date !== to)
      return { dates: Object.fromEntries(changed.map(({ id, date: to }) => [id, to])), reason }
    },
  }
  act('move-dates', 'cycle.moveDates', {
    body: { dates: Type.Record(stage, date, { description: 'The new last day of each stage' }), reason: reasonText },
    form: datesForm,
  })
  act('close', 'cycle.close', { body: {}, command: () => ({ key: rootKey }) })
  act('reopen', 'cycle.reopen')
  act('cancel', 'cycle.cancel')

  const work = async (request: FastifyRequest, root: string, key: string) => {
    const [person, { at }] = [personOf(request), request]
    const remaining = await goOn(house, { person, at }, root, workMs)
    const outcome = await house.db
      .transaction()
      .execute(tx => doOnce(tx, person, onceOf(request, key, {}), async () => ({ done: remaining })))
    return 'done' in outcome ? outcome.done : throwProblem(problem('key-reused'))
  }

  app.post(
    `${route}/go-on`,
    {
      config,
      schema: { params, body: Type.Object({ once: Type.String({ minLength: 8, maxLength: 200 }) }) },
    },
    async (request, reply) => {
      await work(request, request.params.root, request.body.once)
      return reply.redirect(seasonPath(request.params.root), 303)
    },
  )
  app.post(
    `/api${route}/go-on`,
    {
      config,
      schema: {
        summary: 'Goes on closing a season’s partnerships, or opening them again, for some seconds',
        params,
        headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })) }),
        body: Type.Object({}),
        response: { 200: remainingSchema },
      },
    },
    async request => {
      return work(request, request.params.root, callKey(request))
    },
  )
}
