import type { FastifyReply, FastifyRequest } from 'fastify'
import type { House } from '../house.ts'
import { tellOrLog } from './arrive.ts'
import { resolveSession } from './resolve-session.ts'
import { endSession, sessionCookie, setSessionCookie, startSession } from './sessions.ts'

/**
 * Signs a person in, in this browser: always a new session, whatever the browser brought; who was signed in here before is out. Then the
 * partnerships that wait for the school learn of it. From here on the request is the person's.
 */
export const enter = async (
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
  person: string,
  realMs: number,
): Promise<void> => {
  const before = sessionCookie(request, house.publicUrl)
  if (before !== undefined) await endSession(house.db, before)
  const id = await startSession(house.db, person, realMs)
  setSessionCookie(reply, house.publicUrl, id)
  const { viewer, at } = await resolveSession(house.db, id, realMs)
  request.viewer = viewer
  if (viewer !== null) request.lang = viewer.lang
  await tellOrLog(house, request, person, at)
}
