import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SeatNo } from '../../../workflows/machines/events.ts'
import type { Action } from '../../../workflows/permissions.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import { type Opened, openPartnership } from '../access/open.ts'
import { personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { meetingView } from './meeting-query.ts'
import { presentSeats } from './rules.ts'
import { meetingPage } from './views/meeting-page.ts'
import type { Told } from './views/parts.ts'
import { type Met, recordPage } from './views/record-page.ts'

/** The reader's clock: the zone in which they read and write times. */
export const zoneOf = ({ viewer }: FastifyRequest): string => viewer?.zone ?? 'UTC'

export const readMeeting = (house: House, request: FastifyRequest, root: string) =>
  meetingView(house, { person: personOf(request), at: request.at }, root)

/** Prints the meeting's page; `told` speaks of a form that was not taken. */
export const showMeeting = async (
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
  root: string,
  told: Told | null = null,
): Promise<FastifyReply> => {
  const forms = { frame: request.frame, once: house.newId, told }
  return sendPage(reply, meetingPage(forms, await readMeeting(house, request, root)), told === null ? 200 : 422)
}

/** Prints the page on which a meeting is recorded; `met` is what stood in the way of a text. */
export const showRecord = async (
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
  root: string,
  told: Told | null = null,
  met: Met | null = null,
): Promise<FastifyReply> => {
  const forms = { frame: request.frame, once: house.newId, told }
  const status = met !== null ? 409 : told !== null ? 422 : 200
  const opened = await openPartnership(house, personOf(request), root, request.at)
  if (presentSeats(opened.view).every(seat => opened.may('minutes.write', seat) === null))
    return throwProblem(problem('forbidden'))
  const view = await readMeeting(house, request, root)
  return sendPage(reply, recordPage(forms, view, met), status)
}

/** Ends the request of whoever may not do this for the seat, before anything of theirs is read. */
export const ensureMay = async (
  house: House,
  request: FastifyRequest,
  root: string,
  action: Action,
  seat: SeatNo,
): Promise<Opened> => {
  const opened = await openPartnership(house, personOf(request), root, request.at)
  return opened.may(action, seat) === null ? throwProblem(problem('forbidden')) : opened
}

/** Codes of the facts' `missing` in words. */
export const sayMissing = ({ lang }: FastifyRequest, codes: readonly string[]) => {
  const said: Readonly<Record<string, string>> = words(lang).meetings.missing
  return codes.map(code => ({ code, says: said[code] ?? code }))
}
