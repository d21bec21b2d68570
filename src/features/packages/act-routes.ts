import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { seatKey } from '../../../workflows/keys.ts'
import type { App } from '../../http/app.ts'
import { type ActParams, actRoutes, reasonText } from '../act.ts'
import { personOf } from '../caller.ts'
import type { House } from '../house.ts'

import { packageView } from './page-query.ts'
import { packagePath, packageRoute, placeOf } from './place.ts'
import { missingName } from './views/names.ts'

const behalf = Type.Optional(reasonText)

/** What is decided about a package: to send it, to recall it unread, to open it, to return it (rules 14). */
export const packageActRoutes = (app: App, house: House): void => {
  const key = (params: ActParams) => seatKey(Number(params.seat))
  const next = (params: ActParams) => packagePath(placeOf(params))
  const missing = async (request: FastifyRequest, params: ActParams, codes: readonly string[]) => {
    const view = await packageView(house, { person: personOf(request), at: request.at }, placeOf(params))
    return codes.map(code => ({ code, says: missingName(request.frame, view, code).says }))
  }

  for (const act of ['package.send', 'package.recall'] as const)
    actRoutes(app, house, {
      act,
      path: `${packageRoute}/${act.slice('package.'.length)}`,
      body: { behalf },
      command: (params, body) => ({ key: key(params), texts: textsIn(body, ['behalf']) }),
      next,
      missing,
    })

  actRoutes(app, house, {
    act: 'package.open',
    path: `${packageRoute}/open`,
    command: params => ({ key: key(params) }),
    next,
  })

  actRoutes(app, house, {
    act: 'package.return',
    path: `${packageRoute}/return`,
    body: {
      slots: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
        minItems: 1,
        maxItems: 60,
        uniqueItems: true,
      }),
      reason: reasonText,
    },
    command: (params, { slots, ...body }) => ({
      key: key(params),
      event: { slots },
      texts: textsIn(body, ['reason']),
    }),
    next,
    missing,
  })
}

const textsIn = (body: Readonly<Record<string, unknown>>, fields: readonly string[]): Record<string, string> =>
  Object.fromEntries(fields.flatMap(field => (typeof body[field] === 'string' ? [[field, body[field]]] : [])))
