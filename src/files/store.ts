import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'

/** What was kept: the SHA-256 of its bytes (lower-case hexadecimal), by which it is found again, and how many there are. */
export type Stored = { readonly sha256: string; readonly bytes: number }

/** A kept file and the real clock's instant (ISO text) since which it lies there. */
export type Kept = { readonly sha256: string; readonly since: string }

/**
 * Where files live, by the hash of their content. It knows no owner and no name: who may have which file is decided by the rows that
 * name it. Nothing can be found, or overwritten with other bytes, that was not put in whole.
 */
export type FileStore = {
  /** The most bytes that one file may have. */
  readonly maxBytes: number
  /**
   * Takes a stream in and keeps it under its hash; it lies there for good when this returns. `accept` looks at the whole file before that,
   * at a path where it can be read in any order. What `accept` or the stream throws is thrown on, and nothing is kept; a file of more than
   * `maxBytes` (default: the store's) throws `TooLarge`.
   */
  put(
    source: AsyncIterable<Uint8Array>,
    options?: { maxBytes?: number; accept?: (path: string, stored: Stored) => Promise<void> },
  ): Promise<Stored>
  /** The bytes; rejects with ENOENT when there are none of that hash. */
  open(sha256: string): Promise<Readable>
  has(sha256: string): Promise<boolean>
  /** Removes the bytes, if they are there. For the sweep and for erasure: rows must no longer lead here. */
  remove(sha256: string): Promise<void>
  /** Every file there is, in no order. */
  list(): AsyncIterable<Kept>
  /** Forgets uploads that broke off before the instant (real clock, ISO text). */
  forgetDrafts(before: string): Promise<void>
}

/** Ends a `put`: the stream holds more than is taken. */
export class TooLarge extends Error {
  readonly maxBytes: number
  constructor(maxBytes: number) {
    super(`more than ${maxBytes} bytes`)
    this.maxBytes = maxBytes
  }
}

const MEGABYTE = 1024 * 1024
const HASH = /^[0-9a-f]{64}$/
const ours = { recursive: true, mode: 0o700 } as const

/**
 * A store in a folder: `ab/cd/abcd…` for what is kept, `tmp/` for what is on its way. Files are written aside, made durable, and only then
 * renamed to their hash, so that a crash at any instant leaves a whole file or none. Several processes may share the folder.
 */
export const createFileStore = (folder: string, { maxBytes = 25 * MEGABYTE } = {}): FileStore => {
  const root = path.resolve(folder)
  const tmp = path.join(root, 'tmp')
  const placeOf = (sha256: string): string => {
    if (!HASH.test(sha256)) throw new RangeError(`«${sha256}» is no SHA-256`)
    return path.join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
  }

  return {
    maxBytes,
    put: async (source, options = {}) => {
      await mkdir(tmp, ours)
      const draft = path.join(tmp, randomUUID())
      try {
        const stored = await write(draft, source, options.maxBytes ?? maxBytes)
        await options.accept?.(draft, stored)
        const place = placeOf(stored.sha256)
        const [second, first] = [path.dirname(place), path.dirname(path.dirname(place))]
        await mkdir(second, ours)
        await rename(draft, place)
        // The folders may be as new as the file, made by this process or by another that has not come so far yet.
        for (const touched of [second, first, root, path.dirname(root)]) await syncFolder(touched)
        return stored
      } finally {
        await rm(draft, { force: true })
      }
    },
    open: async sha256 => (await open(placeOf(sha256))).createReadStream(),
    has: async sha256 =>
      access(placeOf(sha256), constants.R_OK).then(
        () => true,
        () => false,
      ),
    remove: async sha256 => rm(placeOf(sha256), { force: true }),
    async *list() {
      for (const first of await namesIn(root, /^[0-9a-f]{2}$/))
        for (const second of await namesIn(path.join(root, first), /^[0-9a-f]{2}$/))
          for (const sha256 of await namesIn(path.join(root, first, second), HASH)) {
            const since = await changedAt(placeOf(sha256))
            if (since !== null) yield { sha256, since }
          }
    },
    forgetDrafts: async before => {
      for (const name of await namesIn(tmp, /./)) {
        const draft = path.join(tmp, name)
        const since = await changedAt(draft)
        if (since !== null && since < before) await rm(draft, { force: true })
      }
    },
  }
}

async function write(draft: string, source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Stored> {
  const file = await open(draft, 'wx', 0o600)
  try {
    const hash = createHash('sha256')
    let bytes = 0
    for await (const chunk of source) {
      bytes += chunk.length
      if (bytes > maxBytes) throw new TooLarge(maxBytes)
      hash.update(chunk)
      await writeWhole(file, chunk)
    }
    await file.sync()
    return { sha256: hash.digest('hex'), bytes }
  } finally {
    await file.close()
  }
}

async function writeWhole(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length; ) done += (await file.write(chunk, done)).bytesWritten
}

async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folder; there the file system's own journal has to do.
  if (process.platform === 'win32') return
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function namesIn(folder: string, pattern: RegExp): Promise<string[]> {
  const names = await readdir(folder).catch(ifAbsent<string[]>([]))
  return names.filter(name => pattern.test(name))
}

/** Null for a file that another process has removed meanwhile. */
async function changedAt(file: string): Promise<string | null> {
  const found = await stat(file).catch(ifAbsent(null))
  return found?.mtime.toISOString() ?? null
}

function ifAbsent<Value>(value: Value): (error: unknown) => Value {
  return error => {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return value
    throw error
  }
}
