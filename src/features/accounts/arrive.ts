import type { FastifyRequest } from 'fastify'
import type { House } from '../house.ts'
import { announcePresence } from './presence.ts'
import { resolveSession } from './resolve-session.ts'
import { sessionCookie } from './sessions.ts'

/**
 * The frame's question who is there, answered from the session's row. Whoever comes back after an hour is told to the partnerships that wait
 * for the school: the pairs may have been published to people who had signed in long before.
 */
export const createArrive =
  (house: Pick<House, 'db' | 'dispatch' | 'publicUrl'>) => async (request: FastifyRequest, realMs: number) => {
    const { viewer, at, touched } = await resolveSession(house.db, sessionCookie(request, house.publicUrl), realMs)
    if (touched && viewer !== null) await tellOrLog(house, request, viewer.personId, at)
    return { viewer, at }
  }

/** A page is not withheld because this failed; the next sign-in or visit tells it again. */
export const tellOrLog = async (
  house: Pick<House, 'db' | 'dispatch'>,
  request: FastifyRequest,
  person: string,
  at: string,
): Promise<void> => {
  try {
    await announcePresence(house, person, at)
  } catch (error) {
    request.log.error({ err: error, person }, 'presence not told')
  }
}
