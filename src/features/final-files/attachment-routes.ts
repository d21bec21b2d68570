import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { FileRefusal } from '../../files/inspect.ts'
import { BrokenUpload, readUpload } from '../../files/read-upload.ts'
import { type Received, receiveFile } from '../../files/receive.ts'
import type { App } from '../../http/app.ts'
import { type FieldFault, problem, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import { baseOf, callKey } from '../caller.ts'
import type { House } from '../house.ts'
import { answerForm, askingOf, doneOf, writerOf } from './answering.ts'
import { attach } from './commands.ts'
import { openFile } from './page-query.ts'
import { fileRoute, placeOf, placeParams } from './place.ts'
import type { AttachmentSlot } from './proof.ts'
import type { Readers } from './readers.ts'

const write = { access: { action: 'file.write', object: 'partnership' } }
const params = Type.Object(placeParams)
const LONGEST_REASON = 4000

/** What a screenshot and a scan can be; the kind is known by the content. */
const kinds: ReadonlySet<string> = new Set(['pdf', 'jpg', 'png'])

const isSlot = (text: string): text is AttachmentSlot => text === 'screenshot' || text === 'scan'

/** Described for readers of the API; the form is read by its own reader, piece by piece, and stands here as null. */
const fileForm = Type.Union([
  Type.Object({
    slot: Type.Union([Type.Literal('screenshot'), Type.Literal('scan')]),
    behalf: Type.Optional(Type.String()),
    file: Type.Unsafe<string>({ type: 'string', format: 'binary' }),
  }),
  Type.Null(),
])

type Form = {
  readonly text: (field: string) => string
  readonly file: Received | { readonly refused: FileRefusal } | null
}

/** The screenshot and the signed scan. Who may not write is told so before the file is read. */
export const attachmentRoutes = (app: App, house: House, readers: Readers): void => {
  const { files } = house

  const readForm = async (request: FastifyRequest): Promise<Form> => {
    try {
      const { fields, file } = await readUpload(request, files.maxBytes, incoming => receiveFile(files, incoming))
      return { text: field => fields.get(field)?.[0]?.trim() ?? '', file }
    } catch (error) {
      if (error instanceof BrokenUpload) return throwProblem(problem('malformed'))
      throw error
    }
  }

  const refusalOf = ({ lang }: FastifyRequest, refusal: FileRefusal): FieldFault => {
    const said = words(lang).finalFiles.attachments
    const sentences: Partial<Record<FileRefusal['why'], string>> = {
      empty: said.empty,
      tooLarge: said.tooLarge(Math.floor(files.maxBytes / (1024 * 1024))),
      broken: said.broken,
      password: said.password,
      lyingName: said.lyingName,
      slow: said.slow,
    }
    return { field: 'file', code: refusal.why, says: sentences[refusal.why] ?? said.notThisKind, label: said.file }
  }

  /** The slot and the file, or what is wrong with them. */
  const takenOf = (request: FastifyRequest, { text, file }: Form) => {
    const said = words(request.lang).finalFiles.attachments
    const slot = text('slot')
    if (!isSlot(slot) || text('behalf').length > LONGEST_REASON) return throwProblem(problem('malformed'))
    if (file === null) return { slot, fault: { field: 'file', code: 'required', says: said.noFile, label: said.file } }
    if ('refused' in file) return { slot, fault: refusalOf(request, file.refused) }
    if (!kinds.has(file.kind)) return { slot, fault: refusalOf(request, { why: 'otherKind', found: file.kind }) }
    return { slot, file }
  }

  app.post(`${fileRoute}/attachments`, { config: write, schema: { params } }, async (request, reply) => {
    const place = placeOf(request.params)
    await openFile(house, askingOf(request), place, 'file.write')
    const form = await readForm(request)
    const taken = takenOf(request, form)
    const [press, base] = [form.text('once'), form.text('base')]
    if (press.length < 8 || press.length > 200 || !/^\d{1,9}$/.test(base)) return throwProblem(problem('malformed'))
    const shown = { part: taken.slot, field: 'file', typed: { behalf: form.text('behalf') } }
    const deps = { house, readers }
    if ('fault' in taken) return answerForm(deps, request, reply, place, { faults: [taken.fault] }, shown)
    const filed = { slot: taken.slot, base: Number(base), received: taken.file }
    const body = { slot: taken.slot, base, sha256: taken.file.sha256, name: taken.file.name }
    const writer = writerOf(request, place, press, body, form.text('behalf'))
    return answerForm(deps, request, reply, place, await attach(house, writer, filed), shown)
  })

  app.post(
    `/api${fileRoute}/attachments`,
    {
      config: write,
      preValidation: async request => {
        request.body ??= null
      },
      schema: {
        summary:
          'Puts a screenshot or the signed scan beside the proof; If-Match: the version in the slot, "0" while it is empty',
        params,
        headers: Type.Object({
          'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })),
          'if-match': Type.Optional(Type.String()),
        }),
        consumes: ['multipart/form-data'],
        body: fileForm,
        response: {
          201: Type.Object({
            attachment: Type.String(),
            slot: Type.String(),
            version: Type.Integer(),
            sha256: Type.String(),
            filename: Type.String(),
          }),
        },
      },
    },
    async (request, reply) => {
      const place = placeOf(request.params)
      const [press, base] = [callKey(request), baseOf(request)]
      if (!request.isMultipart()) throwProblem(problem('unsupported-type'))
      await openFile(house, askingOf(request), place, 'file.write')
      const form = await readForm(request)
      const taken = takenOf(request, form)
      if ('fault' in taken) return throwProblem(problem('unprocessable', { fields: [taken.fault] }))
      const { sha256, name } = taken.file
      const writer = writerOf(request, place, press, { slot: taken.slot, base, sha256, name }, form.text('behalf'))
      const filed = { slot: taken.slot, base, received: taken.file }
      return reply.code(201).send(doneOf(request, await attach(house, writer, filed), 'file'))
    },
  )
}
