import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { openPartnership } from '../access/open.ts'
import { reasonText } from '../act.ts'
import { callKey, personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { keyHeader, once, onceField } from './asking.ts'
import { type FileKind, fileKinds, filesOf, forgetFile, liftFlag } from './files.ts'
import { cursorPattern, roomOf } from './room-query.ts'
import { blankText, type TextKind, textKinds, textsOf } from './texts.ts'
import { roomPage } from './views/room-page.ts'
import { textPage } from './views/text-page.ts'

const id = Type.String({ format: 'uuid' })
const text = Type.String()
const textOrNull = Type.Union([text, Type.Null()])
const root = Type.Object({ root: id })
const fileParams = Type.Object({ root: id, kind: Type.Union(fileKinds.map(kind => Type.Literal(kind))), file: id })
const textParams = Type.Object({ root: id, kind: Type.Union(textKinds.map(kind => Type.Literal(kind))), text: id })
const body = Type.Object({ reason: reasonText })
const form = Type.Object({ reason: reasonText, once: onceField })
const done = { 204: Type.Null() }
const onAPage = 50

const query = {
  find: Type.Optional(Type.String({ maxLength: 200 })),
  after: Type.Optional(Type.String({ pattern: cursorPattern, description: 'The `next` of the part before' })),
}

const textSchema = Type.Object({ kind: text, id: text, at: text, name: textOrNull, text })

const roomSchema = Type.Object({
  files: Type.Array(
    Type.Object({
      kind: text,
      id: text,
      seat: Type.Integer(),
      slot: text,
      version: Type.Integer(),
      filename: textOrNull,
      sha256: text,
      at: text,
      erased: Type.Boolean(),
      flag: Type.Union([Type.Object({ at: text, text: textOrNull }), Type.Null()]),
    }),
  ),
  /** Null for those who do not cover the whole partnership. */
  texts: Type.Union([Type.Array(textSchema), Type.Null()]),
  next: textOrNull,
})

const textJson = ({ kind, id, at, name, body: said }: Awaited<ReturnType<typeof textsOf>>[number]) => ({
  kind,
  id,
  at,
  name,
  text: said,
})

const roomPath = (partnership: string) => `/partnerships/${partnership}/privacy`

/** What coordinators take out of a partnership: hidden files, their bytes, texts (rules 24). */
export const roomRoutes = (app: App, house: House): void => {
  const read = { action: 'privacy.read', object: 'partnership' }

  app.get(
    '/partnerships/:root/privacy',
    { config: { access: read }, schema: { params: root, querystring: Type.Object(query) } },
    async (request, reply) => {
      const { find = '', after = null } = request.query
      const asked = { find: find.trim(), limit: onAPage, after }
      return sendPage(
        reply,
        roomPage(request.frame, await roomOf(house, request, request.params.root, asked), house.newId),
      )
    },
  )

  app.get(
    '/api/partnerships/:root/privacy',
    {
      config: { access: read },
      schema: {
        summary: 'Files and texts that can be taken out of a partnership',
        params: root,
        querystring: Type.Object({ ...query, limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })) }),
        response: { 200: roomSchema },
      },
    },
    async request => {
      const { find = '', after = null, limit = onAPage } = request.query
      const { files, texts, next } = await roomOf(house, request, request.params.root, { find, limit, after })
      return { files: files.map(file => ({ ...file })), texts: texts?.map(textJson) ?? null, next }
    },
  )

  type FileParams = { readonly root: string; readonly kind: FileKind; readonly file: string }

  const onFile = async (
    request: FastifyRequest<{ Params: FileParams; Body: { reason: string } }>,
    key: string,
    deed: 'erase' | 'lift',
  ) => {
    const { params } = request
    const opened = await openPartnership(house, personOf(request), params.root, request.at)
    const file = (await filesOf(house.db, opened.id, params.file)).find(it => it.kind === params.kind)
    if (file === undefined) return throwProblem(problem('not-found'))
    if (opened.may(`document.${deed}`, file.seat) === null) return throwProblem(problem('forbidden'))
    const reason = request.body.reason.trim()
    const by = { person: personOf(request), at: request.at, reason }
    await once(house, request, key, { reason }, tx =>
      deed === 'erase'
        ? forgetFile(tx, house, opened.id, file.sha256, by)
        : liftFlag(tx, house, opened.id, file.id, by),
    )
    if (deed === 'erase') await house.files.remove(file.sha256)
    return roomPath(opened.id)
  }

  for (const deed of ['erase', 'lift'] as const) {
    const path = `/partnerships/:root/kept/:kind/:file/${deed}`
    const access = { action: `document.${deed}`, object: 'partnership' }
    const summary =
      deed === 'erase' ? 'Erases the bytes and the name of a file; its hash stays' : 'Shows a hidden document again'

    app.post(path, { config: { access }, schema: { params: fileParams, body: form } }, async (request, reply) =>
      reply.redirect(await onFile(request, request.body.once, deed), 303),
    )
    app.post(
      `/api${path}`,
      { config: { access }, schema: { summary, params: fileParams, headers: keyHeader, body, response: done } },
      async (request, reply) => {
        await onFile(request, callKey(request), deed)
        return reply.code(204).send(null)
      },
    )
  }

  const onTexts = { action: 'text.blank', object: 'partnership' }
  type TextParams = { readonly root: string; readonly kind: TextKind; readonly text: string }

  const openWhole = async (request: FastifyRequest<{ Params: TextParams }>) => {
    const { params } = request
    const opened = await openPartnership(house, personOf(request), params.root, request.at)
    if (opened.may('text.blank', null) === null) return throwProblem(problem('forbidden'))
    return { root: opened.id, kind: params.kind, id: params.text }
  }

  const blank = async (request: FastifyRequest<{ Params: TextParams; Body: { reason: string } }>, key: string) => {
    const place = await openWhole(request)
    const reason = request.body.reason.trim()
    const by = { person: personOf(request), at: request.at, reason }
    await once(house, request, key, { reason }, async tx => {
      if (!(await blankText(tx, house, place, by))) throwProblem(problem('not-found'))
    })
    return roomPath(place.root)
  }

  const one = '/partnerships/:root/texts/:kind/:text'

  app.get(one, { config: { access: onTexts }, schema: { params: textParams } }, async (request, reply) => {
    const place = await openWhole(request)
    const [found] = await textsOf(house.db, place.root, { limit: 1, only: place })
    return sendPage(reply, textPage(request.frame, place, found ?? null, house.newId))
  })

  app.get(
    `/api${one}`,
    {
      config: { access: onTexts },
      schema: { summary: 'A text that can be taken out', params: textParams, response: { 200: textSchema } },
    },
    async request => {
      const place = await openWhole(request)
      const [found] = await textsOf(house.db, place.root, { limit: 1, only: place })
      return found === undefined ? throwProblem(problem('not-found')) : textJson(found)
    },
  )

  app.post(
    `${one}/blank`,
    { config: { access: onTexts }, schema: { params: textParams, body: form } },
    async (request, reply) => reply.redirect(await blank(request, request.body.once), 303),
  )

  app.post(
    `/api${one}/blank`,
    {
      config: { access: onTexts },
      schema: {
        summary: 'Takes a text out for good; its hash stays',
        params: textParams,
        headers: keyHeader,
        body,
        response: done,
      },
    },
    async (request, reply) => {
      await blank(request, callKey(request))
      return reply.code(204).send(null)
    },
  )
}
