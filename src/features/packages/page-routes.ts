import { Type } from '@fastify/type-provider-typebox'
import type { App } from '../../http/app.ts'
import { reasonText } from '../act.ts'
import type { House } from '../house.ts'
import { answerForm, showPackage, writerOf } from './answering.ts'
import { chooseFactors, giveWord } from './commands.ts'
import { packageRoute, placeOf, placeParams, programmeParams } from './place.ts'
import { changeProgramme, removeProgramme } from './programme-commands.ts'

const write = { access: { action: 'package.write', object: 'partnership' } }
const once = Type.String({ minLength: 8, maxLength: 200 })
const behalf = Type.Optional(reasonText)
const base = Type.Integer({ minimum: 0 })
const factors = Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 99 }), { maxItems: 99 }))

/** The page of a seat's package, and its plain forms without a file. */
export const pageRoutes = (app: App, house: House): void => {
  app.get(
    packageRoute,
    {
      config: { access: { action: 'package.read', object: 'partnership' } },
      schema: { params: Type.Object(placeParams) },
    },
    async (request, reply) => showPackage(house, request, reply, placeOf(request.params)),
  )

  app.post(
    `${packageRoute}/privacy`,
    {
      config: write,
      schema: {
        params: Type.Object(placeParams),
        body: Type.Object({ once, behalf, removed: Type.Literal('yes') }),
      },
    },
    async (request, reply) => {
      const place = placeOf(request.params)
      const written = await giveWord(house, writerOf(request, place, request.body.once, request.body))
      const told = { form: 'privacy', typed: {} }
      return answerForm(house, request, reply, place, written, { part: 'documents', told })
    },
  )

  app.post(
    `${packageRoute}/factors`,
    {
      config: write,
      schema: { params: Type.Object(placeParams), body: Type.Object({ once, behalf, base, factors }) },
    },
    async (request, reply) => {
      const place = placeOf(request.params)
      const { body } = request
      const given = { factors: body.factors ?? [], base: body.base }
      const written = await chooseFactors(house, writerOf(request, place, body.once, body), given)
      const told = { form: 'factors', typed: { factors: given.factors.map(String), behalf: body.behalf ?? '' } }
      return answerForm(house, request, reply, place, written, { part: 'factors', told })
    },
  )

  app.post(
    `${packageRoute}/programmes/:programme`,
    {
      config: write,
      schema: {
        params: Type.Object(programmeParams),
        body: Type.Object({
          ...{ once, behalf, base },
          title: Type.String({ minLength: 1, maxLength: 300, pattern: '\\S' }),
          factors: Type.Array(Type.Integer({ minimum: 1, maximum: 99 }), { minItems: 1, maxItems: 99 }),
        }),
      },
    },
    async (request, reply) => {
      const place = placeOf(request.params)
      const { body, params } = request
      const at = { programme: params.programme, base: body.base }
      const written = await changeProgramme(house, writerOf(request, place, body.once, body), at, body)
      const typed = { title: body.title, factors: body.factors.map(String), behalf: body.behalf ?? '' }
      const told = { form: `programme-${params.programme}`, typed }
      return answerForm(house, request, reply, place, written, { part: 'programmes', told })
    },
  )

  app.post(
    `${packageRoute}/programmes/:programme/remove`,
    {
      config: write,
      schema: { params: Type.Object(programmeParams), body: Type.Object({ once, behalf, base }) },
    },
    async (request, reply) => {
      const place = placeOf(request.params)
      const { body, params } = request
      const at = { programme: params.programme, base: body.base }
      const written = await removeProgramme(house, writerOf(request, place, body.once, body), at)
      const told = { form: `remove-${params.programme}`, typed: { behalf: body.behalf ?? '' } }
      return answerForm(house, request, reply, place, written, { part: 'programmes', told })
    },
  )
}
