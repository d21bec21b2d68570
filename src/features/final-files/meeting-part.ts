import type { MeetingKind } from '../../../workflows/machines/meeting.ts'
import { meetingIn, partnershipIn, type View } from '../../../workflows/view.ts'
import type { FileAct } from './acts.ts'

/** The minutes as they were recorded. `sha256` is that of their version; `text` is null where it was blanked. */
export type FileMinutes = { readonly version: number; readonly text: string | null; readonly sha256: string }

/** A talk that stood in for a missed meeting. */
type FileTalk = {
  readonly from: string
  readonly to: string
  readonly heldOn: string
  readonly kind: MeetingKind
}

export type FileMeeting =
  | { readonly is: 'open' }
  | { readonly is: 'notHeld'; readonly n: number; readonly at: string; readonly reason: string | null }
  | {
      readonly is: 'held'
      readonly n: number
      readonly at: string
      readonly heldOn: string
      readonly kind: MeetingKind
      readonly took: readonly string[]
      readonly absent: readonly string[]
      readonly minutes: FileMinutes | null
      readonly accepted: { readonly by: 'schools' | 'silence' | 'coordinator'; readonly at: string } | null
      readonly talks: readonly FileTalk[]
    }

/** The rows of which the part about the meeting is made. */
type MeetingSource = { readonly view: View; readonly acts: readonly FileAct[]; readonly minutes: FileMinutes | null }

/** What the file says of the meeting: held, with the minutes that were recorded last; not held, and why; or nothing yet. */
export const meetingPart = (source: MeetingSource, nameOf: (seat: number) => string): FileMeeting => {
  const { view, acts, minutes } = source
  const { recordedAt, heldOn, kind, took, notHeldAt, talks } = meetingIn(view)
  const of = (type: string) => acts.findLast(act => act.key === 'meeting' && act.type === type)
  if (notHeldAt !== null)
    return {
      is: 'notHeld',
      n: of('meeting.notHeld')?.n ?? 0,
      at: notHeldAt,
      reason: of('meeting.notHeld')?.reason ?? null,
    }
  const record = of('meeting.record')
  if (recordedAt === null || heldOn === null || kind === null || record === undefined) return { is: 'open' }
  const absent = partnershipIn(view).seats.filter(
    ({ seat, standing }) => standing !== 'withdrawn' && !took.includes(seat),
  )
  return {
    is: 'held',
    n: record.n,
    at: recordedAt,
    heldOn,
    kind,
    took: took.map(nameOf),
    absent: absent.map(({ seat }) => nameOf(seat)),
    minutes,
    accepted: acceptance(source, record.n),
    talks: talks.map(talk => ({
      from: nameOf(talk.seat),
      to: nameOf(talk.about),
      heldOn: talk.heldOn,
      kind: talk.kind,
    })),
  }
}

const accepting = { 'meeting.acceptMinutes': 'schools', silence: 'silence', 'meeting.rule': 'coordinator' } as const

/** How the minutes came to count since they were last recorded: the last word decided. */
const acceptance = ({ view, acts }: MeetingSource, recorded: number) => {
  if (meetingIn(view).settledAt === null || isUnconfirmed(view)) return null
  const last = acts.findLast(act => act.key === 'meeting' && act.n > recorded && act.type in accepting)
  return last === undefined ? null : { by: accepting[last.type as keyof typeof accepting], at: last.at }
}

const isUnconfirmed = (view: View): boolean => {
  const value = view.get('meeting')?.value
  return typeof value === 'object' && value !== null && Reflect.get(value, 'held') === 'unconfirmed'
}
