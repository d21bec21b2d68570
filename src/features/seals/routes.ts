import { Type } from '@fastify/type-provider-typebox'
import { readSeal } from '../../engine/seal.ts'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { sealText } from '../../seals/seal-files.ts'
import type { House } from '../house.ts'
import { sealsBefore } from './queries.ts'
import { sealsPage } from './views/seals-page.ts'

const config = { access: { action: 'seals.read', object: 'seal' } }
const few = 50

const text = Type.String()
const day = Type.String({ format: 'date', description: 'The day that ended, by the operator’s clock' })
const params = Type.Object({ day })
const querystring = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: few, description: 'How many at most' })),
  after: Type.Optional(Type.String({ format: 'date', description: 'The `next` of the part before' })),
})

const seal = {
  day: text,
  at: Type.String({ description: 'When it was really made' }),
  roots: Type.Integer({ description: 'Of so many histories' }),
  merkle: Type.String({ description: 'The Merkle root over the heads of all histories, in the order of their ids' }),
  prev: Type.String({ description: 'The hash of the seal before it' }),
  hash: text,
}
const head = Type.Object({
  root: Type.String({ description: 'The history’s id' }),
  n: Type.Integer({ description: 'The number of its last row' }),
  head: Type.Union([text, Type.Null()], { description: 'That row’s hash; null where it is gone' }),
})

/** The daily seals, which are the federal coordinator's to keep elsewhere (engineering 7). `zone` is the operator's, whose midnights are meant. */
export const sealRoutes = (app: App, { db }: Pick<House, 'db'>, zone: string): void => {
  const part = ({ limit = few, after }: { limit?: number; after?: string }) =>
    sealsBefore(db, { limit, after: after ?? null })
  const one = async (of: string) => (await readSeal(db, of)) ?? throwProblem(problem('not-found'))

  app.get('/seals', { config, schema: { querystring } }, async (request, reply) => {
    const { after } = request.query
    const shown = { ...(await part(request.query)), newest: after === undefined, zone }
    return sendPage(reply, sealsPage(request.frame, shown))
  })

  app.get(
    '/api/seals',
    {
      config,
      schema: {
        summary: 'The daily seals over all histories, the newest first',
        querystring,
        response: {
          200: Type.Object({
            seals: Type.Array(Type.Object(seal)),
            next: Type.Union([text, Type.Null()], { description: 'What `after` takes to go on; null at the end' }),
          }),
        },
      },
    },
    async request => {
      const { seals, next } = await part(request.query)
      return { seals: [...seals], next }
    },
  )

  app.get('/seals/:day', { config, schema: { params } }, async (request, reply) => {
    const it = await one(request.params.day)
    return reply
      .header('content-disposition', `attachment; filename="${it.day}.json"`)
      .header('cache-control', 'no-store')
      .type('application/json; charset=utf-8')
      .send(sealText(it))
  })

  app.get(
    '/api/seals/:day',
    {
      config,
      schema: {
        summary: 'A day’s seal with every head that it is over',
        params,
        response: { 200: Type.Object({ ...seal, heads: Type.Array(head) }) },
      },
    },
    async request => {
      const { heads, ...it } = await one(request.params.day)
      return { ...it, heads: heads.map(([root, n, hash]) => ({ root, n, head: hash })) }
    },
  )
}
