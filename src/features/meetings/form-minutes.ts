import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SeatNo } from '../../../workflows/machines/events.ts'
import { words } from '../../words/index.ts'
import { personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { ensureMay, showRecord } from './answering.ts'
import { type Minutes, saveMinutes } from './minutes.ts'
import { refuseWrite } from './minutes-answers.ts'
import { isDate, kinds, memberSeats } from './rules.ts'

/** The form on which minutes are written, as it was typed. */
export type TypedMinutes = {
  readonly seat: SeatNo
  readonly base: number
  readonly text: string
  readonly behalf: string
  readonly once: string
  readonly heldOn?: string
  readonly kind?: string
  readonly took?: readonly number[]
}

/** How to print the form again. */
const typedOf = ({ seat, base, text, behalf, heldOn = '', kind = '', took = [] }: TypedMinutes) => ({
  seat: String(seat),
  base: String(base),
  text,
  behalf,
  heldOn,
  kind,
  took: took.map(String),
})

/**
 * Saves the minutes that a form brought. Null where that did not go and the form was printed again: with what is missing, or with both texts
 * where somebody was faster. Who may not write for the seat ends here.
 */
export const minutesOfForm = async (
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
  root: string,
  typed: TypedMinutes,
  further: ReadonlyMap<string, string> = new Map(),
): Promise<Minutes | null> => {
  const { standings } = await ensureMay(house, request, root, 'minutes.write', typed.seat)
  const said = words(request.lang).meetings.faults
  const officer = memberSeats(standings).length === 0
  const faults = new Map([
    ...further,
    ...(typed.text.trim() === '' ? [['text', said.text] as const] : []),
    ...(officer && typed.behalf.trim().length < 3 ? [['behalf', said.behalf] as const] : []),
  ])
  const told = { form: 'record', faults, typed: typedOf(typed) }
  if (faults.size > 0) {
    await showRecord(house, request, reply, root, told)
    return null
  }
  const by = { person: personOf(request), at: request.at, client: typed.once }
  const { seat, base, text, behalf } = typed
  const outcome = await saveMinutes(house, { root, seat, base, body: text, behalf, ...by })
  switch (outcome.is) {
    case 'saved':
      return outcome.minutes
    case 'outrun':
    case 'late': {
      const met = { late: outcome.is === 'late', theirs: outcome.theirs, yours: text }
      await showRecord(house, request, reply, root, { ...told, faults: new Map() }, met)
      return null
    }
    default:
      return refuseWrite(request, outcome.is)
  }
}

/** What the form of a recording lacks, by field. `today`: the last date that can be recorded. */
export const recordFaults = (
  { lang }: FastifyRequest,
  { heldOn = '', kind = '', took = [] }: TypedMinutes,
  today: string,
): ReadonlyMap<string, string> => {
  const said = words(lang).meetings.faults
  const faults = new Map<string, string>()
  if (!isDate(heldOn)) faults.set('heldOn', said.heldOn)
  else if (heldOn > today) faults.set('heldOn', said.future)
  if (!kinds.some(each => each === kind)) faults.set('kind', said.kind)
  if (new Set(took).size < 2) faults.set('took', said.took)
  return faults
}
