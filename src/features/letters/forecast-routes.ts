import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { filterOf, filterQuery } from './filter-query.ts'
import { cursorText, readCursor } from './forecast-cursor.ts'
import { type Forecast, forecastOf, hoursOf } from './forecast-query.ts'
import { entryJson, forecastSchema, sayingIn } from './json.ts'
import { letterPreview } from './preview.ts'
import { forecastPage } from './views/forecast-page.ts'
import { previewPage } from './views/preview-page.ts'

const access = { action: 'letters.read', object: 'territory' }
const few = 50

const listQuery = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 200, default: few, description: 'How many letters at most' }),
  ),
  after: Type.Optional(Type.String({ maxLength: 100, description: 'The `next` of the part before' })),
}
const day = Type.Union([Type.String({ format: 'date' }), Type.Literal('')], {
  description: 'The day of the letters, `YYYY-MM-DD`; the first on which something goes unless given',
})
const querystring = Type.Object({ ...filterQuery, day: Type.Optional(day), ...listQuery })

type Query = Parameters<typeof filterOf>[0] & {
  readonly day?: string
  readonly limit?: number
  readonly after?: string
}

const asJson = (request: FastifyRequest, { total, days, held, date, letters, next }: Forecast) => {
  const saying = sayingIn(request)
  return {
    total,
    days: [...days],
    held,
    date,
    letters: letters.map(({ entries, ...letter }) => ({
      ...letter,
      entries: entries.map(it => entryJson(saying, it)),
    })),
    next: next === null ? null : cursorText(next),
  }
}

/** What will go out: a page, its twin for programs, and how a single letter would look. */
export const forecastRoutes = (app: App, house: House): void => {
  const read = (request: FastifyRequest) => {
    const query = request.query as Query
    const { day: date = '', limit = few, after } = query
    return forecastOf(house, personOf(request), {
      filter: filterOf(query),
      date: date === '' ? null : date,
      after: readCursor(after),
      limit,
      at: request.at,
    })
  }

  app.get(
    '/letters/forecast',
    {
      config: { access },
      schema: {
        querystring: Type.Object({
          ...filterQuery,
          day: Type.Optional(day),
          from: Type.Optional(Type.String({ format: 'date' })),
          ...listQuery,
        }),
      },
    },
    async (request, reply) => {
      const { from = null, after } = request.query
      return sendPage(
        reply,
        forecastPage(request.frame, await read(request), { from, goesOn: after !== undefined, season: hoursOf(house) }),
      )
    },
  )

  app.get(
    '/api/letters/forecast',
    {
      config: { access },
      schema: {
        summary:
          'Everything that will go out about the schools of a territory: how much by day, and the letters of one day',
        querystring,
        response: { 200: forecastSchema },
      },
    },
    async request => asJson(request, await read(request)),
  )

  const params = Type.Object({ entry: Type.Integer({ minimum: 1, maximum: 2 ** 53 }) })
  app.get('/letters/preview/:entry', { config: { access }, schema: { params } }, async (request, reply) => {
    const found = await letterPreview(house, personOf(request), request.params.entry, request.at)
    return sendPage(reply, previewPage(request.frame, found))
  })

  app.get(
    '/api/letters/preview/:entry',
    {
      config: { access },
      schema: {
        summary: 'How a letter that will go would look now; nothing is sent or changed',
        params,
        response: {
          200: Type.Object({
            subject: Type.Union([Type.String(), Type.Null()]),
            text: Type.Union([Type.String(), Type.Null()]),
            sendAt: Type.String(),
          }),
        },
      },
    },
    async request => {
      const { composed, sendAt } = await letterPreview(house, personOf(request), request.params.entry, request.at)
      return { subject: composed?.subject ?? null, text: composed?.text ?? null, sendAt }
    },
  )
}
