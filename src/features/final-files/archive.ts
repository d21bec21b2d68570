import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import { cleanName } from '../../files/file-name.ts'
import type { FileStore } from '../../files/store.ts'
import { type Lang, words } from '../../words/index.ts'
import type { PackedDocument } from './archive-query.ts'
import { entryLooks } from './entry-looks.ts'
import type { FileView } from './file-view.ts'
import { newestOf } from './proof.ts'
import { fileSaying } from './saying.ts'

/** One file of the archive: kept bytes by their hash, or bytes that were made for it. */
export type Entry = { readonly path: string; readonly sha256: string; readonly bytes: number; readonly made?: Buffer }

/** What goes into an archive and what does not, in the words of one language. */
export type Contents = { readonly entries: readonly Entry[]; readonly absent: readonly string[] }

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

// What some file system refuses; the rest of a title may stand in a folder's name.
const folderName = (text: string): string =>
  [...text.replace(/[\p{Cc}\p{Cf}\p{Cs}<>:"/\\|?*]/gu, '_').trim()]
    .slice(0, 80)
    .join('')
    .replace(/[. ]+$/, '') || '_'

type Packing = {
  readonly lang: Lang
  readonly season: SeasonDefinition
  readonly view: FileView
  readonly documents: readonly PackedDocument[]
  /** The final file as this reader may have it, or why not. */
  readonly result: Entry | 'pending' | 'sealed'
}

/** The whole of an archive: the package in the season's order, the final file, and what goes with its proof. */
export const contentsOf = ({ lang, season, view, documents, result }: Packing): Contents => {
  const { archive: said, attachments, document } = words(lang).finalFiles
  const entries: Entry[] = []
  const absent: string[] = []
  const ordered = season.package.flatMap(({ id, name }) => {
    const all = documents.filter(({ slot }) => slot === id || slot.startsWith(`${id}/`))
    if (all.length === 0) absent.push(said.noFile(name[lang]))
    return all.map(it => ({ ...it, called: it.title === null ? name[lang] : `${name[lang]}. ${it.title}` }))
  })
  for (const [index, it] of ordered.entries()) {
    if (it.erased) absent.push(said.erased(it.called))
    else if (it.hidden && view.reader === 'officer') absent.push(said.hidden(it.called))
    else {
      const folder = `${String(index + 1).padStart(2, '0')} ${folderName(it.called)}`
      entries.push({ path: `${said.package}/${folder}/${it.filename}`, sha256: it.sha256, bytes: it.bytes })
    }
  }
  if (result === 'pending') absent.push(said.noResult)
  else if (result === 'sealed') absent.push(said.sealedResult)
  else
    entries.push({
      ...result,
      path: `${said.result}/${cleanName(document.fileName(view.model.school.name), 'docx')}`,
    })
  for (const slot of ['screenshot', 'scan'] as const) {
    const it = newestOf(view.attachments, slot)
    if (it !== null && !it.erased)
      entries.push({
        path: `${said.result}/${folderName(attachments[slot])}/${it.filename}`,
        sha256: it.sha256,
        bytes: it.bytes,
      })
  }
  return { entries, absent }
}

/** Where the tools look for checksums. */
const SUMS = 'SHA256SUMS'

/** The list for people, and the one that `sha256sum -c` reads. */
export const listsOf = (lang: Lang, view: FileView, { entries, absent }: Contents): Entry[] => {
  const said = words(lang).finalFiles.archive
  const { placedOn } = view.proof
  const text = [
    said.heading(view.model.school.name),
    ...(placedOn === null ? [] : [said.placed(fileSaying(lang, view.model).day(placedOn))]),
    '',
    ...entries.map(entry => `${entry.path}\n  ${entry.bytes}  ${entry.sha256}`),
    ...(absent.length === 0 ? [] : ['', said.absent, ...absent.map(line => `- ${line}`)]),
    '',
    said.howTo,
    '',
  ].join('\n')
  const list = madeEntry(said.list, text)
  const sums = [...entries, list].map(entry => `${entry.sha256}  ${entry.path}\n`).join('')
  return [list, madeEntry(SUMS, sums)]
}

const madeEntry = (path: string, text: string): Entry => {
  const made = Buffer.from(text, 'utf8')
  return { path, made, sha256: sha256(made), bytes: made.length }
}

/** Reads every kept file to its end before the first byte is sent: an archive that breaks off in the middle looks like one. */
export const checkEntries = async (store: FileStore, entries: readonly Entry[]): Promise<void> => {
  for (const { path, sha256: wanted, made } of entries) {
    if (made !== undefined) continue
    const hash = createHash('sha256')
    for await (const chunk of await store.open(wanted)) hash.update(chunk as Uint8Array)
    if (hash.digest('hex') !== wanted) throw new Error(`The kept bytes of «${path}» are not those of their hash`)
  }
}

/** The archive as a stream: files as they are, names in UTF-8. */
export const zipOf = (store: FileStore, entries: readonly Entry[]): Readable => {
  const zip = new ZipFile()
  const stream = zip.outputStream as Readable
  zip.on('error', error => stream.destroy(error))
  const options = { ...entryLooks(), compress: false }
  for (const { path, sha256: hash, bytes, made } of entries) {
    if (made !== undefined) zip.addBuffer(made, path, options)
    else
      zip.addReadStreamLazy(path, { ...options, size: bytes }, give => {
        store.open(hash).then(
          source => give(null, source),
          error => give(error, stream),
        )
      })
  }
  zip.end()
  return stream
}
