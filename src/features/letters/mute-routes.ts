import multipart from '@fastify/multipart'
import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { personOfToken } from '../../letters/unsubscribe-token.ts'
import { callKey, personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { doOnce, onceOf } from '../once.ts'
import { muteable, setMuted } from './mute.ts'
import { unsubscribePage } from './views/unsubscribe-page.ts'

const kinds = Type.Array(Type.Union(muteable.map(kind => Type.Literal(kind))), { maxItems: muteable.length })
const config = { access: 'signed-in' } as const

/** A person chooses, signed in, which letters to do without. */
const ownRoutes = (app: App, { db }: House): void => {
  const save = async (request: FastifyRequest, chosen: readonly string[], key: string) => {
    const person = personOf(request)
    const outcome = await db.transaction().execute(tx =>
      doOnce(tx, person, onceOf(request, key, { kinds: chosen }), async () => {
        await setMuted(tx, person, chosen, request.at)
        return { done: { muted: muteable.filter(kind => chosen.includes(kind)) } }
      }),
    )
    return 'done' in outcome ? outcome.done : throwProblem(problem('key-reused'))
  }

  app.post(
    '/me/letters/mute',
    {
      config,
      schema: {
        body: Type.Object({ kinds: Type.Optional(kinds), once: Type.String({ minLength: 8, maxLength: 200 }) }),
      },
    },
    async (request, reply) => {
      await save(request, request.body.kinds ?? [], request.body.once)
      return reply.redirect('/me/letters?done=muted', 303)
    },
  )
  app.post(
    '/api/me/letters/mute',
    {
      config,
      schema: {
        summary: 'Do without these kinds of letters, and no others',
        headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })) }),
        body: Type.Object({ kinds }),
        response: { 200: Type.Object({ muted: Type.Array(Type.String()) }) },
      },
    },
    async request => {
      const { muted } = await save(request, request.body.kinds, callKey(request))
      return { muted: [...muted] }
    },
  )
}

/**
 * The way out that every letter carries (RFC 8058): no session, no cookie and no form's token, for a mail program posts here by itself, in either
 * encoding that forms have. Whoever holds the link can do no more than mute what is informative.
 */
const linkRoutes = (app: App, { db, secret }: House): void => {
  // What the body says is no matter: who posts here wishes one thing.
  app.register(multipart, { limits: { fields: 5, fieldSize: 1000, files: 0, parts: 5 } })
  const access = { access: 'public' } as const
  const params = Type.Object({ token: Type.String({ maxLength: 100 }) })

  type Reader = { readonly person: string; readonly federal: boolean }

  const readerOf = async (token: string): Promise<Reader | null> => {
    const id = personOfToken(secret, token)
    if (id === null) return null
    const { rows } = await sql<Reader>`
      SELECT p.id AS person, EXISTS (SELECT FROM coordinator k WHERE k.person = p.id AND k.level = 'federal') AS federal
      FROM person p WHERE p.id = ${id}::uuid
    `.execute(db)
    return rows[0] ?? null
  }
  const show = (request: FastifyRequest, reply: FastifyReply, reader: Reader | null, done: boolean) => {
    const { token } = request.params as { token: string }
    const it = { done, token: reader === null ? null : token, federal: reader?.federal ?? false }
    reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
    return sendPage(reply, unsubscribePage(request.frame, it), reader === null ? 404 : 200)
  }

  app.get('/letters/unsubscribe/:token', { config: access, schema: { params } }, async (request, reply) =>
    show(request, reply, await readerOf(request.params.token), false),
  )
  app.post('/letters/unsubscribe/:token', { config: access, schema: { params } }, async (request, reply) => {
    if (request.isMultipart()) for await (const part of request.parts()) if (part.type === 'file') part.file.resume()
    const reader = await readerOf(request.params.token)
    if (reader !== null) await db.transaction().execute(tx => setMuted(tx, reader.person, muteable, request.at))
    return show(request, reply, reader, true)
  })
}

/** Letters that a reader does without. */
export const muteRoutes = (app: App, house: House): void => {
  ownRoutes(app, house)
  linkRoutes(app, house)
}
