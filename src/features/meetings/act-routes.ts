import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { meetingKey } from '../../../workflows/keys.ts'
import type { App } from '../../http/app.ts'
import { type ActParams, type ActRoute, actRoutes, reasonText } from '../act.ts'
import type { House } from '../house.ts'
import { sayMissing } from './answering.ts'
import { meetingPath, meetingRoute } from './place.ts'
import { proposeForm } from './propose-form.ts'
import { recordForm } from './record-form.ts'
import { asInstant, kinds, longest, mostSlots, shortest } from './rules.ts'

const seat = Type.Integer({ minimum: 1 })
const behalf = Type.Optional(reasonText)
const date = Type.String({ format: 'date', pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const kind = Type.Union(kinds.map(each => Type.Literal(each)))
/** An instant in UTC; the proposer's own clock is the plain form's. */
const instant = Type.String({
  format: 'date-time',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{3})?Z$',
})

type Body = Readonly<Record<string, unknown>>
type Proposed = readonly { readonly at: string; readonly minutes: number }[]

/** What is decided about the meeting: its time, that it was held or not, its minutes, and the talk of who was not there (rules 18). */
export const meetingActRoutes = (app: App, house: House): void => {
  const next = (params: ActParams) => meetingPath(String(params.root))
  const act = (name: string, type: ActRoute['act'], rest: Pick<ActRoute, 'body' | 'form' | 'missing'> = {}) =>
    actRoutes(app, house, {
      act: type,
      path: `${meetingRoute}/${name}`,
      next,
      missing: async (request, _params, codes) => sayMissing(request, codes),
      ...rest,
      command: (_params, body) => commandOf(body),
    })

  act('propose', 'meeting.propose', {
    body: {
      seat,
      slots: Type.Array(Type.Object({ at: instant, minutes: Type.Integer({ minimum: shortest, maximum: longest }) }), {
        minItems: 1,
        maxItems: mostSlots,
      }),
    },
    form: proposeForm(house),
    missing: async request => sayMissing(request, isPast(request) ? ['past'] : []),
  })
  act('accept', 'meeting.accept', { body: { seat, slot: Type.Integer({ minimum: 0, maximum: mostSlots - 1 }) } })
  act('decline', 'meeting.decline', { body: { seat } })
  act('cancel', 'meeting.cancel', { body: { reason: reasonText } })
  act('record', 'meeting.record', {
    body: {
      seat,
      heldOn: date,
      kind,
      took: Type.Array(seat, { minItems: 2, maxItems: 9 }),
      minutes: Type.Integer({ minimum: 1, description: 'The version of the minutes that is recorded' }),
      behalf,
    },
    form: recordForm(house),
  })
  act('accept-minutes', 'meeting.acceptMinutes', { body: { seat } })
  act('rule', 'meeting.rule')
  act('not-held', 'meeting.notHeld', { body: { reason: reasonText } })
  act('reopen-minutes', 'meeting.reopenMinutes', { body: { reason: reasonText } })
  act('talk', 'meeting.talk', { body: { seat, about: seat, heldOn: date, kind, behalf } })
}

/** The texts go beside the event; proposed instants are written as the machines compare them. */
const commandOf = ({ reason, behalf: why, slots, ...fields }: Body) => ({
  key: meetingKey,
  event: { ...fields, ...(slots === undefined ? {} : { slots: normal(slots as Proposed) }) },
  texts: {
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(typeof why === 'string' && why.trim() !== '' ? { behalf: why } : {}),
  },
})

const normal = (slots: Proposed) => slots.map(({ at, minutes }) => ({ at: asInstant(at), minutes }))

const isPast = ({ body, at }: FastifyRequest): boolean => {
  const { slots } = body as { slots?: Proposed }
  return slots?.some(slot => asInstant(slot.at) <= at) === true
}
