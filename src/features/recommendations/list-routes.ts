import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import { actRoutes } from '../act.ts'
import { callKey } from '../caller.ts'
import type { House } from '../house.ts'
import { onceOf } from '../once.ts'

import type { ReadProgrammes } from './documents.ts'
import { listJson, listSchema } from './json.ts'
import { moveItem } from './move-item.ts'
import { openList } from './open-list.ts'
import { listPageOf, nameIn } from './page-query.ts'
import { itemId, itemParams, keyOf, lineRoute, listPath, listRoute, placeOf, placeParams } from './place.ts'
import { listPage } from './views/list-page.ts'
import { sendingPage } from './views/send-page.ts'

type Params = Readonly<Record<string, string>>

/** A list's own page, sending it, and the receiver's word that all is answered. */
export const listRoutes = (app: App, house: House, readProgrammes: ReadProgrammes): void => {
  const params = Type.Object(placeParams)
  const read = { action: 'recommendations.read', object: 'partnership' }
  const write = { action: 'recommendations.write', object: 'partnership' }

  const pageOf = async (request: FastifyRequest, fields: Params) => {
    const person = request.viewer?.personId ?? ''
    const list = await openList(house, person, placeOf(fields), request.at)
    return listPageOf(house, readProgrammes, list, person, request.at)
  }

  app.get(listRoute, { config: { access: read }, schema: { params } }, async (request, reply) =>
    sendPage(reply, listPage(request.frame, await pageOf(request, request.params), house.newId)),
  )

  app.get(
    `/api${listRoute}`,
    {
      config: { access: read, etag: true },
      schema: { summary: 'Recommendations, as far as the caller may read them', params, response: { 200: listSchema } },
    },
    async (request, reply) => {
      const page = await pageOf(request, request.params)
      return reply.header('etag', `"${page.list.opened.n}"`).send(listJson(page))
    },
  )

  app.get(`${listRoute}/send`, { config: { access: write }, schema: { params } }, async (request, reply) => {
    const page = await pageOf(request, request.params)
    if (page.list.side !== 'writer') return throwProblem(problem('forbidden'))
    return sendPage(reply, sendingPage(request.frame, page, house.newId))
  })

  const next = (fields: Params) => listPath(placeOf(fields))
  const command = (fields: Params) => ({ key: keyOf(placeOf(fields)) })
  const sayMissing = async (request: FastifyRequest, fields: Params, codes: readonly string[]) => {
    const said = words(request.lang).recommendations.missing
    const page = await pageOf(request, fields)
    const nameOf = (id: string) =>
      page.sendings[0]?.items.find(({ item }) => item.id === id)?.version.said.document ?? null
    return codes.map(code => ({
      code,
      says:
        code === 'items' || code === 'meeting'
          ? said[code]
          : said.item(nameIn(request.lang, page)(nameOf(code.slice('item/'.length)))),
    }))
  }
  const act = { command, next, missing: sayMissing }
  actRoutes(app, house, { ...act, act: 'recommendations.send', path: `${listRoute}/send` })
  actRoutes(app, house, { ...act, act: 'recommendations.answer', path: `${listRoute}/answer` })

  const move = async (request: FastifyRequest<{ Params: Params; Body: { to: 'up' | 'down' } }>, key: string) => {
    const place = placeOf(request.params)
    const [person, item] = [request.viewer?.personId ?? '', String(request.params.item)]
    const is = await moveItem(house, {
      place,
      item,
      to: request.body.to,
      person,
      at: request.at,
      once: onceOf(request, key, request.body),
    })
    if (is === 'keyReused') return throwProblem(problem('key-reused'))
    if (is === 'absent') return throwProblem(problem('not-found'))
    if (is === 'forbidden') return throwProblem(problem('forbidden'))
    const said = words(request.lang).recommendations.send.notNow
    if (is === 'late') return throwProblem(problem('not-now', { missing: [{ code: 'sent', says: said }] }))
    return `${listPath(place)}#${itemId(item)}`
  }
  const to = Type.Union([Type.Literal('up'), Type.Literal('down')])
  const moving = { params: Type.Object(itemParams), body: Type.Object({ to }) }

  app.post(`${lineRoute('item')}/move`, { config: { access: write }, schema: moving }, async (request, reply) =>
    reply.redirect(await move(request, house.newId()), 303),
  )

  app.post(
    `/api${lineRoute('item')}/move`,
    {
      config: { access: write },
      schema: {
        summary: 'Move a recommendation one place',
        ...moving,
        headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })) }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await move(request, callKey(request))
      return reply.code(204).send(null)
    },
  )
}
