import type { Opened } from '../access/open.ts'
import type { House } from '../house.ts'
import { meetingActs } from './meeting-acts.ts'
import { allVersions, type Minutes } from './minutes.ts'
import { presentSeats } from './rules.ts'

/** `isRecorded`: it was recorded as the minutes at some time, not only saved. */
export type ShownMinutes = Minutes & {
  readonly fate: 'kept' | 'outrun' | 'late'
  readonly isRecorded: boolean
}

/**
 * The wordings that this reader may know of, newest first: who writes sees the drafts too, everybody else what was recorded; of those that
 * were not taken each sees their own.
 */
export const shownVersions = async (
  { db }: Pick<House, 'db'>,
  opened: Opened,
  person: string,
): Promise<ShownMinutes[]> => {
  const recorded = new Set((await meetingActs(db, opened.id)).map(({ minutesVersion }) => minutesVersion))
  const writes = presentSeats(opened.view).some(seat => opened.may('minutes.write', seat) !== null)
  return (await allVersions(db, opened.id, person))
    .map(version => ({ ...version, isRecorded: version.fate === 'kept' && recorded.has(version.version) }))
    .filter(({ fate, isRecorded }) => writes || isRecorded || fate !== 'kept')
}
