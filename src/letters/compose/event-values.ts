import type { ReceiptOf } from '../../../workflows/letters/kinds.ts'
import type { Slot } from '../../../workflows/machines/meeting.ts'
import type { StageDates } from '../../../workflows/machines/partnership.ts'
import { words } from '../../words/index.ts'
import { clockTime, dateTime, plainDate, weekdayDate, zoneName } from '../../words/time.ts'
import { pairIn } from './event-path.ts'
import { programmeOf, refOf } from './facts.ts'
import { aboutOf, commonValues, type Ground } from './matter.ts'

const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const reasonOf = ({ facts, item: { detail } }: Ground, field: 'reason' | 'behalf' = 'reason'): string | null =>
  facts.reasons.get(refOf(detail[field]) ?? '') ?? null

const slotName = ({ facts, season, lang }: Ground, slot: string): string => {
  const title = facts.programmes.get(programmeOf(slot) ?? '')
  if (title !== undefined) return words(lang).packages.programmes.heading(title)
  return season?.package.find(({ id }) => id === slot.split('/')[0])?.name[lang] ?? words(lang).letters.programme
}

const isSlot = (value: unknown): value is Slot =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'at') === 'string'

/** The time that was agreed on, now or before; null where none ever was. */
export const agreedSlot = ({ slot }: Readonly<Record<string, unknown>>): Slot | null => (isSlot(slot) ? slot : null)

/** «четверг, 13 октября, 14:02 по Москве, 60 минут». */
const saySlot = ({ lang, zone }: Ground, { at, minutes }: Slot): string => {
  const said = words(lang)
  const clock = said.meetings.at(clockTime(lang, at, zone), zoneName(lang, zone, at))
  return said.letters.slot(weekdayDate(lang, at, zone), clock, said.meetings.length(minutes))
}

const meetingValues = (ground: Ground) => {
  const { slots } = ground.item.detail
  const slot = agreedSlot(ground.item.detail)
  return {
    slot: slot === null ? null : saySlot(ground, slot),
    slots: (Array.isArray(slots) ? slots : []).filter(isSlot).map(each => saySlot(ground, each)),
    reason: reasonOf(ground),
  }
}

/** The stages that have a date, by the season's order: the last day of each and what it is for. */
const datesOf = ({ season, lang, at }: Ground, dates: StageDates) =>
  (season?.stages ?? []).flatMap(({ id, name }) => {
    const date = dates[id]
    return date == null ? [] : [{ day: plainDate(lang, date, at), name: name[lang] }]
  })

const receiptValues = (ground: Ground) => {
  const { item, lang, zone, at, facts } = ground
  const said = words(lang).letters
  const of = item.detail.of as ReceiptOf
  const proof = facts.proofs.get(`${item.root} ${item.step}`)
  const did = said.did[of]
  const about = pairIn(item.key)
  const other = String(commonValues({ ...ground, item: { ...item, detail: { about } } }).about)
  const when = proof?.at ?? item.openedAt
  return {
    what:
      of === 'review.submit'
        ? said.reviewOf(did, other)
        : of === 'recommendations.send'
          ? said.advised(did, other)
          : did,
    time: `${dateTime(lang, when, zone, at)} ${zoneName(lang, zone, when)}`,
    record: item.step,
    hash: proof?.hash ?? '',
    checksum: textIn(item.detail.sha256),
    documents: (proof?.versions ?? []).map(({ slot, version, sha256 }) => ({
      name: slotName(ground, slot),
      version,
      checksum: sha256,
    })),
  }
}

/** What the template of each kind may say beside the common values. */
export const valuesOfEvent = (ground: Ground): Record<string, unknown> => {
  const { item, lang, at, table, season } = ground
  const { detail, kind } = item
  const said = words(lang)
  switch (kind) {
    case 'meetingProposed':
    case 'meetingAgreed':
    case 'meetingMoved':
    case 'meetingCancelled':
      return meetingValues(ground)
    case 'meetingRecorded':
      return { days: season?.workingDays.minutesSilence ?? 0 }
    case 'pairsPublished':
      return { dates: datesOf(ground, table?.dates ?? {}) }
    case 'datesMoved':
      return { dates: datesOf(ground, (detail.dates ?? {}) as StageDates), reason: reasonOf(ground) }
    case 'packageReturned': {
      const slots = Array.isArray(detail.slots) ? detail.slots : []
      return { documents: slots.map(slot => slotName(ground, String(slot))), reason: reasonOf(ground) }
    }
    case 'fileReturned': {
      const parts: Readonly<Record<string, string>> = said.letters.parts
      return { part: parts[String(detail.part)] ?? '', reason: reasonOf(ground) }
    }
    case 'extensionGiven': {
      const act: Readonly<Record<string, { todo: string }>> = said.letterActs
      const day = textIn(detail.date)
      return {
        day: day === null ? '' : plainDate(lang, day, at),
        what: act[String(detail.act)]?.todo ?? '',
        reason: reasonOf(ground),
      }
    }
    case 'schoolLeft':
    case 'schoolReturned':
    case 'closedOneSided':
      return { own: aboutOf(ground) === item.seat, reason: reasonOf(ground) }
    case 'meetingNotHeld':
    case 'partReturned':
    case 'pairDissolved':
      return { reason: reasonOf(ground) }
    case 'actedFor': {
      const happened: Readonly<Record<string, string>> = said.acts.happened
      return { what: happened[String(detail.of)] ?? '', reason: reasonOf(ground, 'behalf') }
    }
    case 'seal': {
      const day = textIn(detail.day)
      return {
        day: day === null ? '' : plainDate(lang, day, at),
        hash: textIn(detail.hash) ?? '',
        histories: Number(detail.roots ?? 0),
      }
    }
    case 'receipt':
      return receiptValues(ground)
    default:
      return {}
  }
}
