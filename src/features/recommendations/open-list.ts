import { rootKey } from '../../../workflows/keys.ts'
import { assignmentIn, meetingIn } from '../../../workflows/view.ts'
import { can, hasTag } from '../../engine/step.ts'
import type { View } from '../../engine/workflow.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { type Opened, openPartnership } from '../access/open.ts'
import type { House } from '../house.ts'
import { keyOf, type Place } from './place.ts'
import type { Part } from './rules.ts'

/** To whom a list is shown: the school that writes it, the one that it is for, or somebody who reads what was sent. */
export type Side = 'writer' | 'receiver' | 'onlooker'

/** A list as somebody who may know of it opens it; nothing of it is read yet. Instants are ISO 8601, UTC. */
export type OpenedList = {
  readonly place: Place
  readonly opened: Opened
  readonly side: Side
  readonly state: 'drafting' | 'sent' | 'answered'
  /** The first sending and the last; after a return the list is written again while what was sent stays readable. */
  readonly sentAt: string | null
  readonly lastSentAt: string | null
  readonly answeredAt: string | null
  readonly meetingSettled: boolean
  /** What this reader may write just now. */
  readonly writable: Readonly<Record<Part, boolean>>
}

const tags = { item: 'recommendationsWritable', answer: 'answerable' } as const

/**
 * Whether a part may be written just now, whoever asks: the list until it is sent, answers once it is; a dispute at any time after the
 * first sending, also while the list is written again (rules 19).
 */
export const isWritable = ({ workflow }: Pick<House, 'workflow'>, view: View, place: Place, part: Part): boolean => {
  const [own, thing] = [view.get(rootKey), view.get(keyOf(place))]
  if (own === undefined || thing === undefined || !hasTag(workflow, own, 'open')) return false
  const tag = part === 'item' ? tags.item : tags.answer
  if (workflow.isOut('partnership', view, keyOf(place), { type: tag })) return false
  if (part === 'dispute') return assignmentIn(view, place.reviewer, place.reviewed).context.sentAt !== null
  return hasTag(workflow, thing, tag)
}

/** Whether these standings are of the very school that the list is for: the table alone knows only who is reviewed by whom. */
export const isReceiver = ({ standings }: Pick<Opened, 'standings'>, place: Place): boolean =>
  standings.some(({ role, seats }) => schoolRoles.has(role) && seats.includes(place.reviewed))

const schoolRoles: ReadonlySet<string> = new Set(['head', 'schoolCoordinator', 'helper'])

const sideOf = (opened: Opened, place: Place): Side => {
  if (opened.may('recommendations.write', place.reviewer) !== null) return 'writer'
  return opened.may('recommendations.reply', place.reviewer) !== null && isReceiver(opened, place)
    ? 'receiver'
    : 'onlooker'
}

/** Who writes which part. */
export const writerOf: Readonly<Record<Part, Side>> = { item: 'writer', answer: 'receiver', dispute: 'receiver' }

/** Ends the request where there is no such list, or the person has nothing to do with it. */
export const openList = async (
  house: Pick<House, 'db' | 'seasons' | 'workflow'>,
  person: string,
  place: Place,
  at: string,
): Promise<OpenedList> => {
  const opened = await openPartnership(house, person, place.root, at)
  const { view } = opened
  if (!view.has(keyOf(place))) return throwProblem(problem('not-found'))
  if (opened.may('recommendations.read', place.reviewer) === null) return throwProblem(problem('forbidden'))
  const { value, context } = assignmentIn(view, place.reviewer, place.reviewed)
  const side = sideOf(opened, place)
  const may = (part: Part) => writerOf[part] === side && isWritable(house, view, place, part)
  return {
    place,
    opened,
    side,
    state: value.recommendations as OpenedList['state'],
    sentAt: context.sentAt,
    lastSentAt: context.lastSentAt,
    answeredAt: context.answeredAt,
    meetingSettled: meetingIn(view).settledAt !== null,
    writable: { item: may('item'), answer: may('answer'), dispute: may('dispute') },
  }
}

/** Whether the machine would take this act now, with these facts. */
export const mayNow = (
  { workflow }: Pick<House, 'workflow'>,
  { opened: { view }, place }: OpenedList,
  event: { type: string; facts: object },
  at: string,
): boolean => {
  const [own, thing] = [view.get(rootKey), view.get(keyOf(place))]
  if (own === undefined || thing === undefined) return false
  const isOut = workflow.isOut('partnership', view, keyOf(place), event)
  return !isOut && hasTag(workflow, own, 'open') && can(workflow, thing, { ...event, at })
}
