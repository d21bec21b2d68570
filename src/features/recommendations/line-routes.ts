import { type TProperties, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import { baseOf, callKey } from '../caller.ts'
import type { House } from '../house.ts'
import { wroteOver } from './asking.ts'
import type { ReadProgrammes } from './documents.ts'
import { answered, dateSchema, longText, refuse, refusedSchema, shownVersion, versionSchema } from './json.ts'
import { type OpenedLine, openLine } from './open-line.ts'
import { itemId, itemParams, linePath, lineRoute, listPath } from './place.ts'
import { type Fault, faultOf, type Part, parts, replies, type SaidBy, type Wording } from './rules.ts'
import { type SaveOutcome, saveLine } from './save-line.ts'
import { linePage } from './views/line-page.ts'

type Fields = Readonly<Record<string, unknown>>

const reply = Type.Union(replies.map(each => Type.Literal(each)))
const slot = Type.String({ maxLength: 200 })

/** What the JSON of each part says. */
const bodies: Readonly<Record<Part, TProperties>> = {
  item: {
    document: Type.Union([slot, Type.Null()]),
    text: longText,
    /** The form whose private note it is begun from. */
    note: Type.Optional(slot),
  },
  answer: {
    answer: reply,
    reason: Type.Optional(longText),
    date: Type.Optional(dateSchema),
    done: Type.Optional(Type.Boolean()),
  },
  dispute: { text: longText },
}

const base = Type.Integer({ minimum: 0 })

/** The same as fields of a plain form, where an empty one says nothing. */
const forms: Readonly<Record<Part, TProperties>> = {
  item: { base, document: slot, text: longText, note: Type.Optional(slot) },
  answer: {
    base,
    answer: reply,
    reason: Type.Optional(longText),
    date: Type.Optional(Type.Union([Type.String({ format: 'date' }), Type.Literal('')])),
    done: Type.Optional(Type.Literal('yes')),
  },
  dispute: { base, text: longText },
}

const tidy = (text: unknown): string =>
  typeof text === 'string' ? text.replaceAll('\r\n', '\n').replaceAll('\0', '').toWellFormed() : ''

const orNull = (text: unknown): string | null => (typeof text === 'string' && text !== '' ? text : null)

/** What was posted, by a form or by a program, as a wording of the part. */
const wordingOf = ({ part, sent }: OpenedLine, fields: Fields): Wording => {
  switch (part) {
    case 'item':
      return { said: { document: orNull(fields.document), removed: false }, body: tidy(fields.text) }
    case 'answer': {
      const answer = replies.find(each => each === fields.answer) ?? 'accepted'
      const done = fields.done === true || fields.done === 'yes'
      return { said: { of: sent?.version ?? 0, answer, date: orNull(fields.date), done }, body: tidy(fields.reason) }
    }
    case 'dispute':
      return { said: {}, body: tidy(fields.text) }
  }
}

/** A document that was taken out of the package since may go on being named by what already named it. */
const documentsOf = ({ page, versions }: OpenedLine): string[] => [
  ...page.slots,
  ...versions.flatMap(({ said }) => (said as Partial<SaidBy['item']>).document ?? []),
]

const sayFault = ({ lang }: FastifyRequest, { field, code }: Fault) => {
  const said = words(lang).recommendations
  const label = { text: said.text, reason: said.answer.reason, document: said.document }[field]
  return { field, code, says: code === 'unknown' ? said.unknownDocument : said.needed, label }
}

/** Where a plain form leads on: to what has to be chosen, to what came too late, or back to the list. */
export const onward = ({ page: { list }, id, part }: OpenedLine, outcome: SaveOutcome): string => {
  const path = linePath(list.place, id, part)
  if (outcome.is === 'outrun') return `${path}#clash`
  if (outcome.is === 'late') return `${path}#late`
  return outcome.is === 'saved' ? `${listPath(list.place)}#${itemId(id)}` : refuse(outcome.is)
}

/** Each part of a recommendation: its page with its history, and writing it, by a form and by a program. */
export const lineRoutes = (app: App, house: House, readProgrammes: ReadProgrammes): void => {
  const params = Type.Object(itemParams)

  for (const part of parts) {
    const route = lineRoute(part)
    const action = part === 'item' ? 'recommendations.write' : 'recommendations.reply'
    const access = { action, object: 'partnership' }

    const show = async (request: FastifyRequest, answer: FastifyReply, line: OpenedLine, told: Told | null) =>
      sendPage(answer, linePage(request.frame, line, told), told === null ? 200 : 422)

    const save = (request: FastifyRequest, line: OpenedLine, fields: Fields, seen: number, client: string | null) => {
      const wording = wordingOf(line, fields)
      const write = { item: line.id, part, wording, base: seen, client, person: request.viewer?.personId ?? '' }
      const fault = faultOf(write, documentsOf(line))
      if (fault !== null) return { faults: [sayFault(request, fault)] }
      const { place } = line.page.list
      return { saving: saveLine(house, { ...write, place, note: orNull(fields.note), at: request.at }) }
    }

    app.get(route, { config: { access }, schema: { params } }, async (request, answer) =>
      show(request, answer, await openLine(house, readProgrammes, request, part, true), null),
    )

    app.get(
      `/api${route}`,
      {
        config: { access, etag: true },
        schema: {
          summary: `All wordings of a recommendation's part: ${part}`,
          params,
          response: { 200: Type.Object({ writable: Type.Boolean(), versions: Type.Array(versionSchema) }) },
        },
      },
      async (request, answer) => {
        const line = await openLine(house, readProgrammes, request, part, true)
        const versions = line.versions.map(version => shownVersion(request, version)).reverse()
        return answer.header('etag', `"${wroteOver(line)}"`).send({ writable: line.page.list.writable[part], versions })
      },
    )

    app.post(
      route,
      { config: { access }, schema: { params, body: Type.Object(forms[part]) } },
      async (request, answer) => {
        const line = await openLine(house, readProgrammes, request, part, false)
        const fields = request.body as Fields & { base: number }
        const saved = save(request, line, fields, fields.base, null)
        if (saved.saving === undefined) return show(request, answer, line, { fields, faults: saved.faults })
        return answer.redirect(onward(line, await saved.saving), 303)
      },
    )

    app.put(
      `/api${route}`,
      {
        config: { access, etag: true },
        schema: {
          summary: `Write a recommendation's part over the version that was seen (If-Match, "0" for none): ${part}`,
          params,
          headers: Type.Object({
            'if-match': Type.Optional(Type.String()),
            'idempotency-key': Type.Optional(Type.String({ format: 'uuid' })),
          }),
          body: Type.Object(bodies[part]),
          response: { 200: Type.Union([versionSchema, Type.Null()]), 409: refusedSchema, 412: refusedSchema },
        },
      },
      async (request, answer) => {
        const [seen, client] = [baseOf(request), callKey(request)]
        const line = await openLine(house, readProgrammes, request, part, false)
        const saved = save(request, line, request.body as Fields, seen, client)
        if (saved.saving === undefined) return throwProblem(problem('unprocessable', { fields: saved.faults }))
        const it = answered(request, await saved.saving)
        if (it.code === 200) return answer.header('etag', it.etag).send(it.body)
        return answer.code(it.code).type('application/problem+json').send(it.body)
      },
    )
  }
}

/** A form that was not taken: what was typed, and what is wrong. */
export type Told = {
  readonly fields: Fields
  readonly faults: readonly { readonly field: string; readonly says: string }[]
}
