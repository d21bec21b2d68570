import { buffer } from 'node:stream/consumers'
import { fromBufferPromise } from 'yauzl'
import { ZipFile } from 'yazl'
import { entryLooks } from '../entry-looks.ts'

const PROPERTIES = 'docProps/core.xml'
const INSTANT = /(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)/g

/** Packs an archive anew: entries without a clock, the document dated by `at` (ISO 8601). The same content gives the same bytes. */
export const settledBytes = async (archive: Buffer, at: string): Promise<Buffer> => {
  const zip = await fromBufferPromise(archive, { lazyEntries: true })
  const made = new ZipFile()
  for await (const entry of zip.eachEntry()) {
    const content = await buffer(await zip.openReadStreamPromise(entry))
    const dated =
      entry.fileName === PROPERTIES ? Buffer.from(content.toString('utf8').replace(INSTANT, `$1${at}$2`)) : content
    made.addBuffer(dated, entry.fileName, entryLooks())
  }
  made.end()
  return buffer(made.outputStream)
}
