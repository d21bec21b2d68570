import { Type } from '@fastify/type-provider-typebox'
import type { ActForm } from '../act.ts'
import type { House } from '../house.ts'
import { ensureMay } from './answering.ts'
import { todayOf } from './facts.ts'
import { minutesOfForm, recordFaults, type TypedMinutes } from './form-minutes.ts'
import { meetingPath } from './place.ts'
import { longestMinutes } from './rules.ts'

const line = Type.Optional(Type.String({ maxLength: 40 }))

/** The plain form of a recording: the text of the minutes is saved first, so that no word is lost whatever becomes of the rest. */
export const recordForm = (house: House): ActForm => ({
  fields: {
    seat: Type.Integer({ minimum: 1 }),
    base: Type.Integer({ minimum: 0 }),
    heldOn: line,
    kind: line,
    took: Type.Optional(Type.Array(Type.Integer({ minimum: 1 }), { maxItems: 9 })),
    text: Type.Optional(Type.String({ maxLength: longestMinutes })),
    behalf: Type.Optional(Type.String({ maxLength: 4000 })),
    press: Type.Optional(Type.Union([Type.Literal('record'), Type.Literal('save')])),
  },
  read: async (request, reply, form) => {
    const { root } = request.params as { root: string }
    const given = form as unknown as TypedMinutes & { readonly text?: string; readonly press?: string }
    const typed = { ...given, text: given.text ?? '', behalf: given.behalf ?? '' }
    const { view } = await ensureMay(house, request, root, 'meeting.record', typed.seat)
    const records = given.press !== 'save'
    const faults = records ? recordFaults(request, typed, todayOf(view, request.at)) : new Map<string, string>()
    const minutes = await minutesOfForm(house, request, reply, root, typed, faults)
    if (minutes === null) return null
    if (!records) {
      await reply.redirect(`${meetingPath(root)}/record`, 303)
      return null
    }
    const { seat, heldOn, kind, took, behalf } = typed
    return { seat, heldOn, kind, took, minutes: minutes.version, ...(behalf.trim() === '' ? {} : { behalf }) }
  },
})
