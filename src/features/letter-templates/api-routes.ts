import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import type { TemplateFault } from '../../letters/compose/check.ts'
import { readTemplates, templateNames } from '../../letters/compose/templates.ts'
import type { Template } from '../../words/catalogue/letter-rungs.ts'
import { LANGS, words } from '../../words/index.ts'
import { dateTime } from '../../words/time.ts'
import { baseOf } from '../caller.ts'
import type { House } from '../house.ts'
import type { Saved } from './commands.ts'
import { access, listPath, type Place, placeParams as params, placeOf, templateRoute } from './place.ts'
import { faultsOf, readTemplate, type TemplateView } from './read-page.ts'
import { sayFault, templateName } from './saying.ts'

const text = { subject: Type.String(), body: Type.String() }
const oneSchema = Type.Object({
  kind: Type.String(),
  lang: Type.String(),
  name: Type.String(),
  version: Type.Integer({ description: 'What If-Match names; 0 as long as nobody has changed it' }),
  changed: Type.Boolean(),
  ...text,
  original: Type.Object(text),
  values: Type.Array(Type.String()),
  versions: Type.Array(Type.Object({ version: Type.Integer(), ...text, at: Type.String() })),
})
const headers = Type.Object({ 'if-match': Type.Optional(Type.String()) })

const asJson = (
  { lang }: FastifyRequest,
  { place, version, changed, text: now, original, values, versions }: TemplateView,
) => ({
  ...place,
  name: templateName(lang, place.kind),
  version,
  changed,
  ...now,
  original,
  values: [...values],
  versions: [...versions],
})

const unprocessable = (lang: FastifyRequest['lang'], faults: readonly TemplateFault[]): never =>
  throwProblem(
    problem('unprocessable', {
      fields: faults.map(fault => ({ field: fault.field, code: fault.code, says: sayFault(lang, fault) })),
    }),
  )

type Save = (request: FastifyRequest, place: Place, text: Template, version: number) => Promise<Saved>

const outrun = (request: FastifyRequest, { stale }: { stale: { version: number; at: string } | null }): never => {
  const { lang, viewer, at } = request
  const said = words(lang).letterTemplates.versions
  const since = stale === null ? [] : [said.version(stale.version, dateTime(lang, stale.at, viewer?.zone ?? 'UTC', at))]
  return throwProblem(problem('stale', { since, ifMatch: true }))
}

/** The texts of letters for programs. */
export const templateApiRoutes = (app: App, house: House, save: Save): void => {
  const config = { access }
  const etag = { ...config, etag: true }
  const answer = { params, response: { 200: oneSchema } }

  app.get(
    `/api${listPath}`,
    {
      config,
      schema: {
        summary: 'The texts of letters: which there are, and which somebody has changed',
        response: {
          200: Type.Object({
            templates: Type.Array(
              Type.Object({
                kind: Type.String(),
                lang: Type.String(),
                name: Type.String(),
                version: Type.Integer(),
                changed: Type.Boolean(),
              }),
            ),
          }),
        },
      },
    },
    async (request, reply) => {
      const current = await readTemplates(house.db)
      const templates = templateNames.flatMap(kind =>
        LANGS.map(lang => {
          const { version, changed } = current(lang, kind)
          return { kind, lang, name: templateName(request.lang, kind), version, changed }
        }),
      )
      return reply.send({ templates })
    },
  )

  app.get(
    `/api${templateRoute}`,
    { config: etag, schema: { summary: 'A text of letters with its versions', ...answer } },
    async (request, reply) => {
      const view = await readTemplate(house, request, placeOf(request))
      return reply.header('etag', `"${view.version}"`).send(asJson(request, view))
    },
  )

  app.get(
    `/api${templateRoute}/preview`,
    {
      config,
      schema: {
        summary: 'The letter that a text makes, of an entry of the ledger (entry-<id>) or of a sample; changes nothing',
        params,
        querystring: Type.Object({ on: Type.Optional(Type.String({ maxLength: 60 })) }),
        response: { 200: Type.Object({ subject: Type.String(), text: Type.String(), html: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { preview, faults } = await readTemplate(house, request, placeOf(request), { on: request.query.on })
      if (preview === null) return unprocessable(request.lang, faults)
      const { subject, text: plain, html } = preview
      return reply.send({ subject, text: plain, html })
    },
  )

  app.put(
    `/api${templateRoute}`,
    {
      config: etag,
      schema: {
        summary: 'Write a text over the version that was seen (If-Match); 422 names every fault with its line',
        headers,
        body: Type.Object(text),
        ...answer,
      },
    },
    async (request, reply) => {
      const place = placeOf(request)
      const seen = baseOf(request)
      const faults = faultsOf(house, place, request.body, request.at)
      if (faults.length > 0) return unprocessable(request.lang, faults)
      const outcome = await save(request, place, request.body, seen)
      if ('stale' in outcome) return outrun(request, outcome)
      const view = await readTemplate(house, request, place)
      return reply.header('etag', `"${view.version}"`).send(asJson(request, view))
    },
  )

  app.put(
    `/api${templateRoute}/original`,
    {
      config: etag,
      schema: {
        summary: 'Bring the original text back, over the version that was seen (If-Match)',
        headers,
        ...answer,
      },
    },
    async (request, reply) => {
      const place = placeOf(request)
      const outcome = await save(request, place, { subject: '', body: '' }, baseOf(request))
      if ('stale' in outcome) return outrun(request, outcome)
      const view = await readTemplate(house, request, place)
      return reply.header('etag', `"${view.version}"`).send(asJson(request, view))
    },
  )
}
