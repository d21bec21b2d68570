import { Type } from '@fastify/type-provider-typebox'
import type { App } from '../../http/app.ts'

const textOrNull = Type.Union([Type.String(), Type.Null()])
const thing = Type.Object({
  kind: Type.Union([Type.Literal('partnership'), Type.Literal('school')]),
  id: Type.String({ format: 'uuid' }),
})

/** Who the caller is: the first thing a program asks for. */
export const meApiRoutes = (app: App): void => {
  app.get(
    '/api/me',
    {
      config: { access: 'signed-in', keepsToGrant: true },
      schema: {
        summary: 'Who the caller is: the person, their roles, and what the token may at most',
        response: {
          200: Type.Object({
            person: Type.String({ format: 'uuid' }),
            lang: Type.Union([Type.Literal('ru'), Type.Literal('en')]),
            zone: Type.String({ description: 'IANA name' }),
            roles: Type.Array(
              Type.Object({
                role: Type.String(),
                scope: Type.Union([Type.String(), Type.Null()], {
                  description: 'A school’s id, a territory, or null for all regions',
                }),
              }),
            ),
            via: Type.Union([Type.Literal('session'), Type.Literal('token')]),
            access: Type.Union([Type.Literal('read'), Type.Literal('write')]),
            only: Type.Union([thing, Type.Null()], { description: 'The one thing that the token was made for' }),
            at: Type.String({ description: 'The program’s instant of this request' }),
            displayName: textOrNull,
          }),
        },
      },
    },
    async ({ viewer, at }, reply) => {
      if (viewer === null) throw new Error('The frame lets nobody in here who is nobody')
      const { personId, lang, zone, roles, via, grant, displayName } = viewer
      const { access, only } = grant ?? { access: 'write' as const, only: null }
      return reply.send({ person: personId, lang, zone, roles: [...roles], via, access, only, at, displayName })
    },
  )
}
