import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { seatKey } from '../../../workflows/keys.ts'
import type { App } from '../../http/app.ts'
import { type ActParams, actRoutes, reasonText } from '../act.ts'
import type { House } from '../house.ts'
import { askingOf } from './answering.ts'
import { fileView } from './page-query.ts'
import { filePath, fileRoute, placeOf } from './place.ts'
import { prepareUpload } from './prepare-upload.ts'
import type { Readers } from './readers.ts'
import { missingName } from './views/names.ts'

/** What is decided about a final file: that it was placed, and the curator's verdict (rules 20, 21). */
export const fileActRoutes = (app: App, house: House, readers: Readers): void => {
  const key = (params: ActParams) => seatKey(Number(params.seat))
  const next = (params: ActParams) => filePath(placeOf(params))
  const texts = (body: Readonly<Record<string, unknown>>, field: string) =>
    typeof body[field] === 'string' ? { texts: { [field]: body[field] } } : {}
  const missing = async (request: FastifyRequest, params: ActParams, codes: readonly string[]) => {
    const view = await fileView(house, readers, askingOf(request), placeOf(params))
    return codes.map(code => ({ code, says: missingName(request, view, code).says }))
  }

  actRoutes(app, house, {
    act: 'file.upload',
    path: `${fileRoute}/upload`,
    body: { behalf: Type.Optional(reasonText) },
    command: async (params, body, request) => ({
      key: key(params),
      event: { upload: await prepareUpload(house, readers, askingOf(request), placeOf(params), request.lang) },
      ...texts(body, 'behalf'),
    }),
    next,
    missing,
  })

  actRoutes(app, house, {
    act: 'file.confirm',
    path: `${fileRoute}/confirm`,
    command: params => ({ key: key(params) }),
    next,
  })

  actRoutes(app, house, {
    act: 'file.return',
    path: `${fileRoute}/return`,
    body: {
      part: Type.Union([
        Type.Literal('scan'),
        Type.Literal('minutes'),
        Type.Literal('review'),
        Type.Literal('recommendations'),
        Type.Literal('partner'),
      ]),
      reason: reasonText,
    },
    command: (params, { part, ...body }) => ({ key: key(params), event: { part }, ...texts(body, 'reason') }),
    next,
  })
}
