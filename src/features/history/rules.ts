import type { Act as DutyAct } from '../../../workflows/machines/duty.ts'
import type { Opened } from '../access/open.ts'

/** What the entries of a history are about, by the events' names as SQL patterns. */
export const kinds = {
  package: ['package.%'],
  review: ['review.%'],
  recommendations: ['recommendations.%'],
  meeting: ['meeting.%', 'silence'],
  file: ['file.%'],
  dates: ['due', 'duty.extend', 'partnership.moveDates'],
  pair: ['founded', 'seat.signIn', 'partnership.%'],
} as const satisfies Record<string, readonly string[]>

export type Kind = keyof typeof kinds

export const isKind = (kind: string): kind is Kind => Object.hasOwn(kinds, kind)

/** The acts for which a school has a receipt (rules 26). */
export const proofs: readonly string[] = [
  'package.send',
  'review.submit',
  'recommendations.send',
  'recommendations.answer',
  'file.upload',
]

/** Which duty, or whose review, a thing's key names beside its seat. */
export const aboutOf = (key: string): { readonly act: DutyAct | null; readonly about: number | null } => {
  const duty = /^duty\/\d+\/(\w+)(?:\/(\d+))?$/.exec(key)
  if (duty !== null) {
    const act = (duty[1] ?? null) as DutyAct | null
    return { act, about: act === 'review' || act === 'recommendations' || act === 'talk' ? Number(duty[2]) : null }
  }
  const other = /^assignment\/\d+-(\d+)$/.exec(key)?.[1]
  return { act: null, about: other === undefined ? null : Number(other) }
}

type Reasoned = { readonly type: string; readonly seat: number | null; readonly part: string | null }

/**
 * Whether the reasons of an act are for this reader: those of a school's own file and of its extensions are the school's and its officers'; a
 * return that names the partner's part is the partner's too. All others everybody concerned reads (rules 12, 16, 17).
 */
export const isConcerned = ({ may }: Pick<Opened, 'may'>, { type, seat, part }: Reasoned): boolean => {
  if (type.startsWith('file.')) return part === 'partner' || may('file.read', seat) !== null
  return type === 'duty.extend' ? may('school.read', seat) !== null : true
}
