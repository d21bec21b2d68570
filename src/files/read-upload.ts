import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import type { Incoming } from './receive.ts'

/** The upload cannot be read to its end: the line broke, or what came is not what its headers say. Nothing of it was kept. */
export class BrokenUpload extends Error {}

/** A multipart form as it came: its fields by name, and what became of its file; null where no file was chosen. */
export type Upload<Taken> = { readonly fields: ReadonlyMap<string, readonly string[]>; readonly file: Taken | null }

const LIMITS = { files: 1, fields: 60, fieldSize: 16 * 1024, headerPairs: 40, parts: 61 }

/**
 * Reads a multipart form with at most one file, which `take` gets as a stream on the way; the rest of a file beyond `maxBytes` is read and
 * dropped, so that the sender hears our answer. Fields may come in any order. Needs the plugin @fastify/multipart.
 */
export const readUpload = async <Taken>(
  request: FastifyRequest,
  maxBytes: number,
  take: (incoming: Incoming) => Promise<Taken>,
): Promise<Upload<Taken>> => {
  const fields = new Map<string, string[]>()
  let file: Taken | null = null
  for await (const part of partsOf(request, maxBytes)) {
    if (part.type === 'field') {
      fields.set(part.fieldname, [...(fields.get(part.fieldname) ?? []), String(part.value)])
    } else if (part.filename) {
      file = await take({ bytes: chunksOf(part), name: part.filename, cut: () => part.file.truncated })
    } else {
      part.file.resume()
    }
  }
  return { fields, file }
}

async function* partsOf(request: FastifyRequest, maxBytes: number) {
  // A line that broke before we came to listen would never be heard of again.
  if (request.raw.destroyed || !request.isMultipart()) throw new BrokenUpload('there is nothing to read')
  try {
    // A file that is too large is cut and told of, not thrown: what comes after it must still be read.
    const options = { limits: { ...LIMITS, fileSize: maxBytes }, throwFileSizeLimit: false }
    yield* request.parts(options)
  } catch (error) {
    throw new BrokenUpload('not a whole form', { cause: error })
  }
}

async function* chunksOf({ file }: MultipartFile): AsyncGenerator<Uint8Array> {
  try {
    yield* file
  } catch (error) {
    throw new BrokenUpload('the line broke', { cause: error })
  }
}
