import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Database, Transaction } from '../../db/pool.ts'
import { newToken, tokenHash } from '../secret-tokens.ts'
import { lifetimes } from './rules.ts'

const iso = (ms: number) => new Date(ms).toISOString()

/** Over https the name itself makes browsers refuse the cookie from a neighbouring subdomain. */
const cookieName = (publicUrl: string) => (publicUrl.startsWith('https:') ? '__Host-vzaimo' : 'vzaimo')

/** The session that a browser names. */
export const sessionCookie = (request: FastifyRequest, publicUrl: string): string | undefined =>
  request.cookies[cookieName(publicUrl)]

/** Makes a session and returns its id, which only the browser keeps. */
export const startSession = async (tx: Database | Transaction, person: string, realMs: number): Promise<string> => {
  const id = newToken()
  const now = iso(realMs)
  const expires = iso(realMs + lifetimes.sessionIdle)
  await tx
    .insertInto('session')
    .values({ id_sha256: tokenHash(id), person, made_at: now, seen_at: now, expires_at: expires })
    .execute()
  return id
}

export const setSessionCookie = (reply: FastifyReply, publicUrl: string, id: string): FastifyReply =>
  reply.setCookie(cookieName(publicUrl), id, { ...attributes(publicUrl), maxAge: lifetimes.sessionWhole / 1000 })

export const clearSessionCookie = (reply: FastifyReply, publicUrl: string): FastifyReply =>
  reply.clearCookie(cookieName(publicUrl), attributes(publicUrl))

const attributes = (publicUrl: string) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:') }) as const

export const endSession = async (db: Database | Transaction, id: string): Promise<void> => {
  await db.deleteFrom('session').where('id_sha256', '=', tokenHash(id)).execute()
}

/** Ends all sessions of a person, but for the one with this id. */
export const endSessions = async (db: Database | Transaction, person: string, but?: string): Promise<void> => {
  const all = db.deleteFrom('session').where('person', '=', person)
  await (but === undefined ? all : all.where('id_sha256', '<>', tokenHash(but))).execute()
}

/** Ends everything by which a person could come in: at once, on every device and in every process. */
export const endAccess = async (tx: Transaction, person: string): Promise<void> => {
  await endSessions(tx, person)
  await tx.deleteFrom('link').where('person', '=', person).execute()
  await tx.deleteFrom('program_token').where('person', '=', person).execute()
}

/** Whether the session with this id began less than an hour ago: only then may it make what outlives it. */
export const isFresh = async (db: Database, id: string | undefined, realMs: number): Promise<boolean> => {
  if (id === undefined) return false
  const since = iso(realMs - lifetimes.sessionFresh)
  const row = await db
    .selectFrom('session')
    .select('person')
    .where('id_sha256', '=', tokenHash(id))
    .where('made_at', '>=', since)
    .executeTakeFirst()
  return row !== undefined
}

export type OpenSession = { madeAt: string; seenAt: string; here: boolean }

/** Where a person is signed in, the latest use first. */
export const sessionsOf = async (db: Database, person: string, id: string, realMs: number): Promise<OpenSession[]> => {
  const rows = await db
    .selectFrom('session')
    .select(['id_sha256', 'made_at', 'seen_at'])
    .where('person', '=', person)
    .where('expires_at', '>', iso(realMs))
    .orderBy('seen_at', 'desc')
    .execute()
  const own = tokenHash(id)
  return rows.map(row => ({ madeAt: row.made_at, seenAt: row.seen_at, here: row.id_sha256 === own }))
}
