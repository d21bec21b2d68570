import { Type } from '@fastify/type-provider-typebox'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import type { House } from '../house.ts'
import { type Home, homeOf, type ReadProgress } from './home-query.ts'
import { partnershipListRoutes } from './list-routes.ts'
import { partnershipsOf } from './queries.ts'
import { homePage, listPage } from './views/home-page.ts'

const place = Type.Object({ root: Type.String({ format: 'uuid' }) })
const access = { action: 'partnership.read', object: 'partnership' } as const

const seat = Type.Integer()
const text = Type.String()
const textOrNull = Type.Union([text, Type.Null()])

const dutySchema = Type.Object({
  key: text,
  act: text,
  seat,
  about: Type.Union([seat, Type.Null()]),
  state: text,
  dueAt: textOrNull,
  date: textOrNull,
  doneAt: textOrNull,
  waitingFor: Type.Array(seat),
  heldSince: textOrNull,
  extension: textOrNull,
})

const homeSchema = Type.Object({
  root: text,
  n: Type.Integer(),
  own: Type.Union([seat, Type.Null()]),
  schools: Type.Array(Type.Object({ seat, name: text, region: text, municipality: text, zone: text })),
  duties: Type.Array(dutySchema),
  next: Type.Union([
    Type.Object({ kind: Type.Literal('do'), key: text }),
    Type.Object({ kind: Type.Literal('wait'), waitingFor: Type.Array(seat), since: textOrNull }),
    Type.Object({ kind: Type.Literal('done') }),
    Type.Null(),
  ]),
})

const nextJson = (next: Home['next']) => {
  if (next === null) return null
  return next.kind === 'do' ? { kind: next.kind, key: next.duty.key } : next
}

const asJson = ({ root, n, own, schools, duties, next }: Home) => ({
  root,
  n,
  own,
  schools: schools.map(({ seat, name, region, municipality, zone }) => ({ seat, name, region, municipality, zone })),
  duties,
  next: nextJson(next),
})

/** The home of a school and a partnership's page, as pages and as JSON. */
export const partnershipRoutes = (app: App, house: House, readProgress: ReadProgress): void => {
  partnershipListRoutes(app, house)

  app.get('/', { config: { access: 'signed-in' } }, async (request, reply) => {
    const person = request.viewer?.personId ?? ''
    const listed = await partnershipsOf(house.db, person)
    const [only] = listed.filter(({ own }) => own)
    if (only !== undefined && listed.filter(({ own }) => own).length === 1)
      return sendPage(reply, homePage(request.frame, await homeOf(house, person, only.root, request.at, readProgress)))
    return sendPage(reply, listPage(request.frame, listed))
  })

  app.get('/partnerships/:root', { config: { access }, schema: { params: place } }, async (request, reply) => {
    const home = await homeOf(house, request.viewer?.personId ?? '', request.params.root, request.at, readProgress)
    return sendPage(reply, homePage(request.frame, home))
  })

  app.get(
    '/api/partnerships/:root',
    {
      config: { access, etag: true },
      schema: {
        summary: 'A partnership: its schools, its duties, and what comes next',
        params: place,
        response: { 200: homeSchema },
      },
    },
    async (request, reply) => {
      const home = await homeOf(house, request.viewer?.personId ?? '', request.params.root, request.at, readProgress)
      return reply.header('etag', `"${home.n}"`).send(asJson(home))
    },
  )
}
