import type { LetterRole } from '../../../workflows/letters/kinds.ts'
import type { Act } from '../../../workflows/machines/duty.ts'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Lang } from '../../words/index.ts'
import type { Draft, Item } from '../types.ts'
import type { Facts, School, Table } from './facts.ts'

/** For whom a text is: the school itself, its curator, or who answers for its territory. */
export const readers = ['school', 'curator', 'coordinator'] as const
export type ReaderKind = (typeof readers)[number]

/** A role that may be held by nobody. */
export type StandIn = 'school' | 'curator' | 'municipalCoordinator' | 'regionalCoordinator'

const ladder: readonly LetterRole[] = [
  'school',
  'curator',
  'municipalCoordinator',
  'regionalCoordinator',
  'federalCoordinator',
]

/** Of the roles that something was meant for, the one that this reader stands in for; null where it was meant for the reader, too. */
export const standInFor = (meant: readonly StandIn[], role: LetterRole): StandIn | null => {
  if (meant.some(each => each === role)) return null
  return (
    meant
      .toSorted((one, other) => ladder.indexOf(other) - ladder.indexOf(one))
      .find(each => ladder.indexOf(each) < ladder.indexOf(role)) ?? null
  )
}

/** Where a deadline lies: ahead, on the reader's very day, or behind. */
export type Phase = 'before' | 'today' | 'after'

/** One thing that a letter tells: by which template, with which values, and where it leads. */
export type Matter = {
  readonly item: Item
  readonly template: string
  readonly reader: ReaderKind
  readonly phase: Phase | null
  /** The path of its page. */
  readonly path: string
  readonly values: Readonly<Record<string, unknown>>
  /** The role in whose place its reader gets it, for nobody holds that one (rules 9). */
  readonly standIn: StandIn | null
}

/** All that the words of one item are taken from. */
export type Ground = {
  readonly facts: Facts
  readonly publicUrl: string
  readonly item: Item
  readonly lang: Lang
  readonly zone: string
  readonly at: string
  readonly reader: ReaderKind
  readonly table: Table | null
  readonly season: SeasonDefinition | null
}

const readerKinds: Readonly<Record<LetterRole, ReaderKind>> = {
  school: 'school',
  actor: 'school',
  curator: 'curator',
  municipalCoordinator: 'coordinator',
  regionalCoordinator: 'coordinator',
  federalCoordinator: 'coordinator',
}

export const groundOf = (
  facts: Facts,
  publicUrl: string,
  { lang, zone }: Pick<Draft, 'lang' | 'zone'>,
  item: Item,
  at: string,
): Ground => {
  const table = facts.tables.get(item.root) ?? null
  const season = facts.seasons.get(table?.definition ?? '') ?? null
  return { facts, publicUrl, item, lang, zone, at, reader: readerKinds[item.role], table, season }
}

export const schoolOf = ({ facts, item }: Pick<Ground, 'facts' | 'item'>): School | null =>
  facts.schools.get(item.school ?? '') ?? null

const nameAt = ({ facts, table }: Ground, seat: number): string => {
  const school = table?.seats.find(each => each.seat === seat)?.school
  return facts.schools.get(school ?? '')?.name ?? ''
}

/** The seat that an item is about beside its own, as its detail says. */
export const aboutOf = ({ item: { detail } }: Pick<Ground, 'item'>): number | null =>
  typeof detail.about === 'number' ? detail.about : null

/** Of the others at the table those who still take part; where none is left, whoever was there. */
const partnerOf = (ground: Ground): string => {
  const others = (ground.table?.seats ?? []).filter(({ seat }) => seat !== ground.item.seat)
  const here = others.filter(({ standing }) => standing !== 'withdrawn')
  return (here.length > 0 ? here : others).map(({ seat }) => nameAt(ground, seat)).join(', ')
}

/** What every template may say. `link` and `grouped` are set when the letter is put together. */
export const commonValues = (ground: Ground): Record<string, unknown> => {
  const about = aboutOf(ground)
  const partner = partnerOf(ground)
  return {
    school: schoolOf(ground)?.name ?? '',
    partner,
    about: about === null ? partner : nameAt(ground, about),
    reader: ground.reader,
    season: ground.season?.name[ground.lang] ?? '',
    grouped: false,
    link: '',
  }
}

const pair = (root: string) => `/partnerships/${root}`
const review = (root: string, from: number, to: number | null) =>
  to === null ? pair(root) : `${pair(root)}/assignments/${from}/${to}`

/** Paths of the pages that letters lead to. */
export const paths = {
  pair,
  review,
  recommendations: (root: string, from: number, to: number | null) =>
    to === null ? pair(root) : `${review(root, from, to)}/recommendations`,
  package: (root: string, seat: number) => `${pair(root)}/seats/${seat}/package`,
  file: (root: string, seat: number) => `${pair(root)}/seats/${seat}/file`,
  meeting: (root: string) => `${pair(root)}/meeting`,
  manage: (root: string) => `${pair(root)}/manage`,
  people: (school: string | null) => (school === null ? '/territory' : `/schools/${school}/people`),
}

/** Where a duty is done. */
export const pathOfAct = (act: Act, root: string, seat: number, about: number | null): string => {
  switch (act) {
    case 'signIn':
      return pair(root)
    case 'package':
    case 'resend':
      return paths.package(root, seat)
    case 'review':
    case 'rewrite':
      return review(root, seat, about)
    case 'recommendations':
      return paths.recommendations(root, seat, about)
    case 'meeting':
    case 'talk':
      return paths.meeting(root)
    case 'finalFile':
    case 'correction':
      return paths.file(root, seat)
  }
}
