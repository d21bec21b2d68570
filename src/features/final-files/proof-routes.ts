import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import type { FieldFault } from '../../http/problems.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import { reasonText } from '../act.ts'
import { baseOf, callKey } from '../caller.ts'
import type { House } from '../house.ts'
import { answerForm, askingOf, doneOf, writerOf } from './answering.ts'
import { type GivenProof, markConfirmed, saveProof } from './commands.ts'
import { openFile } from './page-query.ts'
import { fileRoute, placeOf, placeParams } from './place.ts'
import type { Readers } from './readers.ts'

const write = { access: { action: 'file.write', object: 'partnership' } }
const params = Type.Object(placeParams)
const once = Type.String({ minLength: 8, maxLength: 200 })
const behalf = Type.Optional(reasonText)
const key = { 'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })) }
const day = Type.String({ format: 'date' })
const orNull = (schema: ReturnType<typeof Type.String>) => Type.Union([schema, Type.Null()])
const line = Type.String({ maxLength: 2000 })
const isWeb = (link: string) => ['http:', 'https:'].includes(URL.parse(link)?.protocol ?? '')

const trimmed = (text: string | null): string | null => text?.trim() || null

const proofOf = (typed: GivenProof): GivenProof => ({
  placedOn: trimmed(typed.placedOn),
  link: trimmed(typed.link),
  note: trimmed(typed.note),
  number: trimmed(typed.number),
})

/** Whether the calendar has this day. */
const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const [year = 0, month = 0, date = 0] = text.split('-').map(Number)
  const made = Temporal.PlainDate.from({ year, month: Math.max(month, 1), day: Math.max(date, 1) })
  return made.toString() === text
}

const faultsOf = ({ lang }: FastifyRequest, { placedOn, link }: GivenProof): FieldFault[] => {
  const said = words(lang).finalFiles.proof
  return [
    ...(placedOn !== null && !isDay(placedOn)
      ? [{ field: 'placedOn', code: 'date', says: said.badDate, label: said.date }]
      : []),
    ...(link !== null && !isWeb(link) ? [{ field: 'link', code: 'url', says: said.badLink, label: said.link }] : []),
  ]
}

/** When and where the file was placed, and that the school saw it confirmed: plain forms and their JSON twins. */
export const proofRoutes = (app: App, house: House, readers: Readers): void => {
  const deps = { house, readers }
  const fields = { placedOn: line, link: line, note: Type.String({ maxLength: 4000 }), number: line }

  app.post(
    `${fileRoute}/proof`,
    {
      config: write,
      schema: { params, body: Type.Object({ ...fields, once, behalf, base: Type.Integer({ minimum: 0 }) }) },
    },
    async (request, reply) => {
      const place = placeOf(request.params)
      const { base, once: press, behalf: why, ...typed } = request.body
      await openFile(house, askingOf(request), place, 'file.write')
      const given = proofOf(typed)
      const form = { part: 'proof', field: 'placedOn', typed: { ...typed, behalf: why ?? '' } }
      const faults = faultsOf(request, given)
      if (faults.length > 0) return answerForm(deps, request, reply, place, { faults }, form)
      const writer = writerOf(request, place, press, { ...given, base }, why)
      return answerForm(deps, request, reply, place, await saveProof(house, writer, given, base), form)
    },
  )

  app.put(
    `/api${fileRoute}/proof`,
    {
      config: { ...write, etag: true },
      schema: {
        summary:
          'Says when and where the final file was placed; If-Match: the version of the proof, "0" for the first time',
        params,
        headers: Type.Object({ ...key, 'if-match': Type.Optional(Type.String()) }),
        body: Type.Object({
          placedOn: orNull(day),
          link: orNull(line),
          note: orNull(Type.String({ maxLength: 4000 })),
          number: orNull(line),
          behalf,
        }),
        response: { 200: Type.Object({ version: Type.Integer() }) },
      },
    },
    async (request, reply) => {
      const { behalf: why, ...said } = request.body
      const given = proofOf(said)
      const place = placeOf(request.params)
      await openFile(house, askingOf(request), place, 'file.write')
      const writer = writerOf(request, place, callKey(request), { ...given, base: baseOf(request) }, why)
      const faults = faultsOf(request, given)
      if (faults.length > 0) return throwProblem(problem('unprocessable', { fields: faults }))
      const { version } = doneOf(request, await saveProof(house, writer, given, baseOf(request)), 'placedOn')
      return reply.header('etag', `"${version}"`).send({ version })
    },
  )

  app.post(
    `${fileRoute}/mark`,
    { config: write, schema: { params, body: Type.Object({ seenOn: line, once, behalf }) } },
    async (request, reply) => {
      const place = placeOf(request.params)
      const { seenOn, once: press, behalf: why } = request.body
      await openFile(house, askingOf(request), place, 'file.write')
      const form = { part: 'mark', field: 'seenOn', typed: { seenOn, behalf: why ?? '' } }
      const writer = writerOf(request, place, press, { seenOn }, why)
      const written = isDay(seenOn)
        ? await markConfirmed(house, writer, seenOn)
        : ({ refused: { why: 'badDate' } } as const)
      return answerForm(deps, request, reply, place, written, form)
    },
  )

  app.post(
    `/api${fileRoute}/mark`,
    {
      config: write,
      schema: {
        summary: 'Notes that the school saw its placed file confirmed in IS MEDK',
        params,
        headers: Type.Object(key),
        body: Type.Object({ seenOn: day, behalf }),
        response: { 200: Type.Object({ file: Type.String(), seenOn: Type.String() }) },
      },
    },
    async request => {
      const { seenOn, behalf: why } = request.body
      const writer = writerOf(request, placeOf(request.params), callKey(request), { seenOn }, why)
      return doneOf(request, await markConfirmed(house, writer, seenOn), 'seenOn')
    },
  )
}
