import type { LetterKind, ReceiptOf } from '../../../workflows/letters/kinds.ts'
import type { Act } from '../../../workflows/machines/duty.ts'
import { aboutOf, type Ground, pathOfAct, paths } from './matter.ts'

type EventKind = Exclude<LetterKind, 'rung'>

/** The reviewed seat of an assignment's key. */
export const pairIn = (key: string): number | null => {
  const reviewed = /^assignment\/\d+-(\d+)$/.exec(key)?.[1]
  return reviewed === undefined ? null : Number(reviewed)
}

const pathOfReceipt = ({ root, seat, key, detail }: Ground['item']): string => {
  switch (detail.of as ReceiptOf) {
    case 'package.send':
      return paths.package(root, seat)
    case 'review.submit':
      return paths.review(root, seat, pairIn(key))
    case 'recommendations.send':
      return paths.recommendations(root, seat, pairIn(key))
    case 'file.upload':
      return paths.file(root, seat)
  }
}

/** The page that a letter about an event leads to. */
export const pathOfEvent = (ground: Ground): string => {
  const { item } = ground
  const { root, seat, school, detail } = item
  const about = aboutOf(ground)
  switch (item.kind as EventKind) {
    case 'packageSent':
      return about === null ? paths.pair(root) : paths.package(root, about)
    case 'packageReturned':
      return paths.package(root, seat)
    case 'revealed':
      return about === null ? paths.pair(root) : paths.review(root, about, seat)
    case 'meetingProposed':
    case 'meetingAgreed':
    case 'meetingMoved':
    case 'meetingCancelled':
    case 'meetingRecorded':
    case 'meetingNotHeld':
      return paths.meeting(root)
    case 'recommendationsReceived':
      return about === null ? paths.pair(root) : paths.recommendations(root, about, seat)
    case 'recommendationsAnswered':
      return paths.recommendations(root, seat, about)
    case 'fileToConfirm':
    case 'fileConfirmed':
    case 'fileReturned':
      return paths.file(root, seat)
    case 'partReturned':
      return paths.review(root, seat, about)
    case 'extensionGiven':
      return typeof detail.act === 'string' ? pathOfAct(detail.act as Act, root, seat, about) : paths.pair(root)
    case 'closedOneSided':
      return about === seat ? paths.file(root, seat) : paths.pair(root)
    case 'addressFails':
      return paths.people(school)
    case 'seal':
      return '/seals'
    case 'receipt':
      return pathOfReceipt(item)
    case 'pairsPublished':
    case 'datesMoved':
    case 'schoolLeft':
    case 'schoolReturned':
    case 'schoolJoined':
    case 'pairDissolved':
    case 'actedFor':
      return paths.pair(root)
  }
}
