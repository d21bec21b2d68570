import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { openPartnership } from '../access/open.ts'
import { reasonText } from '../act.ts'
import type { House } from '../house.ts'
import { seatSchools } from '../seat-schools.ts'
import { eraseFile, type FileKind, fileKinds, filesOf, type KeptFile, liftFlag } from './files.ts'
import { blankText, type TextKind, textKinds, textsOf } from './texts.ts'
import { roomPage } from './views/room-page.ts'
import { textPage } from './views/text-page.ts'

const mostTexts = 100
const id = Type.String({ format: 'uuid' })
const root = Type.Object({ root: id })
const fileParams = Type.Object({
  root: id,
  kind: Type.Union(fileKinds.map(kind => Type.Literal(kind))),
  file: id,
})
const textParams = Type.Object({ root: id, kind: Type.Union(textKinds.map(kind => Type.Literal(kind))), text: id })
const body = Type.Object({ reason: reasonText })
const done = { 204: Type.Null() }

export const roomPath = (partnership: string) => `/partnerships/${partnership}/privacy`

/** What coordinators take out of a partnership: hidden files, their bytes, texts (rules 24). */
export const roomRoutes = (app: App, house: House): void => {
  const open = (request: FastifyRequest, partnership: string) =>
    openPartnership(house, request.viewer?.personId ?? '', partnership, request.at)

  app.get(
    '/partnerships/:root/privacy',
    {
      config: { access: { action: 'privacy.read', object: 'partnership' } },
      schema: { params: root, querystring: Type.Object({ find: Type.Optional(Type.String({ maxLength: 200 })) }) },
    },
    async (request, reply) => {
      const opened = await open(request, request.params.root)
      const mine = (file: KeptFile) => opened.may('document.erase', file.seat) !== null
      const schools = await seatSchools(house.db, opened.id)
      if (!schools.some(({ seat }) => opened.may('privacy.read', seat) !== null))
        return throwProblem(problem('forbidden'))
      const whole = opened.may('text.blank', null) !== null
      const find = request.query.find?.trim() ?? ''
      return sendPage(
        reply,
        roomPage(request.frame, {
          opened,
          schools: new Map(schools.map(({ seat, name }) => [seat, name])),
          files: (await filesOf(house.db, opened.id)).filter(mine),
          find,
          texts: whole ? await textsOf(house.db, opened.id, { find, limit: mostTexts }) : null,
        }),
      )
    },
  )

  type FileParams = { readonly root: string; readonly kind: FileKind; readonly file: string }

  const byOf = (request: FastifyRequest, reason: string) => ({
    person: request.viewer?.personId ?? '',
    at: request.at,
    reason: reason.trim(),
  })

  const onFile = async (request: FastifyRequest, params: FileParams, reason: string, deed: 'erase' | 'lift') => {
    const opened = await open(request, params.root)
    const file = (await filesOf(house.db, opened.id, params.file)).find(it => it.kind === params.kind)
    if (file === undefined) return throwProblem(problem('not-found'))
    if (opened.may(`document.${deed}`, file.seat) === null) return throwProblem(problem('forbidden'))
    if (deed === 'erase') await eraseFile(house, opened.id, file.sha256, byOf(request, reason))
    else await liftFlag(house, opened.id, file.id, byOf(request, reason))
    return roomPath(opened.id)
  }

  for (const deed of ['erase', 'lift'] as const) {
    const path = `/partnerships/:root/kept/:kind/:file/${deed}`
    const access = { action: `document.${deed}`, object: 'partnership' }
    const summary =
      deed === 'erase' ? 'Erases the bytes and the name of a file; its hash stays' : 'Shows a hidden document again'

    app.post(path, { config: { access }, schema: { params: fileParams, body } }, async (request, reply) =>
      reply.redirect(await onFile(request, request.params, request.body.reason, deed), 303),
    )
    app.post(
      `/api${path}`,
      { config: { access }, schema: { summary, params: fileParams, body, response: done } },
      async (request, reply) => {
        await onFile(request, request.params, request.body.reason, deed)
        return reply.code(204).send(null)
      },
    )
  }

  const onTexts = { action: 'text.blank', object: 'partnership' }
  type TextParams = { readonly root: string; readonly kind: TextKind; readonly text: string }

  const openWhole = async (request: FastifyRequest, params: TextParams) => {
    const opened = await open(request, params.root)
    if (opened.may('text.blank', null) === null) return throwProblem(problem('forbidden'))
    return { opened, place: { root: opened.id, kind: params.kind, id: params.text } }
  }

  const blank = async (request: FastifyRequest, params: TextParams, reason: string) => {
    const { opened, place } = await openWhole(request, params)
    if (!(await blankText(house, place, byOf(request, reason)))) return throwProblem(problem('not-found'))
    return roomPath(opened.id)
  }

  app.get(
    '/partnerships/:root/texts/:kind/:text',
    { config: { access: onTexts }, schema: { params: textParams } },
    async (request, reply) => {
      const { opened, place } = await openWhole(request, request.params)
      const [text] = await textsOf(house.db, opened.id, { find: '', limit: 1, only: place })
      return sendPage(reply, textPage(request.frame, place, text ?? null))
    },
  )

  app.post(
    '/partnerships/:root/texts/:kind/:text/blank',
    { config: { access: onTexts }, schema: { params: textParams, body } },
    async (request, reply) => reply.redirect(await blank(request, request.params, request.body.reason), 303),
  )

  app.post(
    '/api/partnerships/:root/texts/:kind/:text/blank',
    {
      config: { access: onTexts },
      schema: { summary: 'Takes a text out for good; its hash stays', params: textParams, body, response: done },
    },
    async (request, reply) => {
      await blank(request, request.params, request.body.reason)
      return reply.code(204).send(null)
    },
  )
}
