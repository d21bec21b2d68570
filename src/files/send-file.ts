import type { FastifyReply, FastifyRequest } from 'fastify'
import { attachment } from './file-name.ts'
import { type Kind, kinds } from './kinds.ts'
import type { FileStore } from './store.ts'

/** A file as a row names it. */
type Sendable = {
  readonly sha256: string
  readonly bytes: number
  readonly kind: Kind
  readonly name: string
}

/**
 * Sends a file as a download and as nothing else: no browser guesses its type, and should one show it after all, it runs and loads nothing.
 * The caller has decided that this person may have it.
 */
export const sendFile = async (
  request: FastifyRequest,
  reply: FastifyReply,
  store: FileStore,
  { sha256, bytes, kind, name }: Sendable,
): Promise<FastifyReply> => {
  const etag = `"${sha256}"`
  asDownload(reply, name).header('etag', etag)
  if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send()
  return reply
    .type(kinds[kind].type)
    .header('content-length', bytes)
    .send(await store.open(sha256))
}

/** Sends bytes that were made for this request, in the same way. */
export const sendBytes = (
  reply: FastifyReply,
  { bytes, kind, name }: { readonly bytes: Buffer; readonly kind: Kind; readonly name: string },
): FastifyReply => asDownload(reply, name).type(kinds[kind].type).send(bytes)

function asDownload(reply: FastifyReply, name: string): FastifyReply {
  return (
    reply
      // Whether this person may have it is asked each time anew.
      .header('cache-control', 'private, no-cache')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('x-content-type-options', 'nosniff')
      .header('content-disposition', attachment(name))
  )
}
