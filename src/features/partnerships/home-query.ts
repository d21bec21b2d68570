import type { SeatNo } from '../../../workflows/machines/events.ts'
import type { View } from '../../../workflows/view.ts'
import { type Opened, openPartnership } from '../access/open.ts'
import type { House } from '../house.ts'
import { type SeatSchool, seatSchools } from '../seat-schools.ts'
import { type Next, nextStep, type ShownDuty, shownDuties } from './course.ts'
import { type Happening, happenings } from './queries.ts'

/** How far a review is filled in, which everyone concerned may know (rules 16). */
export type Progress = { readonly done: number; readonly total: number }
export type ReadProgress = (house: House, opened: Opened, reviewer: SeatNo, reviewed: SeatNo) => Promise<Progress>

/** A partnership as its home page shows it. `own` is the reader's seat; officers have none. */
export type Home = {
  readonly root: string
  readonly n: number
  readonly own: SeatNo | null
  readonly schools: SeatSchool[]
  readonly duties: ShownDuty[]
  readonly next: Next | null
  readonly progress: ReadonlyMap<string, Progress>
  readonly news: readonly Happening[]
  /** Whether the reader answers for one of the schools, and may take out what should not be there. */
  readonly cleans: boolean
}

const memberRoles = ['head', 'schoolCoordinator', 'helper']

/** The seat of the reader's own school, if there is one. */
const ownSeat = ({ standings }: Opened): SeatNo | null =>
  standings.find(({ role }) => memberRoles.includes(role))?.seats[0] ?? null

export const progressKey = (reviewer: SeatNo, reviewed: SeatNo) => `${reviewer}-${reviewed}`

/** Everything of a partnership's home page; a foreign one ends the request. */
export const homeOf = async (
  house: House,
  person: string,
  root: string,
  at: string,
  readProgress: ReadProgress,
): Promise<Home> => {
  const opened = await openPartnership(house, person, root, at)
  const own = ownSeat(opened)
  const duties = shownDuties(opened.view as View)
  const reviews = duties.filter(
    ({ act, state, about }) => act === 'review' && about !== null && (state === 'open' || state === 'overdue'),
  )
  const progress = new Map<string, Progress>()
  for (const { seat, about } of reviews)
    if (about !== null) progress.set(progressKey(seat, about), await readProgress(house, opened, seat, about))
  return {
    root,
    n: opened.n,
    own,
    schools: await seatSchools(house.db, root),
    duties,
    next: own === null ? null : nextStep(duties, own),
    progress,
    news: await happenings(house.db, root, { limit: 8 }),
    cleans: opened.may('privacy.read', null) !== null,
  }
}
