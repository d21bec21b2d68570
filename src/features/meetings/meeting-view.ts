import type { SeatNo } from '../../../workflows/machines/events.ts'
import type { MeetingContext, Slot, Talk } from '../../../workflows/machines/meeting.ts'
import type { SeatSchool } from '../seat-schools.ts'
import type { Span } from './common-hours.ts'
import type { MeetingAct } from './meeting-acts.ts'
import type { Minutes } from './minutes.ts'
import type { MeetingState } from './rules.ts'

/** A school that takes part in the meeting. */
export type Party = SeatSchool & { readonly week: 5 | 6 }

/** A proposed time with who has said yes to it; `past`: it is over, and nobody can take it any more. */
export type ShownSlot = Slot & { readonly index: number; readonly yes: readonly SeatNo[]; readonly past: boolean }

/** When all are at work, or, where that is never, which beginnings take the least before or after work. */
export type Hours = { readonly common: readonly Span[]; readonly edges: readonly string[] }

/** What this reader may do now: by the permissions and by the machine. */
export type Possible = {
  readonly propose: boolean
  /** The indexes of the slots that the reader's school can still say yes to. */
  readonly accept: readonly number[]
  readonly decline: boolean
  readonly cancel: boolean
  readonly notHeld: boolean
  readonly acceptMinutes: boolean
  readonly rule: boolean
  readonly reopenMinutes: boolean
  /** The schools for which the reader may record, and those for which they may write the minutes. */
  readonly record: readonly SeatNo[]
  readonly write: readonly SeatNo[]
  /** The talks that the reader may record as held. */
  readonly talk: readonly Talk[]
}

/** A partnership's meeting as its page and its JSON show it. Instants are ISO 8601, UTC. */
export type MeetingView = {
  readonly root: string
  /** The partnership's last history row: what the page has seen. */
  readonly n: number
  /** The seat of the reader's own school; officers have none. */
  readonly own: SeatNo | null
  readonly state: MeetingState
  readonly context: MeetingContext
  readonly parties: readonly Party[]
  readonly slots: readonly ShownSlot[]
  readonly acts: readonly MeetingAct[]
  /** The wording that was recorded last; the wording that stands is later where somebody went on writing. */
  readonly recorded: Minutes | null
  /** The newest wording, for those who write; null for everybody else. */
  readonly draft: Minutes | null
  readonly silenceEndsAt: string | null
  /** Whether some review is still not submitted: a meeting may precede them, and the page says so (rules 18). */
  readonly reviewsOpen: boolean
  readonly hours: Hours
  /** The last date that can be recorded: what it is by now in the latest zone, YYYY-MM-DD. */
  readonly today: string
  /** Whether there is a calendar file to take away, and whether it calls the meeting off. */
  readonly calendar: 'agreed' | 'off' | null
  readonly may: Possible
}

/** Whether this reader acts for a school without being of it, and so has to say why (rules 12). */
export const actsOnBehalf = ({ own }: Pick<MeetingView, 'own'>): boolean => own === null
