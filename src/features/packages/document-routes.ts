import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sendFile } from '../../files/send-file.ts'
import type { App } from '../../http/app.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import { reasonText } from '../act.ts'
import { callKey, personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { onceOf } from '../once.ts'

import { findDocument, flagDocument, noteDownload } from './documents.ts'
import { documentParams, documentRoute, packagePath } from './place.ts'

const read = { access: { action: 'package.read', object: 'partnership' } }
const params = Type.Object(documentParams)

/**
 * Downloads by a version's id and the reader's permission: a hash opens nothing. And the flag that hides a file in which somebody saw what
 * should not be there.
 */
export const documentRoutes = (app: App, house: House): void => {
  const send = async (
    request: FastifyRequest<{ Params: { root: string; document: string } }>,
    reply: FastifyReply,
  ): Promise<FastifyReply> => {
    const reader = { person: personOf(request), at: request.at }
    const { version, hurdle } = await findDocument(house, reader, request.params)
    if (hurdle !== null) {
      const said = words(request.lang).packages.missing
      return throwProblem(problem('not-now', { missing: [{ code: hurdle, says: said[hurdle] }] }))
    }
    if (request.method === 'GET') await noteDownload(house, reader, version.id)
    return sendFile(request, reply, house.files, { ...version, name: version.filename })
  }

  app.get(documentRoute, { config: read, schema: { params } }, send)
  app.get(
    `/api${documentRoute}`,
    {
      config: { ...read, refuses: ['not-now'] },
      schema: { summary: 'The bytes of one version of a document, as an attachment', params },
    },
    send,
  )

  app.post(
    `${documentRoute}/flag`,
    {
      config: { access: { action: 'partnership.read', object: 'partnership' } },
      schema: {
        params,
        body: Type.Object({ reason: reasonText, once: Type.String({ minLength: 8, maxLength: 200 }) }),
      },
    },
    async (request, reply) => {
      const place = await flagDocument(
        house,
        { person: personOf(request), at: request.at },
        request.params,
        request.body.reason,
        onceOf(request, request.body.once, { reason: request.body.reason }),
      )
      return reply.redirect(packagePath(place), 303)
    },
  )

  app.post(
    `/api${documentRoute}/flag`,
    {
      config: { access: { action: 'partnership.read', object: 'partnership' } },
      schema: {
        summary: 'Hides a document until its school replaces it: it holds children’s names or health data',
        params,
        headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })) }),
        body: Type.Object({ reason: reasonText }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const once = onceOf(request, callKey(request), request.body)
      await flagDocument(
        house,
        { person: personOf(request), at: request.at },
        request.params,
        request.body.reason,
        once,
      )
      return reply.code(204).send(null)
    },
  )
}
