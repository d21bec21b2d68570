import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from './app.ts'

const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)
const SMALLEST = 1024

/** The better of the encodings the browser takes, or null; an encoding with q=0 is a no. */
export const acceptedEncoding = (header: string | string[] | undefined): 'br' | 'gzip' | null => {
  const taken = String(header ?? '')
    .split(',')
    .filter(part => !/;\s*q=0(\.0*)?\s*$/.test(part))
    .map(part => part.split(';')[0]?.trim())
  if (taken.includes('br')) return 'br'
  return taken.includes('gzip') ? 'gzip' : null
}

/**
 * Compresses pages and JSON over 1 KB. BREACH reads a secret out of the length of compressed answers that another site's page makes
 * the browser ask for; so an answer to a request that another site began (Sec-Fetch-Site: cross-site) is never compressed, the session
 * cookie is SameSite=Lax (no such request carries it, but for a followed link), and a form token alone opens nothing (same-origin.ts).
 */
export const compressAnswers = (app: App): void => {
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || !isText(reply) || Buffer.byteLength(payload) < SMALLEST) return payload
    varyByEncoding(reply)
    const encoding = acceptedEncoding(request.headers['accept-encoding'])
    if (!encoding || reply.hasHeader('content-encoding') || begunElsewhere(request)) return payload
    reply.header('content-encoding', encoding).removeHeader('content-length')
    return encoding === 'gzip'
      ? gzipped(payload)
      : brotli(payload, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: payload.length },
        })
  })
}

const isText = (reply: FastifyReply): boolean => /html|json/.test(String(reply.getHeader('content-type') ?? ''))

const begunElsewhere = (request: FastifyRequest): boolean => request.headers['sec-fetch-site'] === 'cross-site'

function varyByEncoding(reply: FastifyReply): void {
  const vary = reply.getHeader('vary')
  reply.header('vary', vary ? `${String(vary)}, accept-encoding` : 'accept-encoding')
}
