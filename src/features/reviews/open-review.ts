import { rootKey } from '../../../workflows/keys.ts'
import { assignmentIn } from '../../../workflows/view.ts'
import { can, hasTag } from '../../engine/step.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { type Opened, openPartnership } from '../access/open.ts'
import type { House } from '../house.ts'
import { keyOf, type Place } from './place.ts'
import { type PackageSeat, packageSeat } from './read-package.ts'
import { type Reading, readingOf } from './rules.ts'

/** A review as somebody who may know of it opens it; what of it they may read is decided, and nothing of it is read yet. */
export type OpenedReview = {
  readonly place: Place
  readonly opened: Opened
  readonly seat: PackageSeat
  readonly reading: Exclude<Reading, 'nothing'>
  readonly state: 'waiting' | 'drafting' | 'submitted' | 'revealed'
  readonly submittedAt: string | null
  readonly revealedAt: string | null
}

/** Ends the request where there is no such review, or the person has nothing to do with it. */
export const openReview = async (
  house: Pick<House, 'db' | 'seasons' | 'workflow'>,
  person: string,
  place: Place,
  at: string,
): Promise<OpenedReview> => {
  const opened = await openPartnership(house, person, place.root, at)
  if (!opened.view.has(keyOf(place))) return throwProblem(problem('not-found'))
  const { value, context } = assignmentIn(opened.view, place.reviewer, place.reviewed)
  const reading = readingOf(opened.season, context, {
    sealed: opened.may('review.readSealed', place.reviewer) !== null,
    revealed: opened.may('review.readRevealed', place.reviewer) !== null,
    count: opened.may('review.count', place.reviewer) !== null,
  })
  if (reading === 'nothing') return throwProblem(problem('forbidden'))
  return {
    place,
    opened,
    seat: packageSeat(place, opened.view),
    reading,
    state: value.review as OpenedReview['state'],
    submittedAt: context.submittedAt,
    revealedAt: context.revealedAt,
  }
}

/** The same for what only the writing school sees. */
export const openOwnReview = async (...asked: Parameters<typeof openReview>): Promise<OpenedReview> => {
  const review = await openReview(...asked)
  return review.reading === 'own' ? review : throwProblem(problem('forbidden'))
}

/** Whether the machine would take this act of this review now, with these facts. */
export const mayNow = (
  { workflow }: Pick<House, 'workflow'>,
  { opened, place }: OpenedReview,
  event: { type: string; facts?: object },
  at: string,
): boolean => {
  const [own, thing] = [opened.view.get(rootKey), opened.view.get(keyOf(place))]
  if (own === undefined || thing === undefined) return false
  return hasTag(workflow, own, 'open') && can(workflow, thing, { ...event, at })
}
