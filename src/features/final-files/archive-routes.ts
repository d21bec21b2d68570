import { createHash } from 'node:crypto'
import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { attachment } from '../../files/file-name.ts'
import type { App } from '../../http/app.ts'
import { words } from '../../words/index.ts'
import type { House } from '../house.ts'
import { askingOf } from './answering.ts'
import { checkEntries, contentsOf, type Entry, listsOf, zipOf } from './archive.ts'
import { packedDocuments } from './archive-query.ts'
import { renderDocx } from './docx/document.ts'
import type { FileView } from './file-view.ts'
import { fileView } from './page-query.ts'
import { fileRoute, placeOf, placeParams } from './place.ts'
import type { Readers } from './readers.ts'

/** The archive of a seat: its package, its final file, and a list with checksums; only what the reader may read. */
export const archiveRoutes = (app: App, house: House, readers: Readers): void => {
  const config = { access: { action: 'file.read', object: 'partnership' } }
  const params = Type.Object(placeParams)

  const resultOf = async (request: FastifyRequest, view: FileView): Promise<Entry | 'pending' | 'sealed'> => {
    if (view.state === 'pending') return 'pending'
    if (view.contentSha256 === null) return 'sealed'
    const [last] = view.uploads
    if ((view.state === 'uploaded' || view.state === 'confirmed') && last !== undefined && !last.erased)
      return { path: '', sha256: last.sha256, bytes: last.bytes }
    const made = await renderDocx(view.model, view.contentSha256, request.lang)
    return { path: '', made, sha256: createHash('sha256').update(made).digest('hex'), bytes: made.length }
  }

  const send = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const place = placeOf(request.params as Readonly<Record<string, string>>)
    const asking = askingOf(request)
    const view = await fileView(house, readers, asking, place)
    const documents = await packedDocuments(house.db, place)
    const result = await resultOf(request, view)
    const contents = contentsOf({ lang: request.lang, season: view.season, view, documents, result })
    const entries = [...contents.entries, ...listsOf(request.lang, view, contents)]
    await checkEntries(house.files, entries)
    if (request.method === 'GET') await noteDownloads(asking, documents, contents.entries)
    return reply
      .header('cache-control', 'private, no-cache')
      .header('x-content-type-options', 'nosniff')
      .header(
        'content-disposition',
        attachment(words(request.lang).finalFiles.archive.fileName(view.model.school.name)),
      )
      .type('application/zip')
      .send(zipOf(house.files, entries))
  }

  /** Who got which file when (rules 24). */
  const noteDownloads = async (
    { person, at }: ReturnType<typeof askingOf>,
    documents: Awaited<ReturnType<typeof packedDocuments>>,
    entries: readonly Entry[],
  ): Promise<void> => {
    const packed = new Set(entries.map(({ sha256 }) => sha256))
    const rows = documents
      .filter(({ sha256, erased }) => !erased && packed.has(sha256))
      .map(({ id }) => ({ id: house.newId(), document: id, at, person }))
    if (rows.length > 0) await house.db.insertInto('document_download').values(rows).execute()
  }

  app.get(`${fileRoute}.zip`, { config, schema: { params } }, send)
  app.get(
    `/api${fileRoute}.zip`,
    { config, schema: { summary: 'The archive: package, final file, checksums', params } },
    send,
  )
}
