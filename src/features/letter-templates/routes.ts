import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { readTemplates } from '../../letters/compose/templates.ts'
import type { Template } from '../../words/catalogue/letter-rungs.ts'
import { personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { templateApiRoutes } from './api-routes.ts'
import { saveTemplate } from './commands.ts'
import { access, listPath, type Place, placeParams as params, placeOf, templatePath, templateRoute } from './place.ts'
import type { Version } from './queries.ts'
import { faultsOf, readTemplate } from './read-page.ts'
import { listPage } from './views/list-page.ts'
import { type TemplatePage, templatePage } from './views/template-page.ts'

const seen = Type.Integer({ minimum: 0 })
const form = Type.Object({
  seen,
  act: Type.Optional(Type.Union([Type.Literal('look'), Type.Literal('save')])),
  subject: Type.String(),
  body: Type.String(),
  on: Type.Optional(Type.String({ maxLength: 60 })),
})

const theirs = (stale: Version | null, original: Template): Template =>
  stale === null || stale.subject === '' ? original : stale

/** The texts of letters: a list, each with its source and its look, and what programs read and write of them. */
export const letterTemplateRoutes = (app: App, house: House): void => {
  const config = { access }

  const show = (request: FastifyRequest, reply: FastifyReply, it: TemplatePage, status = 200) =>
    sendPage(reply, templatePage(request.frame, it), status)

  const save = (request: FastifyRequest, place: Place, text: Template, version: number) =>
    house.db
      .transaction()
      .execute(tx => saveTemplate(tx, place, text, { seen: version, person: personOf(request), at: request.at }))

  app.get(listPath, { config }, async (request, reply) =>
    sendPage(reply, listPage(request.frame, await readTemplates(house.db))),
  )

  app.get(
    templateRoute,
    {
      config,
      schema: {
        params,
        querystring: Type.Object({
          done: Type.Optional(Type.Union([Type.Literal('saved'), Type.Literal('restored')])),
          on: Type.Optional(Type.String({ maxLength: 60 })),
        }),
      },
    },
    async (request, reply) => {
      const { done, on } = request.query
      return show(request, reply, { ...(await readTemplate(house, request, placeOf(request), { on })), done })
    },
  )

  app.post(templateRoute, { config, schema: { params, body: form } }, async (request, reply) => {
    const place = placeOf(request)
    const { act, on, seen: version, subject, body } = request.body
    const typed = { subject: subject.trim(), body: body.replaceAll('\r\n', '\n').trim() }
    const read = () => readTemplate(house, request, place, { typed, on })
    if (act === 'look') {
      const view = await read()
      return show(request, reply, { ...view, version, refused: view.faults.length > 0 })
    }
    if (faultsOf(house, place, typed, request.at).length > 0)
      return show(request, reply, { ...(await read()), version, refused: true }, 422)
    const outcome = await save(request, place, typed, version)
    if ('saved' in outcome) return reply.redirect(`${templatePath(place)}?done=saved`, 303)
    const view = await read()
    return show(request, reply, { ...view, outrun: theirs(outcome.stale, view.original) }, 409)
  })

  app.post(
    `${templateRoute}/original`,
    { config, schema: { params, body: Type.Object({ seen }) } },
    async (request, reply) => {
      const place = placeOf(request)
      const outcome = await save(request, place, { subject: '', body: '' }, request.body.seen)
      if ('saved' in outcome) return reply.redirect(`${templatePath(place)}?done=restored`, 303)
      const view = await readTemplate(house, request, place)
      return show(request, reply, { ...view, outrun: theirs(outcome.stale, view.original) }, 409)
    },
  )

  templateApiRoutes(app, house, save)
}
