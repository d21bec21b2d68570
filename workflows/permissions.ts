import type { SeatNo } from './machines/events.ts'
import type { Act } from './stale-after.ts'

export const roles = [
  'head',
  'schoolCoordinator',
  'helper',
  'curator',
  'municipalCoordinator',
  'regionalCoordinator',
  'federalCoordinator',
] as const

export type Role = (typeof roles)[number]

/**
 * How far a role reaches with an action on a seat's thing. `own`: the seat is the person's. `reviewing`: the person's seat reviews this
 * one. `reviewed`: this seat reviews the person's. `another`: the person covers a seat beside this one. `among`: the person covers any
 * seat of the partnership. `every`: the person covers all its seats (rules 10).
 */
export type Reach = 'own' | 'reviewing' | 'reviewed' | 'another' | 'among' | 'every'

/** What a person does that is no event: reading, and writing content. */
export type Deed =
  | 'partnership.read'
  | 'package.read'
  | 'package.write'
  | 'review.write'
  | 'review.readSealed'
  | 'review.readRevealed'
  | 'review.count'
  | 'privacy.read'
  | 'document.lift'
  | 'document.erase'
  | 'text.blank'
  | 'person.erase'
  | 'recommendations.read'
  | 'recommendations.write'
  | 'recommendations.reply'
  | 'minutes.write'
  | 'questions.write'
  | 'file.read'
  | 'file.write'
  | 'school.read'
  | 'school.edit'
  | 'members.read'
  | 'members.edit'
  | 'season.read'
  | 'season.overview'
  | 'season.manage'
  | 'pairing.manage'
  | 'partnership.manage'
  | 'partnership.askAnew'
  | 'outbox.read'
  | 'letters.read'
  | 'letters.readSchool'
  | 'letters.manage'
  | 'operations.read'
  | 'clock.set'
  | 'machines.read'
  | 'letters.templates'
  | 'seals.read'

export type Action = Act | Deed

type Row = Partial<Record<Role, Reach>>

const deciders = { head: 'own', schoolCoordinator: 'own' } as const
const members = { ...deciders, helper: 'own' } as const
const reviewers = { head: 'reviewing', schoolCoordinator: 'reviewing', helper: 'reviewing' } as const
const coordinators = { municipalCoordinator: 'own', regionalCoordinator: 'own', federalCoordinator: 'own' } as const
const overAll = { municipalCoordinator: 'every', regionalCoordinator: 'every', federalCoordinator: 'every' } as const
const territory = { municipalCoordinator: 'among', regionalCoordinator: 'among', federalCoordinator: 'among' } as const
const onlookers = {
  head: 'among',
  schoolCoordinator: 'among',
  helper: 'among',
  curator: 'among',
  municipalCoordinator: 'among',
  regionalCoordinator: 'among',
  federalCoordinator: 'among',
} as const
const federal = { federalCoordinator: 'every' } as const

/** Role × action × reach, the one table that routes, pages and tests read. A role that is not named never has the action. */
export const permissions: Readonly<Record<Action, Row>> = {
  'seat.signIn': members,
  'package.send': { ...deciders, ...coordinators },
  'package.recall': { ...deciders, ...coordinators },
  'package.open': reviewers,
  'package.return': { head: 'reviewing', schoolCoordinator: 'reviewing' },
  'file.upload': { ...deciders, ...coordinators },
  'file.confirm': { curator: 'own', ...coordinators },
  'file.return': { curator: 'own', ...coordinators },
  'review.submit': deciders,
  'review.takeBack': deciders,
  'review.open': overAll,
  'review.reopen': overAll,
  'recommendations.send': deciders,
  'recommendations.answer': { head: 'reviewed', schoolCoordinator: 'reviewed' },
  'meeting.propose': deciders,
  'meeting.accept': deciders,
  'meeting.decline': deciders,
  'meeting.cancel': { head: 'among', schoolCoordinator: 'among' },
  'meeting.record': { ...deciders, ...coordinators },
  'meeting.acceptMinutes': deciders,
  'meeting.rule': territory,
  'meeting.notHeld': { head: 'among', schoolCoordinator: 'among', ...overAll },
  'meeting.reopenMinutes': overAll,
  'meeting.talk': { ...deciders, ...coordinators },
  'duty.extend': coordinators,
  'partnership.moveDates': federal,
  'partnership.join': overAll,
  'partnership.assign': overAll,
  'partnership.withdraw': coordinators,
  'partnership.reinstate': coordinators,
  // In favour of a seat, by whoever answers for the silent one (rules 3).
  'partnership.closeOneSided': {
    municipalCoordinator: 'another',
    regionalCoordinator: 'another',
    federalCoordinator: 'another',
  },
  'partnership.dissolve': overAll,
  'partnership.close': federal,
  'partnership.reopen': federal,
  'cycle.openPairing': federal,
  'cycle.publish': federal,
  'cycle.moveDates': federal,
  // By hand, in a running season: by who covers every school concerned (rules 10).
  'cycle.pair': overAll,
  'cycle.join': overAll,
  'cycle.close': federal,
  'cycle.reopen': federal,
  'cycle.cancel': federal,
  'partnership.read': onlookers,
  'package.read': { ...members, ...coordinators, curator: 'own' },
  'package.write': { ...members, ...coordinators },
  'review.write': members,
  'review.readSealed': members,
  'review.readRevealed': onlookers,
  'review.count': onlookers,
  // What should not be there is taken out by whoever answers for the school; a text, by whoever covers both (rules 24).
  'privacy.read': territory,
  'document.lift': coordinators,
  'document.erase': coordinators,
  'text.blank': overAll,
  'person.erase': federal,
  // What was sent. The list before it is read by its writers alone (rules 19).
  'recommendations.read': onlookers,
  'recommendations.write': members,
  'recommendations.reply': { head: 'reviewed', schoolCoordinator: 'reviewed', helper: 'reviewed' },
  'minutes.write': { ...members, ...coordinators },
  // Who may read the document; that is asked of the document itself.
  'questions.write': onlookers,
  'file.read': { ...members, curator: 'own', ...coordinators },
  'file.write': { ...members, ...coordinators },
  'school.read': { ...members, curator: 'own', ...coordinators },
  'school.edit': { ...deciders, ...coordinators },
  'members.read': { ...members, curator: 'own', ...coordinators },
  'members.edit': { ...deciders, ...coordinators },
  'season.read': onlookers,
  'season.overview': coordinators,
  'season.manage': federal,
  // The table of a season's pairs reaches over every school; its drafts are nobody else's (rules 10).
  'pairing.manage': federal,
  'partnership.manage': territory,
  // Who covers one school asks whoever covers all of them (rules 10).
  'partnership.askAnew': territory,
  'outbox.read': federal,
  // What went out and will, about the schools of one's territory; a school sees what its own people were written.
  'letters.read': coordinators,
  'letters.readSchool': { ...deciders, ...coordinators },
  'letters.manage': coordinators,
  'operations.read': federal,
  'clock.set': federal,
  'machines.read': federal,
  'letters.templates': federal,
  'seals.read': federal,
}

/** What a person is to a partnership: in which role, for which of its seats. A role that covers none of them is left out. */
export type Standing = { role: Role; seats: readonly SeatNo[] }

/** The seats of a partnership and who reviews whom, as far as a permission depends on it. */
export type Table = { seats: readonly SeatNo[]; assignments: readonly { reviewer: SeatNo; reviewed: SeatNo }[] }

const reaches = (reach: Reach, { seats }: Standing, table: Table, seat: SeatNo | null): boolean => {
  switch (reach) {
    case 'own':
      return seat !== null && seats.includes(seat)
    case 'reviewing':
      return table.assignments.some(({ reviewer, reviewed }) => seats.includes(reviewer) && reviewed === seat)
    case 'reviewed':
      return table.assignments.some(({ reviewer, reviewed }) => reviewer === seat && seats.includes(reviewed))
    case 'another':
      return seat !== null && seats.some(each => each !== seat)
    case 'among':
      return seats.length > 0
    case 'every':
      return table.seats.every(each => seats.includes(each))
  }
}

/**
 * The first of a person's standings that may do this to a seat's thing, `forbidden` where a role of theirs is known here but does not
 * reach, `absent` where they have nothing to do with the partnership: a foreign thing looks like none at all.
 */
export const mayAct = (
  action: Action,
  standings: readonly Standing[],
  table: Table,
  seat: SeatNo | null,
): { as: Role } | 'forbidden' | 'absent' => {
  if (standings.every(({ seats }) => seats.length === 0)) return 'absent'
  const row = permissions[action]
  const able = standings.find(standing => {
    const reach = row[standing.role]
    return reach !== undefined && reaches(reach, standing, table, seat)
  })
  return able === undefined ? 'forbidden' : { as: able.role }
}

/** Whether any of these roles ever has the action: if not, the answer is known without touching the object. */
export const everMay = (action: Action, held: readonly Role[]): boolean =>
  held.some(role => permissions[action][role] !== undefined)
