import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { type Addressee, meetingCalendar } from '../../letters/meeting-calendar.ts'
import { words } from '../../words/index.ts'
import type { House } from '../house.ts'
import { readMeeting, showMeeting } from './answering.ts'
import { meetingJson, meetingSchema } from './json.ts'
import { calendarEntry } from './meeting-acts.ts'
import type { MeetingView, Party } from './meeting-view.ts'
import { meetingParams, meetingPath, meetingRoute } from './place.ts'

const config = { access: { action: 'partnership.read', object: 'partnership' } }
const params = Type.Object(meetingParams)

const addressee = ({ name, contact }: Party): Addressee[] =>
  contact?.email == null ? [] : [{ name, email: contact.email }]

/** The calendar file of the meeting in the reader's language; null where no time was ever agreed. */
const calendarOf = ({ publicUrl }: House, { lang }: FastifyRequest, view: MeetingView): string | null => {
  const entry = calendarEntry(view.acts)
  if (entry === null) return null
  const said = words(lang).meetings.calendar
  const url = `${publicUrl}${meetingPath(view.root)}`
  const [inviting] = view.parties.flatMap(party => (party.seat === view.context.proposedBy ? addressee(party) : []))
  const [first] = view.parties.flatMap(addressee)
  return meetingCalendar({
    ...entry,
    root: view.root,
    summary: said.summary(view.parties.map(({ name }) => name).join(', ')),
    description: `${said.description} ${url}`,
    url,
    organizer: inviting ?? first ?? null,
    attendees: view.parties.flatMap(addressee),
  })
}

/** The page of a partnership's meeting, its JSON, and its calendar file. */
export const pageRoutes = (app: App, house: House): void => {
  app.get(meetingRoute, { config, schema: { params } }, async (request, reply) =>
    showMeeting(house, request, reply, request.params.root),
  )

  app.get(
    `/api${meetingRoute}`,
    {
      config: { ...config, etag: true },
      schema: {
        summary: 'The meeting: its time, its minutes, when all schools are at work, what was done',
        params,
        response: { 200: meetingSchema },
      },
    },
    async (request, reply) => {
      const view = await readMeeting(house, request, request.params.root)
      return reply.header('etag', `"${view.n}"`).send(meetingJson(view))
    },
  )

  for (const path of [`${meetingRoute}.ics`, `/api${meetingRoute}.ics`])
    app.get(
      path,
      {
        config,
        schema: { summary: 'The meeting’s calendar file: an invitation, or its cancellation', params },
      },
      async (request, reply) => {
        const file = calendarOf(house, request, await readMeeting(house, request, request.params.root))
        if (file === null) return throwProblem(problem('not-found'))
        return reply
          .header('cache-control', 'private, no-cache')
          .header('content-disposition', 'attachment; filename="meeting.ics"')
          .type('text/calendar; charset=utf-8')
          .send(file)
      },
    )
}
