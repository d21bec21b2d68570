import { dueInstant, localDate } from '../../../workflows/deadlines.ts'
import type { LetterKind, LetterRole } from '../../../workflows/letters/kinds.ts'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Lang } from '../../words/index.ts'
import type { Draft, Item } from '../types.ts'
import { ids, person, schoolId, sum, zone } from './sample-facts.ts'

/** A sample of a letter, with a name that tells it from its sisters. */
export type Sample = { readonly name: string; readonly draft: Draft }

type Some = Partial<Item> & { readonly role?: LetterRole }

const itemOf = (kind: LetterKind, at: string, rest: Some): Item => ({
  entry: 1,
  kind,
  root: ids.root,
  key: '',
  step: 12,
  role: 'school',
  seat: 1,
  school: schoolId(1),
  deadline: null,
  detail: {},
  openedAt: at,
  ...rest,
})

const roles: Readonly<Record<string, LetterRole>> = {
  school: 'school',
  curator: 'curator',
  coordinator: 'municipalCoordinator',
}

const dueIn = (at: string, days: number): string =>
  dueInstant(Temporal.PlainDate.from(localDate(at, zone)).add({ days }).toString(), zone)

const rungAt = (at: string, act: string, reader: string, days: number): Item =>
  itemOf('rung', at, {
    key: `duty/1/${act}/2`,
    step: reader === 'coordinator' ? 3 : -days,
    role: roles[reader] ?? 'school',
    deadline: dueIn(at, days),
    detail: { act, about: 2 },
  })

const reason = { reason: { id: ids.reason } }
const about = { about: 2 }

const meetingDetail = (at: string) => {
  const slot = { at: new Date(Date.parse(dueIn(at, 4)) + 11 * 3_600_000).toISOString(), minutes: 60 }
  return { sequence: 1, slot, slots: [slot, { ...slot, at: new Date(Date.parse(slot.at) + 86_400_000).toISOString() }] }
}

/** Of each kind what its letter may meet; a kind that is not here has one letter. */
const eventSamples = (kind: LetterKind, at: string, season: SeasonDefinition): Readonly<Record<string, Some>> => {
  const meeting = meetingDetail(at)
  const withReason = { withReason: { detail: { ...about, ...reason } }, without: { detail: about } }
  switch (kind) {
    case 'pairsPublished':
      return { school: {}, curator: { role: 'curator' } }
    case 'packageReturned':
      return { withReason: { detail: { slots: season.package.map(({ id }) => id), ...reason } } }
    case 'meetingProposed':
      return { proposed: { key: 'meeting', detail: { ...meeting, slot: null } } }
    case 'meetingAgreed':
      return { agreed: { key: 'meeting', detail: { ...meeting, slots: [] } } }
    case 'meetingMoved':
      return { moved: { key: 'meeting', detail: { ...meeting, sequence: 2 } } }
    case 'meetingCancelled':
      return {
        cancelled: { key: 'meeting', detail: { ...meeting, slots: [], sequence: 2, ...reason } },
        declined: { key: 'meeting', detail: { slots: [], slot: null, sequence: 2 } },
      }
    case 'fileToConfirm':
      return { curator: { role: 'curator' } }
    case 'fileReturned':
      return { withReason: { detail: { part: 'scan', ...reason } }, without: { detail: { part: 'minutes' } } }
    case 'extensionGiven':
      return { withReason: { detail: { act: 'package', about: null, date: localDate(dueIn(at, 9), zone), ...reason } } }
    case 'datesMoved':
      return {
        withReason: {
          detail: { dates: Object.fromEntries(season.stages.map(({ id, deadline }) => [id, deadline])), ...reason },
        },
      }
    case 'schoolLeft':
    case 'schoolReturned':
    case 'closedOneSided':
      return { ...withReason, own: { detail: { about: 1, ...reason } } }
    case 'actedFor':
      return { withReason: { detail: { of: 'package.send', behalf: { id: ids.reason } } } }
    case 'addressFails':
      return { coordinator: { role: 'municipalCoordinator' } }
    case 'seal':
      return {
        federal: {
          role: 'federalCoordinator',
          seat: 0,
          school: null,
          detail: { day: localDate(at, zone), hash: sum('c'), roots: 1500 },
        },
      }
    case 'receipt':
      return {
        package: { role: 'actor', key: 'seat/1', detail: { of: 'package.send', sha256: null } },
        review: { role: 'actor', key: 'assignment/1-2', step: 13, detail: { of: 'review.submit', sha256: sum('d') } },
        recommendations: {
          role: 'actor',
          key: 'assignment/1-2',
          step: 13,
          detail: { of: 'recommendations.send', sha256: sum('d') },
        },
        file: { role: 'actor', key: 'seat/1', step: 13, detail: { of: 'file.upload', sha256: sum('d') } },
      }
    case 'meetingNotHeld':
    case 'partReturned':
    case 'pairDissolved':
      return withReason
    default:
      return { usual: { detail: about } }
  }
}

const manySchools = (at: string, days: number, from: number, n: number): Item[] =>
  Array.from({ length: n }, (_, index) => ({
    ...rungAt(at, 'package', 'coordinator', days),
    entry: from + index,
    key: `duty/${from + index}/package`,
    school: schoolId(from + index),
  }))

const digests = (at: string): Readonly<Record<string, readonly Item[]>> => ({
  school: [
    rungAt(at, 'package', 'school', -1),
    rungAt(at, 'meeting', 'school', 0),
    rungAt(at, 'review', 'school', 7),
    itemOf('packageSent', at, { detail: about }),
  ].map((item, entry) => ({ ...item, entry })),
  curator: [
    rungAt(at, 'package', 'curator', -1),
    { ...rungAt(at, 'package', 'curator', -1), school: schoolId(2), seat: 2 },
    itemOf('fileToConfirm', at, { role: 'curator' }),
  ].map((item, entry) => ({ ...item, entry })),
  coordinator: [...manySchools(at, -3, 1, 12), rungAt(at, 'signIn', 'coordinator', -3)],
  manyPlaces: manySchools(at, -3, 1, 24),
})

/** Letters by which a template can be looked at and tried: every turn that its words can take. */
export const samplesOf = (lang: Lang, name: string, season: SeasonDefinition, at: string): Sample[] => {
  const draft = (items: readonly Item[]): Draft => ({ id: ids.root, person, lang, zone, class: 'ordinary', items })
  const [kind = '', act = '', reader = ''] = name.split('.')
  if (kind === 'digest')
    return Object.entries(digests(at)).map(([each, items]) => ({ name: each, draft: draft(items) }))
  if (kind === 'rung')
    return Object.entries({ before: 3, today: 0, after: -1 }).map(([phase, days]) => ({
      name: phase,
      draft: draft([rungAt(at, act, reader, days)]),
    }))
  return Object.entries(eventSamples(kind as LetterKind, at, season)).map(([each, rest]) => ({
    name: each,
    draft: draft([itemOf(kind as LetterKind, at, rest)]),
  }))
}
