import { assignmentKey, meetingKey, seatKey } from '../../workflows/keys.ts'
import type { Command } from '../engine/dispatch.ts'
import { between } from './chance.ts'
import { workingHour } from './habits.ts'
import { dateAt } from './own-days.ts'
import { prepareFile, putScan } from './prepare-file.ts'
import { openReturn, othersOf, present, type Seat, seatOf, type Table } from './table.ts'
import type { Task, TaskAct } from './tasks.ts'
import type { World } from './world.ts'

/** Somebody at a task: in which partnership, at which seat, when. */
export type Doing = {
  readonly world: World
  readonly table: Table
  readonly own: Seat
  readonly task: Task
  readonly at: string
}

type Said = Pick<Command, 'key' | 'event' | 'texts'>

const reason = { reason: 'Проверочный текст: так договорились' }

const slotFor = ({ world, own, table, at }: Doing): string => {
  const wait = between(world.chance('slot', table.name), 3, 6)
  return workingHour(world.by.days, own.school, at, wait, 0.1 + world.chance('slot hour', table.name) * 0.9)
}

const heldOn = ({ table, own, at }: Doing) => dateAt(table.meeting.slotAt ?? at, own.school.hours)

const wayOf = ({ table }: Doing, reviewer: number, reviewed: number) => {
  const way = table.ways.find(each => each.reviewer === reviewer && each.reviewed === reviewed)
  if (way === undefined) throw new Error('There is no such way')
  return way
}

/** What each task says to the engine, and what has become of the table when it was taken. */
export const doings: Readonly<
  Record<TaskAct, { says: (doing: Doing) => Said | Promise<Said>; done: (doing: Doing) => void }>
> = {
  signIn: {
    says: ({ own }) => ({ key: seatKey(own.seat), event: { type: 'seat.signIn' } }),
    done: ({ own, at }) => void Object.assign(own, { signedInAt: at }),
  },
  package: {
    says: ({ own }) => ({ key: seatKey(own.seat), event: { type: 'package.send' } }),
    done: ({ own, at }) => void Object.assign(own, { sentAt: at, lastSentAt: at }),
  },
  resend: {
    says: ({ own }) => ({ key: seatKey(own.seat), event: { type: 'package.send' } }),
    done: ({ own, at }) => {
      const back = openReturn(own.returns)
      if (back !== null) back.answeredAt = at
      own.lastSentAt = at
    },
  },
  open: {
    says: ({ task }) => ({ key: seatKey(task.about), event: { type: 'package.open' } }),
    done: ({ table, task }) => void Object.assign(seatOf(table, task.about), { opened: true }),
  },
  return: {
    says: ({ task }) => ({
      ...{ key: seatKey(task.about), event: { type: 'package.return', slots: ['midterm-programme'] }, texts: reason },
    }),
    done: ({ table, task, at }) => void seatOf(table, task.about).returns.push({ at, answeredAt: null }),
  },
  review: {
    says: ({ task }) => ({ key: assignmentKey(task.seat, task.about), event: { type: 'review.submit' } }),
    done: doing => void Object.assign(wayOf(doing, doing.task.seat, doing.task.about), { submittedAt: doing.at }),
  },
  propose: {
    says: doing => ({
      ...{
        key: meetingKey,
        event: { type: 'meeting.propose', seat: doing.own.seat, slots: [{ at: slotFor(doing), minutes: 60 }] },
      },
    }),
    done: doing => {
      const { meeting } = doing.table
      Object.assign(meeting, { proposedBy: doing.own.seat, slotAt: slotFor(doing) })
      meeting.yes.add(doing.own.seat)
    },
  },
  accept: {
    says: ({ own }) => ({ key: meetingKey, event: { type: 'meeting.accept', seat: own.seat, slot: 0 } }),
    done: ({ table, own }) => void table.meeting.yes.add(own.seat),
  },
  notHeld: {
    says: () => ({ key: meetingKey, event: { type: 'meeting.notHeld' }, texts: reason }),
    done: ({ table, at }) => void Object.assign(table.meeting, { notHeldAt: at, settledAt: at }),
  },
  record: {
    says: doing => ({
      key: meetingKey,
      event: {
        ...{ type: 'meeting.record', seat: doing.own.seat, heldOn: heldOn(doing), kind: 'video', minutes: 1 },
        took: present(doing.table).map(({ seat }) => seat),
      },
    }),
    done: ({ world, table, own, at }) => {
      Object.assign(table.meeting, { recordedAt: at, recordedBy: own.seat })
      for (const { seat } of present(table)) table.meeting.took.add(seat)
      world.unsettled.add(table)
    },
  },
  acceptMinutes: {
    says: ({ own }) => ({ key: meetingKey, event: { type: 'meeting.acceptMinutes', seat: own.seat } }),
    done: ({ world, table, own, at }) => {
      const { meeting } = table
      meeting.accepted.add(own.seat)
      if (!othersOf(table, meeting.recordedBy ?? 0).every(({ seat }) => meeting.accepted.has(seat))) return
      meeting.settledAt = at
      world.unsettled.delete(table)
    },
  },
  talk: {
    says: doing => ({
      key: meetingKey,
      event: {
        ...{ type: 'meeting.talk', seat: doing.own.seat, about: doing.task.about, kind: 'call' },
        heldOn: dateAt(doing.at, doing.own.school.hours),
      },
    }),
    done: ({ table, task, at }) => void table.meeting.talks.set(`duty/${task.seat}/talk/${task.about}`, at),
  },
  recommend: {
    says: ({ task }) => ({ key: assignmentKey(task.seat, task.about), event: { type: 'recommendations.send' } }),
    done: doing => void Object.assign(wayOf(doing, doing.task.seat, doing.task.about), { sentAt: doing.at }),
  },
  answer: {
    says: ({ task }) => ({ key: assignmentKey(task.about, task.seat), event: { type: 'recommendations.answer' } }),
    done: doing => void Object.assign(wayOf(doing, doing.task.about, doing.task.seat), { answeredAt: doing.at }),
  },
  upload: {
    says: async ({ world, table, own, at }) => ({
      key: seatKey(own.seat),
      event: { type: 'file.upload', upload: await prepareFile(world, table, own, at) },
    }),
    done: ({ own, at }) => void Object.assign(own, { uploadedAt: at }),
  },
  correct: {
    says: async ({ world, table, own, at }) => {
      await putScan(world, table, own, at)
      return {
        key: seatKey(own.seat),
        event: { type: 'file.upload', upload: await prepareFile(world, table, own, at) },
      }
    },
    done: ({ own, at }) => {
      const back = openReturn(own.fileReturns)
      if (back !== null) back.answeredAt = at
    },
  },
  confirm: {
    says: ({ own }) => ({ key: seatKey(own.seat), event: { type: 'file.confirm' } }),
    done: ({ own }) => void Object.assign(own, { confirmed: true }),
  },
  returnFile: {
    says: ({ own }) => ({ key: seatKey(own.seat), event: { type: 'file.return', part: 'scan' }, texts: reason }),
    done: ({ own, at }) => void own.fileReturns.push({ at, answeredAt: null }),
  },
}
