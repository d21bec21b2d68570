import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { readClock, shown } from '../../engine/clock.ts'
import type { App } from '../../http/app.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { noteBounce } from '../../letters/bounce.ts'
import { letterOfBounceAddress, sealsLetter } from '../../letters/bounce-address.ts'
import { createRulesOf } from '../../letters/rules-of.ts'
import type { House } from '../house.ts'
import { isSigned, readSignature, type Signed } from './signature.ts'

/** A report is a few lines; in bytes. */
const bodyLimit = 16 * 1024

const header = 'vzaimo-signature'

export type Webhook = {
  /** What the mail service signs with; without one there is no such address here. */
  readonly secret: string | undefined
  /** Counts a call that was not signed, by the address it came from: seconds to wait once there were too many, else null. */
  readonly countWrong: (ip: string, realMs: number) => Promise<number | null>
}

const body = Type.Object({
  bounceAddress: Type.Optional(
    Type.String({ maxLength: 320, description: 'The envelope sender of the letter: bounce+….…@…' }),
  ),
  letter: Type.Optional(
    Type.String({ format: 'uuid', description: 'In place of it, the header X-Vzaimo-Letter of the letter' }),
  ),
  hmac: Type.Optional(
    Type.String({
      pattern: '^[0-9a-fA-F]{16}$',
      description: 'Beside `letter`: the sixteen digits before the @ of the envelope sender',
    }),
  ),
  permanent: Type.Boolean({ description: 'It will never arrive there; false: it is late' }),
  status: Type.Optional(
    Type.Union([Type.String({ pattern: '^[245]\\.\\d{1,3}\\.\\d{1,3}$' }), Type.Null()], {
      description: 'Such as 5.1.1 (RFC 3463)',
    }),
  ),
  says: Type.Optional(
    Type.Union([Type.String({ maxLength: 4000 }), Type.Null()], {
      description: 'The words of the server that refused it; addresses are taken out of them',
    }),
  ),
})

/**
 * POST /webhooks/bounces: a mail service tells of a letter that did not arrive. Signed: `Vzaimo-Signature: t=<unix seconds>,v1=<hex>`, the HMAC-SHA256
 * of `t.body`; a call without that, or older than five minutes, is refused before anything of it is read. The same report may come as often as it
 * likes. `realMs` is the machine's clock.
 */
export const bounceRoutes = (
  app: App,
  house: House,
  { secret, countWrong }: Webhook,
  realMs: () => number = Date.now,
): void => {
  const { db, newId } = house
  const bouncing = { rulesOf: createRulesOf(house.seasons), newId }
  const signed = new WeakMap<FastifyRequest, Signed>()

  const refuse = async ({ ip }: FastifyRequest): Promise<never> => {
    const wait = await countWrong(ip, realMs())
    return throwProblem(wait === null ? problem('bad-signature') : problem('too-many', { retryAfterSeconds: wait }))
  }

  // Signed are the bytes, so they are taken as they came and read only afterwards.
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes))

  app.post(
    '/webhooks/bounces',
    {
      bodyLimit,
      config: {
        access: 'public',
        sessionless: true,
        webhook: true,
        refuses: ['bad-signature', 'too-many', 'not-found'],
      },
      schema: {
        summary: 'Tell of a letter that did not arrive; for the mail service that hands them over',
        headers: Type.Object({
          [header]: Type.Optional(
            Type.String({
              description:
                't=<unix seconds>,v1=<hex HMAC-SHA256 of «t.body» under VZAIMO_BOUNCE_SECRET>, five minutes old at most',
            }),
          ),
        }),
        body,
        response: {
          200: Type.Object({
            outcome: Type.Union([Type.Literal('flagged'), Type.Literal('noted'), Type.Literal('repeated')], {
              description: 'flagged: nothing goes to that address any more; repeated: it was told before',
            }),
          }),
        },
      },
      onRequest: async request => {
        if (secret === undefined) return throwProblem(problem('not-found'))
        const read = readSignature(request.headers[header], realMs())
        if (read === null) return refuse(request)
        signed.set(request, read)
      },
      preValidation: async request => {
        const read = signed.get(request)
        const bytes: unknown = request.body
        if (secret === undefined || read === undefined || !Buffer.isBuffer(bytes) || !isSigned(read, bytes, secret))
          return refuse(request)
        request.body = parsed(bytes)
      },
    },
    async request => {
      const { bounceAddress, letter, hmac, permanent, status = null, says = null } = request.body
      const proven =
        bounceAddress !== undefined
          ? letterOfBounceAddress(house.secret, bounceAddress)
          : letter !== undefined && hmac !== undefined && sealsLetter(house.secret, letter.toLowerCase(), hmac)
            ? letter
            : null
      if (proven === null) return throwProblem(problem('not-found'))
      const at = shown(await readClock(db), realMs())
      const outcome = await db
        .transaction()
        .execute(tx => noteBounce(tx, bouncing, { letter: proven, at, source: 'webhook', permanent, status, says }))
      return outcome === 'unknown' ? throwProblem(problem('not-found')) : { outcome }
    },
  )
}

const parsed = (bytes: Buffer) => {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return throwProblem(problem('malformed'))
  }
}
