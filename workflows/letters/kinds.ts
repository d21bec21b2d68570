/**
 * How a letter goes (engineering 21, rules 25). `asked`: at once, at any hour, outside digest and cap. `urgent`: at once but for the quiet hours,
 * each by itself. `ordinary`: in the one digest of a reader's working day.
 */
export type LetterClass = 'asked' | 'urgent' | 'ordinary'

/** Whom a letter is for: a role at a school, whoever holds it; `actor` is the person who did what a receipt confirms. */
export type LetterRole =
  | 'school'
  | 'curator'
  | 'municipalCoordinator'
  | 'regionalCoordinator'
  | 'federalCoordinator'
  | 'actor'

/** The next one up, where a role is held by nobody (rules 9). */
export const roleAbove: Readonly<Partial<Record<LetterRole, LetterRole>>> = {
  school: 'curator',
  curator: 'municipalCoordinator',
  municipalCoordinator: 'regionalCoordinator',
  regionalCoordinator: 'federalCoordinator',
}

type Kind = {
  readonly class: LetterClass
  /** Nothing is expected of the reader: who wishes may go without (engineering 21). */
  readonly informative: boolean
}

const ordinary = { class: 'ordinary', informative: false } as const
const informative = { class: 'ordinary', informative: true } as const
const urgent = { class: 'urgent', informative: false } as const
const asked = { class: 'asked', informative: false } as const

/** Everything that a letter can be about. `rung` is a step of a duty's ladder; all others answer an event. */
export const letterKinds = {
  rung: ordinary,
  pairsPublished: ordinary,
  packageSent: ordinary,
  packageReturned: ordinary,
  revealed: informative,
  meetingProposed: urgent,
  meetingAgreed: urgent,
  meetingMoved: urgent,
  meetingCancelled: urgent,
  meetingRecorded: ordinary,
  meetingNotHeld: informative,
  recommendationsReceived: ordinary,
  recommendationsAnswered: informative,
  fileToConfirm: ordinary,
  fileConfirmed: informative,
  fileReturned: ordinary,
  partReturned: ordinary,
  extensionGiven: ordinary,
  datesMoved: ordinary,
  schoolLeft: ordinary,
  schoolReturned: ordinary,
  schoolJoined: ordinary,
  closedOneSided: ordinary,
  pairDissolved: ordinary,
  actedFor: ordinary,
  addressFails: ordinary,
  seal: informative,
  receipt: asked,
} as const satisfies Record<string, Kind>

export type LetterKind = keyof typeof letterKinds

/** The acts that give a receipt (rules 26). */
export type ReceiptOf = 'package.send' | 'review.submit' | 'recommendations.send' | 'file.upload'

/** Why an entry ended without a letter. */
export const skipReasons = [
  'done',
  'waived',
  'held',
  'extended',
  'moved',
  'withdrawn',
  'folded',
  'stale',
  'muted',
  'nobodyAppointed',
  'replaced',
  'addressFails',
] as const

export type SkipReason = (typeof skipReasons)[number]
