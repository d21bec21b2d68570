import { seatOfKey } from './keys.ts'
import { partnershipIn, type View } from './view.ts'

/** What concerns a withdrawn school's things and is others' to do: the receiver answers what was written to it; a seal is opened. */
const othersDo: readonly string[] = ['recommendations.answer', 'answerable', 'review.open', 'package.open']

/** Whether the seat that a thing belongs to, or that would act, has withdrawn: what it wrote stays, and nothing of it changes (rules 22). */
export const isOut = (view: View, key: string, doing: { type: string; seat?: unknown }): boolean => {
  if (othersDo.includes(doing.type)) return false
  const seat = typeof doing.seat === 'number' ? doing.seat : seatOfKey(key)
  return partnershipIn(view).seats.some(record => record.seat === seat && record.standing === 'withdrawn')
}
