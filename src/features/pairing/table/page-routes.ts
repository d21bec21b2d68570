import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../../http/app.ts'
import { sendPage } from '../../../http/layout.ts'
import { problem, throwProblem } from '../../../http/problems.ts'
import type { House } from '../../house.ts'
import { allTables, enrolledList } from './enrolled-query.ts'
import { exactLoss } from './exact.ts'
import {
  exactSchema,
  listSchema,
  newestRunSchema,
  regionsSchema,
  runJson,
  schoolJson,
  schoolSchema,
  tableJson,
  tableSchema,
  tablesSchema,
  uuid,
} from './json.ts'
import { openTable } from './open-table.ts'
import { newestDraft, regionMeetings } from './proposals.ts'
import { newestRun } from './runs.ts'
import { schoolPageOf } from './school-query.ts'
import { openBoard, tablePageOf } from './table-query.ts'
import { exactPage } from './views/exact-page.ts'
import { listPage } from './views/list-page.ts'
import { regionsPage } from './views/regions-page.ts'
import { schoolPage } from './views/school-page.ts'
import { tablePage } from './views/table-page.ts'
import { tablesPage } from './views/tables-page.ts'

const route = '/seasons/:root/pairing-table'
const access = { action: 'pairing.manage', object: 'cycle' }
const config = { access }
const params = Type.Object({ root: uuid })
const few = 50
/** How long an exact price is worked at, by the real clock. */
const exactMs = 20_000

const tableQuery = Type.Object({
  show: Type.Optional(
    Type.Union([Type.Literal('all'), Type.Literal('locked'), Type.Literal('sameRegion')], {
      description: 'Which pairs: all, the locked ones, those within a region',
    }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: few, description: 'How many at most' })),
  after: Type.Optional(Type.Integer({ minimum: 0, maximum: 1e6, description: 'The `next` of the part before' })),
})
const schoolParams = Type.Object({ root: uuid, school: uuid })
const name = Type.Optional(Type.String({ maxLength: 200, description: 'Part of a school’s name' }))
const schoolQuery = Type.Object({ name })
const listQuery = Type.Object({
  name,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: few, description: 'How many at most' })),
  after: Type.Optional(Type.String({ format: 'uuid', description: 'The `next` of the part before' })),
})
const exactQuery = Type.Object({ a: uuid, b: uuid })

const filled = (text: string | undefined) => (text === undefined || text.trim() === '' ? null : text)

/** The pages of a season's table and their JSON twins; for whoever covers every school, for a draft is nobody else's (rules 10). */
export const tablePageRoutes = (app: App, house: House, realMs: () => number): void => {
  const { db } = house
  type Query = { show?: 'all' | 'locked' | 'sameRegion'; limit?: number; after?: number }
  const table = ({ at }: FastifyRequest, root: string, { show = 'all', limit = few, after = 0 }: Query) =>
    tablePageOf(house, root, at, realMs(), { wanted: show, after, limit })

  app.get(route, { config, schema: { params, querystring: tableQuery } }, async (request, reply) => {
    const forms = { frame: request.frame, once: house.newId }
    return sendPage(reply, tablePage(forms, await table(request, request.params.root, request.query)))
  })
  app.get(
    `/api${route}`,
    {
      config: { ...config, etag: true },
      schema: {
        summary: 'The table of a season’s pairs: the newest proposal, worst pairs first, and what was wished',
        params,
        querystring: tableQuery,
        response: { 200: tableSchema },
      },
    },
    async (request, reply) => {
      const page = await table(request, request.params.root, request.query)
      return reply.header('etag', `"${page.table.revision}"`).send(tableJson(page))
    },
  )

  app.get(
    `/api${route}/run`,
    {
      config,
      schema: { summary: 'Where the newest run of the solver stands', params, response: { 200: newestRunSchema } },
    },
    async request => {
      const { cycle } = await openTable(house, request.params.root, request.at)
      return { run: runJson(await newestRun(db, cycle, realMs())) }
    },
  )

  const school = (request: FastifyRequest, at: { root: string; school: string }, query: { name?: string }) =>
    schoolPageOf(house, { cycle: at.root, school: at.school, name: filled(query.name) }, request.at)
  app.get(
    `${route}/schools/:school`,
    { config, schema: { params: schoolParams, querystring: schoolQuery } },
    async (request, reply) => {
      const forms = { frame: request.frame, once: house.newId }
      return sendPage(reply, schoolPage(forms, await school(request, request.params, request.query)))
    },
  )
  app.get(
    `/api${route}/schools/:school`,
    {
      config,
      schema: {
        summary: 'One school on the table: its pair, the best other partners, what they would cost all schools',
        params: schoolParams,
        querystring: schoolQuery,
        response: { 200: schoolSchema },
      },
    },
    async request => schoolJson(await school(request, request.params, request.query)),
  )

  let working = false
  const exact = async ({ at }: FastifyRequest, root: string, { a, b }: { a: string; b: string }) => {
    const { draft, asking, table: opened } = await openBoard(house, root, at)
    const two = [a, b].map(id => asking.request.schools.find(each => each.id === id))
    const [one, other] = two
    if (draft === null || one === undefined || other === undefined || one === other)
      return throwProblem(problem('not-found'))
    if (working) return throwProblem(problem('busy', { retryAfterSeconds: 10 }))
    working = true
    try {
      return { table: opened, one, other, found: await exactLoss(asking.request, [a, b], draft.total, exactMs) }
    } finally {
      working = false
    }
  }
  app.get(`${route}/exact`, { config, schema: { params, querystring: exactQuery } }, async (request, reply) => {
    const forms = { frame: request.frame, once: house.newId }
    return sendPage(reply, exactPage(forms, await exact(request, request.params.root, request.query)))
  })
  app.get(
    `/api${route}/exact`,
    {
      config,
      schema: {
        summary: 'What a pair would cost all schools, worked out by solving anew around it',
        params,
        querystring: exactQuery,
        response: { 200: exactSchema },
      },
    },
    async request => {
      const { found } = await exact(request, request.params.root, request.query)
      return {
        loss: 'loss' in found ? found.loss : null,
        impossible: 'impossible' in found,
        tooLong: 'tooLong' in found,
      }
    },
  )

  const regions = async ({ at }: FastifyRequest, root: string) => {
    const opened = await openTable(house, root, at)
    const draft = await newestDraft(db, root)
    return { table: opened, draft, meetings: draft === null ? [] : await regionMeetings(db, root, draft.version) }
  }
  app.get(`${route}/regions`, { config, schema: { params } }, async (request, reply) =>
    sendPage(reply, regionsPage(request.frame, await regions(request, request.params.root))),
  )
  app.get(
    `/api${route}/regions`,
    { config, schema: { summary: 'How many pairs join two regions', params, response: { 200: regionsSchema } } },
    async request => ({ pairs: [...(await regions(request, request.params.root)).meetings] }),
  )

  const list = async (
    { at }: FastifyRequest,
    root: string,
    query: { name?: string; limit?: number; after?: string },
  ) => {
    const opened = await openTable(house, root, at)
    const limit = query.limit ?? few
    const asked = { name: filled(query.name), after: query.after ?? null }
    const rows = await enrolledList(db, root, { ...asked, limit: limit + 1 })
    const schools = rows.slice(0, limit)
    return { table: opened, ...asked, schools, next: rows.length > limit ? (schools.at(-1)?.school ?? null) : null }
  }
  app.get(`${route}/schools`, { config, schema: { params, querystring: listQuery } }, async (request, reply) =>
    sendPage(reply, listPage(request.frame, await list(request, request.params.root, request.query))),
  )
  app.get(
    `/api${route}/schools`,
    {
      config,
      schema: {
        summary: 'The schools of a season’s pairing',
        params,
        querystring: listQuery,
        response: { 200: listSchema },
      },
    },
    async request => {
      const { schools, next } = await list(request, request.params.root, request.query)
      return { schools, next }
    },
  )

  const tables = async ({ lang }: FastifyRequest) =>
    (await allTables(db)).map(({ value, definition, ...it }) => ({
      ...it,
      definition,
      name: house.seasons.get(definition)?.name[lang] ?? definition,
      state: typeof value === 'string' ? value : 'running',
    }))
  app.get('/pairing-tables', { config: { access } }, async (request, reply) =>
    sendPage(reply, tablesPage(request.frame, await tables(request))),
  )
  app.get(
    '/api/pairing-tables',
    { config: { access }, schema: { summary: 'All seasons, with their pairing', response: { 200: tablesSchema } } },
    async request => ({ seasons: (await tables(request)).map(({ name: _, ...it }) => it) }),
  )
}
