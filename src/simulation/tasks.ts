import type { Chance } from './chance.ts'
import { plusHours } from './own-days.ts'
import { isPreparing, openReturn, othersOf, present, type Seat, seatOf, standingWays, type Table } from './table.ts'

export type TaskAct =
  | 'signIn'
  | 'package'
  | 'resend'
  | 'open'
  | 'return'
  | 'review'
  | 'propose'
  | 'accept'
  | 'notHeld'
  | 'record'
  | 'acceptMinutes'
  | 'talk'
  | 'recommend'
  | 'answer'
  | 'upload'
  | 'correct'
  | 'confirm'
  | 'returnFile'

/**
 * What somebody at a seat could do now, or from an instant on, and not from `until` on. `duty`: the key of what it would end; null where nobody
 * is reminded of it.
 */
export type Task = {
  readonly act: TaskAct
  readonly seat: number
  readonly about: number
  readonly duty: string | null
  readonly from: string | null
  readonly until?: string
}

export const nameOf = ({ act, seat, about }: Task): string => `${act} ${seat} ${about}`

const aWeek = 7 * 24

/** Whether the reviewer of this way sends the package back once. */
const sendsBack = (chance: Chance, table: Table, seat: number, about: number) =>
  seatOf(table, about).school.kind === 'prompt' && chance('sends back', table.name, seat, about) < 0.04

/** Whether a pair never meets, and says so. */
const shunsMeeting = (chance: Chance, { name }: Table) => chance('shuns', name) < 0.03

const papers = (chance: Chance, table: Table, own: Seat): Task[] => {
  const { seat } = own
  const task = (act: TaskAct, about: number, duty: string | null): Task => ({ act, seat, about, duty, from: null })
  const reviews = standingWays(table)
    .filter(({ reviewer }) => reviewer === seat)
    .flatMap(({ reviewed, submittedAt }) => {
      const about = seatOf(table, reviewed)
      if (isPreparing(about) || submittedAt !== null) return []
      const opens = about.opened ? [] : [task('open', reviewed, null)]
      const back = about.returns.length === 0 && sendsBack(chance, table, seat, reviewed)
      if (back) return [...opens, task('return', reviewed, null)]
      return own.standing === 'settled'
        ? opens
        : [...opens, task('review', reviewed, `duty/${seat}/review/${reviewed}`)]
    })
  return [
    ...(own.signedInAt === null ? [task('signIn', 0, `duty/${seat}/signIn`)] : []),
    ...(own.sentAt === null ? [task('package', 0, own.exchangedAt === null ? `duty/${seat}/package` : null)] : []),
    ...(openReturn(own.returns) === null ? [] : [task('resend', 0, `duty/${seat}/resend/${own.returns.length}`)]),
    ...reviews,
  ]
}

const meetings = (chance: Chance, table: Table, { seat, standing }: Seat): Task[] => {
  const { meeting } = table
  const here = present(table)
  const all = here.length > 1 && here.every(({ lastSentAt }) => lastSentAt !== null)
  if (standing === 'settled' || !all || meeting.settledAt !== null) return []
  const task = (act: TaskAct, from: string | null = null): Task => ({
    ...{ act, seat, about: 0, duty: `duty/${seat}/meeting`, from },
  })
  if (meeting.recordedAt !== null)
    return meeting.recordedBy === seat || meeting.accepted.has(seat) ? [] : [task('acceptMinutes')]
  if (shunsMeeting(chance, table)) return here[0]?.seat === seat ? [task('notHeld')] : []
  if (meeting.slotAt === null) return [task('propose')]
  const { slotAt, proposedBy, yes } = meeting
  // Whoever proposed a time writes down that they met; where nothing comes of it, another one does.
  const records = task('record', proposedBy === seat ? slotAt : plusHours(slotAt, aWeek))
  return yes.has(seat) ? [records] : [{ ...task('accept'), until: slotAt }, records]
}

const isReady = (table: Table, { seat, standing }: Seat): boolean =>
  standing === 'settled' ||
  (table.meeting.settledAt !== null &&
    othersOf(table, seat).length > 0 &&
    standingWays(table)
      .filter(({ reviewer, reviewed }) => reviewer === seat || reviewed === seat)
      .every(({ submittedAt, sentAt }) => submittedAt !== null && sentAt !== null))

const files = (chance: Chance, table: Table, own: Seat): Task[] => {
  const { seat } = own
  const task = (act: TaskAct, duty: string | null): Task => ({ act, seat, about: 0, duty, from: null })
  if (own.uploadedAt === null) return isReady(table, own) ? [task('upload', `duty/${seat}/finalFile`)] : []
  if (openReturn(own.fileReturns) !== null)
    return [task('correct', `duty/${seat}/correction/${own.fileReturns.length}`)]
  if (own.confirmed || chance('looks', own.school.n) < 0.15) return []
  const goesBack = own.fileReturns.length === 0 && chance('goes back', own.school.n) < 0.08
  return [task(goesBack ? 'returnFile' : 'confirm', null)]
}

const advice = (chance: Chance, table: Table, own: Seat): Task[] => {
  const { seat } = own
  const { settledAt, notHeldAt, took, talks } = table.meeting
  const mine = standingWays(table).filter(({ reviewer }) => reviewer === seat)
  const keyOf = (act: string, about: number) => `duty/${seat}/${act}/${about}`
  const sends = settledAt === null || own.standing === 'settled' ? [] : mine.filter(({ sentAt }) => sentAt === null)
  const misses = settledAt !== null && notHeldAt === null && !took.has(seat)
  const talked = (about: number) => talks.has(keyOf('talk', about))
  const answers = table.ways.filter(
    way =>
      way.reviewed === seat && way.sentAt !== null && way.answeredAt === null && chance('answers', own.school.n) < 0.7,
  )
  return [
    ...sends.map(
      ({ reviewed: about }): Task => ({
        ...{ act: 'recommend', seat, about, duty: keyOf('recommendations', about), from: null },
      }),
    ),
    ...(misses ? mine.filter(({ reviewed }) => !talked(reviewed)) : []).map(
      ({ reviewed: about }): Task => ({
        ...{ act: 'talk', seat, about, duty: keyOf('talk', about), from: null },
      }),
    ),
    ...answers.map(({ reviewer: about }): Task => ({ act: 'answer', seat, about, duty: null, from: null })),
  ]
}

/** Whether a task can be done at this very instant. */
export const isTime = ({ from, until }: Task, at: string): boolean =>
  (from === null || from <= at) && (until === undefined || at < until)

/** All that the people of a partnership, and whoever judges its files, could do as it stands. */
export const tasksOf = (chance: Chance, table: Table): Task[] =>
  table.ended
    ? []
    : present(table).flatMap(seat => [
        ...papers(chance, table, seat),
        ...meetings(chance, table, seat),
        ...advice(chance, table, seat),
        ...files(chance, table, seat),
      ])
