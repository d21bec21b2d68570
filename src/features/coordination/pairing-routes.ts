import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { rootKey } from '../../../workflows/keys.ts'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import { scopeOf } from '../access/scope.ts'
import { type ActForm, type ActParams, actRoutes, reasonText } from '../act.ts'
import { personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { pairingListSchema, pairingPreviewSchema, uuid } from './json.ts'
import { freeAmong } from './pairing-query.ts'
import { type PairingList, type PairingPreview, pairingList, pairingPreview } from './pairing-view.ts'
import { pairingPage } from './views/pairing-page.ts'
import { previewPage } from './views/preview-page.ts'

const pairingPath = (cycle: string) => `/seasons/${cycle}/pairing`
const route = '/seasons/:root/pairing'
const config = { access: { action: 'cycle.pair', object: 'cycle' } }
const params = Type.Object({ root: uuid })
const few = 50

const listQuery = Type.Object({
  school: Type.Optional(Type.String({ maxLength: 200, description: 'Part of a school’s name' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: few, description: 'How many at most' })),
  after: Type.Optional(Type.String({ format: 'uuid', description: 'The `next` of the part before' })),
})
const previewQuery = Type.Object({
  school: Type.Optional(Type.Array(uuid, { maxItems: 10, description: 'The schools that are to be put together' })),
  into: Type.Optional(Type.String({ format: 'uuid', description: 'The pair that one school is to join' })),
  pair: Type.Optional(Type.String({ maxLength: 200, description: 'Part of a school’s name in pairs to join' })),
})

const from = Type.Union([Type.Object({ root: uuid, seat: Type.Integer({ minimum: 1, maximum: 999 }) }), Type.Null()])
const comer = Type.Object({ school: uuid, from })
const seat = Type.Integer({ minimum: 1, maximum: 999 })
const pairings = Type.Array(Type.Object({ reviewer: seat, reviewed: seat }), { minItems: 1, maxItems: 6 })

const filled = (text: string | undefined) => (text === undefined || text.trim() === '' ? null : text)

const unreachableJson = ({ count, schools }: PairingList['unreachable']) => ({ count, schools: [...schools] })

const listJson = ({ opened, may, orphans, schools, gaps, unreachable, next }: PairingList) => ({
  may,
  n: opened.n,
  schools: [...orphans, ...schools],
  gaps: gaps.map(({ root, schools: names }) => ({ root, schools: [...names] })),
  unreachable: unreachableJson(unreachable),
  next,
})

const previewJson = ({ opened, may, schools, warnings, unreachable, joining, found }: PairingPreview) => ({
  may,
  n: opened.n,
  schools: [...schools],
  warnings: warnings.map(({ code, schools: names }) => ({ code, schools: [...names] })),
  unreachable: unreachableJson(unreachable),
  joining:
    joining === null
      ? null
      : { into: joining.root, seat: joining.seat, assignments: [...joining.assignments], seats: [...joining.seats] },
  found: found.map(({ root, seats }) => ({ root, seats: [...seats] })),
})

/** Schools put together by hand in a running season: who has no partners, what a choice would become, and the two acts (rules 10, 13, 22). */
export const pairingRoutes = (app: App, house: House): void => {
  const { db, newId } = house
  const list = (request: FastifyRequest, root: string, query: { school?: string; limit?: number; after?: string }) =>
    pairingList(house, { person: personOf(request), at: request.at }, root, {
      name: filled(query.school),
      after: query.after ?? null,
      limit: query.limit ?? few,
    })
  const preview = (request: FastifyRequest, root: string, query: { school?: string[]; into?: string; pair?: string }) =>
    pairingPreview(house, { person: personOf(request), at: request.at }, root, {
      schools: [...new Set(query.school ?? [])],
      into: query.into ?? null,
      pairName: filled(query.pair),
    })

  app.get(route, { config, schema: { params, querystring: listQuery } }, async (request, reply) =>
    sendPage(reply, pairingPage(request.frame, await list(request, request.params.root, request.query))),
  )
  app.get(`${route}/preview`, { config, schema: { params, querystring: previewQuery } }, async (request, reply) => {
    const forms = { frame: request.frame, once: newId }
    return sendPage(reply, previewPage(forms, await preview(request, request.params.root, request.query)))
  })
  app.get(
    `/api${route}`,
    {
      config,
      schema: {
        summary: 'Schools of the caller’s territory that have no partners in a season',
        params,
        querystring: listQuery,
        response: { 200: pairingListSchema },
      },
    },
    async request => listJson(await list(request, request.params.root, request.query)),
  )
  app.get(
    `/api${route}/preview`,
    {
      config,
      schema: {
        summary: 'What a choice of schools would become, with what speaks against it',
        params,
        querystring: previewQuery,
        response: { 200: pairingPreviewSchema },
      },
    },
    async request => previewJson(await preview(request, request.params.root, request.query)),
  )

  const missing = async (request: FastifyRequest, { root }: ActParams, codes: readonly string[]) => {
    const said: Readonly<Record<string, string | ((school: string) => string)>> = words(request.lang).coordination
      .pairing.missing
    const ids = codes.flatMap(code => code.split('/')[1] ?? [])
    const rows =
      ids.length === 0 ? [] : await db.selectFrom('school').select(['id', 'name']).where('id', 'in', ids).execute()
    return codes.map(code => {
      const [name = '', id] = code.split('/')
      const says = said[name] ?? code
      return {
        code,
        says: typeof says === 'string' ? says : says(rows.find(row => row.id === id)?.name ?? String(root)),
      }
    })
  }
  const next = ({ root }: ActParams) => pairingPath(String(root))

  /** Schools as the plain form names them, each with where it comes from. */
  const comers = async (request: FastifyRequest, schools: readonly string[]) => {
    const { root } = request.params as { root: string }
    const free = await freeAmong(db, await scopeOf(db, personOf(request)), root, schools)
    return schools.map(school => ({ school, from: free.find(it => it.school === school)?.from ?? null }))
  }

  const pairForm: ActForm = {
    fields: { school: Type.Array(uuid, { minItems: 2, maxItems: 3 }), reason: reasonText },
    read: async (request, _reply, { school, reason }) => ({
      schools: await comers(request, (school as string[]).map(String)),
      reason,
    }),
  }
  actRoutes(app, house, {
    act: 'cycle.pair',
    path: '/cycles/:root/pair',
    body: { schools: Type.Array(comer, { minItems: 2, maxItems: 3 }), reason: reasonText },
    form: pairForm,
    command: (_params, { schools, reason }) => ({
      key: rootKey,
      event: { root: newId(), schools },
      texts: { reason: String(reason) },
    }),
    next,
    missing,
  })

  const joinForm: ActForm = {
    fields: { school: uuid, into: uuid, reason: reasonText },
    read: async (request, _reply, { school, into, reason }) => {
      const { root } = request.params as { root: string }
      const chosen = { school: [String(school)], into: String(into) }
      const { joining } = await preview(request, root, chosen)
      const [only] = await comers(request, chosen.school)
      if (joining === null || only === undefined) return throwProblem(problem('not-found'))
      const { seat: at, assignments } = joining
      return { into, school: only, seat: at, assignments: [...assignments], reason }
    },
  }
  actRoutes(app, house, {
    act: 'cycle.join',
    path: '/cycles/:root/join',
    body: { into: uuid, school: comer, seat, assignments: pairings, reason: reasonText },
    form: joinForm,
    command: (_params, { into, school, seat: at, assignments, reason }) => ({
      key: rootKey,
      event: { root: into, school, seat: at, assignments },
      texts: { reason: String(reason) },
    }),
    next,
    missing,
  })
}
