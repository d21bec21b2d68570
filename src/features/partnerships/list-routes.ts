import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import type { House } from '../house.ts'
import { partnershipsAfter } from './queries.ts'

const text = Type.String()
const limit = Type.Integer({ minimum: 1, maximum: 200, default: 50, description: 'How many at most' })

const listSchema = Type.Object({
  partnerships: Type.Array(Type.Object({ root: text, own: Type.Boolean(), schools: Type.Array(text) })),
  next: Type.Union([text, Type.Null()], { description: 'What `after` takes to go on; null at the end' }),
})

/** A line's place in the list, as text for `after`. */
const cursorOf = ({ own, root }: { readonly own: boolean; readonly root: string }) => `${own ? 'own' : 'other'}:${root}`

const placeOf = (cursor: string | undefined) => {
  if (cursor === undefined) return null
  const [kind, root = ''] = cursor.split(':')
  return { own: kind === 'own', root }
}

const onlyOf = ({ viewer }: FastifyRequest) => {
  const only = viewer?.grant?.only ?? null
  return {
    partnership: only?.kind === 'partnership' ? only.id : null,
    school: only?.kind === 'school' ? only.id : null,
  }
}

/** What grows without end, for programs: in parts, each going on where the one before ended (engineering 16). */
export const partnershipListRoutes = (app: App, house: House): void => {
  app.get(
    '/api/partnerships',
    {
      config: { access: 'signed-in', keepsToGrant: true },
      schema: {
        summary: 'The partnerships in which the caller has a part, their own first',
        querystring: Type.Object({
          limit: Type.Optional(limit),
          after: Type.Optional(
            Type.String({
              pattern: '^(own|other):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
              description: 'The `next` of the part before',
            }),
          ),
        }),
        response: { 200: listSchema },
      },
    },
    async request => {
      const { limit = 50, after } = request.query
      const part = { after: placeOf(after), limit: limit + 1, ...onlyOf(request) }
      const rows = await partnershipsAfter(house.db, request.viewer?.personId ?? '', part)
      const shown = rows.slice(0, limit)
      const last = rows.length > limit ? shown.at(-1) : undefined
      const partnerships = shown.map(it => ({ ...it, schools: [...it.schools] }))
      return { partnerships, next: last === undefined ? null : cursorOf(last) }
    },
  )
}
