import type { SeatNo } from '../../../workflows/machines/events.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { standingsOf } from '../access/standings.ts'
import type { House } from '../house.ts'
import { type SeatSchool, seatSchools } from '../seat-schools.ts'
import { type Question, threadOf } from './questions.ts'
import { memberSeats } from './rules.ts'

type Asking = { readonly person: string; readonly at: string }

/**
 * Finds a version of a document if it is the reader's to know of, or ends the request; `known` are all versions of its slot that they may know
 * of. Handed in: the package's own rules decide.
 */
export type FindDocument = (
  house: House,
  asking: Asking,
  place: { readonly root: string; readonly document: string },
) => Promise<{
  readonly seat: SeatNo
  readonly known: readonly string[]
  readonly version: { readonly id: string; readonly filename: string; readonly version: number }
}>

/** A thread as its page shows it. */
export type Thread = {
  readonly root: string
  readonly document: string
  readonly seat: SeatNo
  /** The seat of the reader's own school; officers have none. */
  readonly own: SeatNo | null
  readonly filename: string
  readonly version: number
  readonly schools: readonly SeatSchool[]
  readonly questions: readonly Question[]
}

/** The thread of a document for whoever may read it: it goes on through the versions of its slot, as far as the reader knows of them. */
export const readThread = async (
  house: House,
  findDocument: FindDocument,
  asking: Asking,
  place: { readonly root: string; readonly document: string },
): Promise<Thread> => {
  const { seat, known, version } = await findDocument(house, asking, place)
  return {
    ...place,
    seat,
    own: memberSeats(await standingsOf(house.db, asking.person, place.root))[0] ?? null,
    filename: version.filename,
    version: version.version,
    schools: await seatSchools(house.db, place.root),
    questions: await threadOf(house.db, known),
  }
}

/** The question of this thread, or the end of the request. */
export const questionIn = ({ questions }: Thread, id: string): Question =>
  questions.find(question => question.id === id) ?? throwProblem(problem('not-found'))
