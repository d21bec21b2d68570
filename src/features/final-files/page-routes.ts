import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { cleanName } from '../../files/file-name.ts'
import { sendBytes, sendFile } from '../../files/send-file.ts'
import type { App } from '../../http/app.ts'
import { problem, type Reason, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import type { House } from '../house.ts'
import { askingOf, showFile } from './answering.ts'
import { renderDocx } from './docx/document.ts'
import { fileJson, fileSchema } from './json.ts'
import { fileView } from './page-query.ts'
import {
  attachmentParams,
  attachmentRoute,
  fileRoute,
  placeOf,
  placeParams,
  uploadParams,
  uploadRoute,
} from './place.ts'
import type { Readers } from './readers.ts'
import { missingName } from './views/names.ts'

const read = { access: { action: 'file.read', object: 'partnership' } }

type Params = Readonly<Record<string, string>>

/** The page of a final file, the document itself, what was placed, and what goes with the proof. */
export const filePageRoutes = (app: App, house: House, readers: Readers): void => {
  const params = Type.Object(placeParams)
  const viewOf = (request: FastifyRequest) =>
    fileView(house, readers, askingOf(request), placeOf(request.params as Params))

  app.get(fileRoute, { config: read, schema: { params } }, async (request, reply) =>
    showFile({ house, readers }, request, reply, placeOf(request.params)),
  )

  app.get(
    `/api${fileRoute}`,
    {
      config: { ...read, etag: true },
      schema: {
        summary: 'A final file: what it holds, what it lacks, its placings and the verdicts on it',
        params,
        response: { 200: fileSchema },
      },
    },
    async (request, reply) => {
      const view = await viewOf(request)
      return reply.header('etag', `"${view.n}"`).send(fileJson(view))
    },
  )

  const nameOf = (request: FastifyRequest, school: string) =>
    cleanName(words(request.lang).finalFiles.document.fileName(school), 'docx')

  const notYet = (missing: readonly Reason[]): never => throwProblem(problem('not-now', { missing }))

  const sealed = ({ lang }: FastifyRequest): never =>
    notYet([{ code: 'sealed', says: words(lang).finalFiles.missing.sealed }])

  /** While it is placed, the very bytes that were; else what would be placed now. */
  const sendDocument = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const view = await viewOf(request)
    if (view.state === 'pending')
      return notYet(view.missing.map(code => ({ code, says: missingName(request, view, code).says })))
    if (view.contentSha256 === null) return sealed(request)
    const name = nameOf(request, view.model.school.name)
    const [last] = view.uploads
    if ((view.state === 'uploaded' || view.state === 'confirmed') && last !== undefined && !last.erased)
      return sendFile(request, reply, house.files, { ...last, kind: 'docx', name })
    return sendBytes(reply, {
      bytes: await renderDocx(view.model, view.contentSha256, request.lang),
      kind: 'docx',
      name,
    })
  }

  const sendUpload = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const view = await viewOf(request)
    const upload = view.uploads.find(({ id }) => id === (request.params as Params).upload)
    if (upload === undefined || upload.erased) return throwProblem(problem('not-found'))
    if (view.contentSha256 === null) return sealed(request)
    return sendFile(request, reply, house.files, {
      ...upload,
      kind: 'docx',
      name: nameOf(request, view.model.school.name),
    })
  }

  const sendAttachment = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const view = await viewOf(request)
    const found = view.attachments.find(({ id }) => id === (request.params as Params).attachment)
    if (found === undefined || found.erased) return throwProblem(problem('not-found'))
    return sendFile(request, reply, house.files, { ...found, name: found.filename })
  }

  const bytes = [
    [
      `${fileRoute}.docx`,
      placeParams,
      sendDocument,
      'The final file as .docx: the placed one, or what would be placed now',
    ],
    [uploadRoute, uploadParams, sendUpload, 'The very bytes of one placing'],
    [attachmentRoute, attachmentParams, sendAttachment, 'A version of the screenshot or of the signed scan'],
  ] as const
  for (const [path, fields, send, summary] of bytes) {
    app.get(path, { config: read, schema: { params: Type.Object(fields) } }, send)
    app.get(`/api${path}`, { config: read, schema: { summary, params: Type.Object(fields) } }, send)
  }
}
