import { Type } from '@fastify/type-provider-typebox'
import type { App } from '../../http/app.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { reasonText } from '../act.ts'
import { baseOf, callKey, personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { doneOf, writerOf } from './answering.ts'
import { chooseFactors, giveWord } from './commands.ts'
import { fileVersion } from './file-commands.ts'
import { packageJson, packageSchema } from './json.ts'
import { ensureWriter, packageView } from './page-query.ts'
import { packageRoute, placeOf, placeParams, programmeParams } from './place.ts'
import { addProgramme, changeProgramme, removeProgramme } from './programme-commands.ts'
import { fileProblem } from './refuse-write.ts'
import { readForm, textFaults } from './upload-request.ts'

const read = { access: { action: 'package.read', object: 'partnership' }, etag: true }
const write = { access: { action: 'package.write', object: 'partnership' } }
const api = `/api${packageRoute}`

const key = { 'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })) }
const headers = Type.Object(key)
const headersOver = Type.Object({ ...key, 'if-match': Type.Optional(Type.String()) })
const behalf = Type.Optional(reasonText)
const factor = Type.Integer({ minimum: 1, maximum: 99 })
const reworded = { 200: Type.Object({ programme: Type.String(), version: Type.Integer() }) }
const wording = {
  title: Type.String({ minLength: 1, maxLength: 300, pattern: '\\S' }),
  factors: Type.Array(factor, { minItems: 1, maxItems: 99 }),
}

/** Described for readers of the API; the form is read by its own reader, piece by piece, and stands here as null. */
const fileForm = Type.Union([
  Type.Object({
    slot: Type.String(),
    reason: Type.Optional(Type.String()),
    behalf: Type.Optional(Type.String()),
    file: Type.Unsafe<string>({ type: 'string', format: 'binary' }),
  }),
  Type.Null(),
])

/** The JSON twins of a package's page and forms. If-Match names the version that is written over: of the slot, the programme, the factors. */
export const packageApiRoutes = (app: App, house: House): void => {
  app.get(
    api,
    {
      config: read,
      schema: {
        summary: 'A package: its slots with all versions, what is missing, what was done',
        params: Type.Object(placeParams),
        response: { 200: packageSchema },
      },
    },
    async (request, reply) => {
      const view = await packageView(house, { person: personOf(request), at: request.at }, placeOf(request.params))
      return reply.header('etag', `"${view.n}"`).send(packageJson(view))
    },
  )

  app.post(
    `${api}/privacy`,
    {
      config: write,
      schema: {
        summary: 'Confirms, before the first file, that children’s names and health data are removed',
        params: Type.Object(placeParams),
        headers,
        body: Type.Object({ removed: Type.Literal(true), behalf }),
        response: { 200: Type.Object({ at: Type.String() }) },
      },
    },
    async request => {
      const writer = writerOf(request, placeOf(request.params), callKey(request), request.body)
      return doneOf(request, await giveWord(house, writer))
    },
  )

  app.put(
    `${api}/factors`,
    {
      config: write,
      schema: {
        summary: 'Ticks the risk factors that the school works on; If-Match: their version, "0" for the first time',
        params: Type.Object(placeParams),
        headers: headersOver,
        body: Type.Object({ factors: Type.Array(factor, { maxItems: 99 }), behalf }),
        response: { 200: Type.Object({ factors: Type.Array(Type.Integer()), version: Type.Integer() }) },
      },
    },
    async request => {
      const writer = writerOf(request, placeOf(request.params), callKey(request), request.body)
      const given = { factors: request.body.factors, base: baseOf(request) }
      const { factors, version } = doneOf(request, await chooseFactors(house, writer, given))
      return { factors: [...factors], version }
    },
  )

  app.post(
    `${api}/programmes`,
    {
      config: write,
      schema: {
        summary: 'Adds an antirisk programme; after the sending with a reason',
        params: Type.Object(placeParams),
        headers,
        body: Type.Object({ ...wording, behalf, reason: Type.Optional(reasonText) }),
        response: reworded,
      },
    },
    async request => {
      const writer = writerOf(request, placeOf(request.params), callKey(request), request.body)
      return doneOf(request, await addProgramme(house, writer, request.body))
    },
  )

  app.put(
    `${api}/programmes/:programme`,
    {
      config: write,
      schema: {
        summary: 'Changes a programme’s title and factors; If-Match: its version',
        params: Type.Object(programmeParams),
        headers: headersOver,
        body: Type.Object({ ...wording, behalf }),
        response: reworded,
      },
    },
    async request => {
      const writer = writerOf(request, placeOf(request.params), callKey(request), request.body)
      const at = { programme: request.params.programme, base: baseOf(request) }
      return doneOf(request, await changeProgramme(house, writer, at, request.body))
    },
  )

  app.post(
    `${api}/programmes/:programme/remove`,
    {
      config: write,
      schema: {
        summary: 'Takes a programme out of the package, softly; If-Match: its version',
        params: Type.Object(programmeParams),
        headers: headersOver,
        body: Type.Object({ behalf }),
        response: reworded,
      },
    },
    async request => {
      const writer = writerOf(request, placeOf(request.params), callKey(request), request.body)
      const at = { programme: request.params.programme, base: baseOf(request) }
      return doneOf(request, await removeProgramme(house, writer, at))
    },
  )

  app.post(
    `${api}/documents`,
    {
      config: write,
      preValidation: async request => {
        request.body ??= null
      },
      schema: {
        summary: 'Puts a file into a slot as its next version; If-Match: the slot’s version, "0" while it is empty',
        params: Type.Object(placeParams),
        headers: headersOver,
        consumes: ['multipart/form-data'],
        body: fileForm,
        response: {
          201: Type.Object({
            document: Type.String(),
            slot: Type.String(),
            version: Type.Integer(),
            sha256: Type.String(),
            bytes: Type.Integer(),
            kind: Type.String(),
            filename: Type.String(),
            locked: Type.Boolean(),
            at: Type.String(),
          }),
        },
      },
    },
    async (request, reply) => {
      const place = placeOf(request.params)
      const [once, base] = [callKey(request), baseOf(request)]
      if (!request.isMultipart()) throwProblem(problem('unsupported-type'))
      await ensureWriter(house, { person: personOf(request), at: request.at }, place)
      const form = await readForm(request, house.files)
      const fields = textFaults(request, form)
      if (fields.length > 0) throwProblem(problem('unprocessable', { fields }))
      if (form.file === null || 'refused' in form.file)
        return throwProblem(fileProblem(request, form.file?.refused ?? { why: 'empty' }))
      const writer = writerOf(request, place, once, { reason: form.text('reason'), behalf: form.text('behalf') })
      const filed = { slot: form.text('slot'), base, received: form.file }
      return reply.code(201).send(doneOf(request, await fileVersion(house, writer, filed)))
    },
  )
}
