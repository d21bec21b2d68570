import type { Readable } from 'node:stream'
import { type Entry, openPromise, type ZipFile } from 'yauzl'

/** How much an archive may hold: entries, and bytes once unpacked. */
type ArchiveLimits = { readonly entries: number; readonly expandedBytes: number }

/** A document of 25 MB unpacks to this at most in any honest case we know of; a bomb of that size unpacks to gigabytes. */
const archiveLimits: ArchiveLimits = { entries: 2_000, expandedBytes: 300 * 1024 * 1024 }

/** What an archive is seen to be. `locked`: its content asks for a password; `macros`: it carries a program. */
type ArchiveReport = { readonly locked: boolean; readonly macros: boolean }

const MANIFEST = 'META-INF/manifest.xml'
const MANIFEST_READ = 1024 * 1024

/** Ends a reading early; the caller turns it into a refusal. */
export class ArchiveFault extends Error {
  readonly why: 'broken' | 'bomb'
  constructor(why: 'broken' | 'bomb', options?: ErrorOptions) {
    super(why, options)
    this.why = why
  }
}

/**
 * Unpacks an archive to nowhere, one entry after another, and counts: what its directory declares, and what really comes out. Archives
 * inside it count by their bytes and are not opened, as nothing of ours opens them. Throws `ArchiveFault`; ends when `signal` does.
 */
export const readArchive = async (
  path: string,
  signal: AbortSignal,
  limits: ArchiveLimits = archiveLimits,
): Promise<ArchiveReport> => {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }).catch(broken)
  try {
    if (zip.entryCount > limits.entries) throw new ArchiveFault('bomb')
    return await readEntries(zip, signal, limits)
  } finally {
    zip.close()
  }
}

async function readEntries(zip: ZipFile, signal: AbortSignal, limits: ArchiveLimits): Promise<ArchiveReport> {
  let declared = 0
  let unpacked = 0
  let read = 0
  let [locked, macros] = [false, false]
  for await (const entry of entriesOf(zip)) {
    read += 1
    declared += entry.uncompressedSize
    if (read > limits.entries || declared > limits.expandedBytes) throw new ArchiveFault('bomb')
    if (entry.fileName.endsWith('vbaProject.bin')) macros = true
    if (entry.isEncrypted()) {
      locked = true
      continue
    }
    const manifest: Buffer[] = []
    for await (const chunk of await streamOf(zip, entry)) {
      signal.throwIfAborted()
      unpacked += chunk.length
      if (unpacked > limits.expandedBytes) throw new ArchiveFault('bomb')
      if (entry.fileName === MANIFEST && entry.uncompressedSize <= MANIFEST_READ) manifest.push(chunk)
    }
    // OpenDocument hides single entries and says so in its list of contents; the archive itself looks open.
    if (Buffer.concat(manifest).includes('encryption-data')) locked = true
  }
  return { locked, macros }
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  try {
    yield* zip.eachEntry()
  } catch (error) {
    throw new ArchiveFault('broken', { cause: error })
  }
}

async function* streamOf(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  let stream: Readable | null = null
  try {
    stream = await zip.openReadStreamPromise(entry)
    yield* stream
  } catch (error) {
    throw new ArchiveFault('broken', { cause: error })
  } finally {
    stream?.destroy()
  }
}

function broken(error: unknown): never {
  throw new ArchiveFault('broken', { cause: error })
}
