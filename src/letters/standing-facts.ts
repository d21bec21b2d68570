import type { DueEntry } from '../../workflows/letters/judge.ts'
import type { LetterKind, SkipReason } from '../../workflows/letters/kinds.ts'
import type { DutyContext } from '../../workflows/machines/duty.ts'
import type { DueRow } from './desk-read.ts'

const ofDuty = ({ value, context, standing, deadline }: DueRow): DueEntry['duty'] => {
  const { facts } = (context ?? { facts: null }) as Pick<DutyContext, 'facts'>
  if (standing === 'withdrawn') return { over: 'withdrawn' }
  if ((value === 'open' || value === 'overdue') && facts?.stand === 'owed')
    // While its letter was on its way the deadline moved, and the entry got a successor.
    return deadline === facts.dueAt ? { dueAt: facts.dueAt } : { over: 'moved' }
  if (value === 'held') return { over: 'held' }
  return { over: value === 'waived' ? 'waived' : 'done' }
}

type Spent = (row: DueRow) => SkipReason | null

const inState =
  (region: string, state: string): Spent =>
  ({ value }) =>
    typeof value === 'object' && value !== null && Reflect.get(value, region) === state ? null : 'done'

// A later proposal, move or cancellation tells what holds now.
const overtaken: Spent = ({ context, detail }) => (context?.sequence === detail.sequence ? null : 'stale')

/** When an event is not worth telling any more; what is not here stays true. */
const spentWhen: Readonly<Partial<Record<LetterKind, Spent>>> = {
  meetingProposed: overtaken,
  meetingAgreed: overtaken,
  meetingMoved: overtaken,
  meetingRecorded: inState('held', 'unconfirmed'),
  packageReturned: inState('package', 'preparing'),
  fileToConfirm: inState('file', 'uploaded'),
  fileReturned: inState('file', 'returned'),
}

/** What an entry's duty or event says now, for `judge`. `day`: the reader's day on which it was to go. */
export const standingFacts = (row: DueRow, day: string): DueEntry => ({
  id: row.id,
  kind: row.kind,
  root: row.root,
  key: row.key,
  step: row.step,
  sendAt: row.sendAt,
  day,
  duty: row.kind === 'rung' ? ofDuty(row) : null,
  spent: spentWhen[row.kind]?.(row) ?? null,
  muted: row.muted,
})
