import { Type } from '@fastify/type-provider-typebox'
import { words } from '../../words/index.ts'
import type { ActForm } from '../act.ts'
import type { House } from '../house.ts'
import { ensureMay, showMeeting, zoneOf } from './answering.ts'
import { mostSlots, readSlots, type TypedSlot } from './rules.ts'

const column = Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: mostSlots }))

type Typed = {
  readonly seat: number
  readonly date?: readonly string[]
  readonly time?: readonly string[]
  readonly minutes?: readonly string[]
}

const rowsOf = ({ date = [], time = [], minutes = [] }: Typed): TypedSlot[] =>
  Array.from({ length: mostSlots }, (_, row) => ({
    date: date[row] ?? '',
    time: time[row] ?? '',
    minutes: minutes[row] ?? '',
  }))

/** The plain form of a proposal: rows of date, time and length by the clock of whoever proposes. */
export const proposeForm = (house: House): ActForm => ({
  fields: { seat: Type.Integer({ minimum: 1 }), date: column, time: column, minutes: column },
  read: async (request, reply, form) => {
    const { root } = request.params as { root: string }
    const typed = form as unknown as Typed
    await ensureMay(house, request, root, 'meeting.propose', typed.seat)
    const read = readSlots(rowsOf(typed), zoneOf(request), request.at)
    if ('slots' in read) return { seat: typed.seat, slots: read.slots }
    const said = words(request.lang).meetings.faults
    const faults = new Map([...read.faults].map(([row, fault]) => [`slot-${row}`, said[fault]]))
    const { date = [], time = [], minutes = [] } = typed
    await showMeeting(house, request, reply, root, { form: 'propose', faults, typed: { date, time, minutes } })
    return null
  },
})
