import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import type { House } from '../house.ts'
import { territorySchema } from './json.ts'
import { cursorText, readCursor, type Stand, stands } from './territory-filter.ts'
import { type Territory, territoryOf } from './territory-query.ts'
import { territoryPage } from './views/territory-page.ts'

const access = { action: 'season.overview', object: 'territory' }
const few = 50
const most = 200

const word = Type.Optional(Type.String({ maxLength: 200 }))
const querystring = Type.Object({
  state: Type.Optional(
    Type.Union([...stands.map(stand => Type.Literal(stand)), Type.Literal('')], {
      description: 'Those alone that stand so',
    }),
  ),
  region: word,
  municipality: word,
  school: Type.Optional(Type.String({ maxLength: 200, description: 'Part of a school’s name' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: most, default: few, description: 'How many at most' })),
  after: Type.Optional(Type.String({ maxLength: 100, description: 'The `next` of the part before' })),
})

type Query = {
  readonly state?: Stand | ''
  readonly region?: string
  readonly municipality?: string
  readonly school?: string
  readonly limit?: number
  readonly after?: string
}

/** What was left empty is not asked for. */
const filled = (text: string | undefined) => (text === undefined || text.trim() === '' ? null : text)

const cursorOf = (after: string | undefined) => {
  if (after === undefined) return null
  return readCursor(after) ?? throwProblem(problem('not-found'))
}

const asJson = ({ counts, seasons, rows, next }: Territory) => ({
  counts,
  seasons: [...seasons],
  rows: rows.map(row => ({
    ...row,
    schools: row.schools.map(school => ({ ...school, marks: [...school.marks] })),
  })),
  next: next === null ? null : cursorText(next),
})

/** The partnerships of a coordinator's territory: a page, and its twin for programs. */
export const territoryRoutes = (app: App, house: House): void => {
  const read = ({ viewer, at, query }: FastifyRequest) => {
    const { state = '', region, municipality, school, limit = few, after } = query as Query
    return territoryOf(house, viewer?.personId ?? '', {
      filter: {
        stand: state === '' ? null : state,
        region: filled(region),
        municipality: filled(municipality),
        name: filled(school),
      },
      after: cursorOf(after),
      limit,
      at,
    })
  }

  app.get('/territory', { config: { access }, schema: { querystring } }, async (request, reply) =>
    sendPage(reply, territoryPage(request.frame, await read(request), request.query.after !== undefined)),
  )

  app.get(
    '/api/territory',
    {
      config: { access },
      schema: {
        summary: 'The partnerships that a coordinator has some school in, the most urgent first',
        querystring,
        response: { 200: territorySchema },
      },
    },
    async request => asJson(await read(request)),
  )
}
