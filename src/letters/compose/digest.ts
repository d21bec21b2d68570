import { type Lang, words } from '../../words/index.ts'
import type { Draft } from '../types.ts'
import type { Facts, School } from './facts.ts'
import { escapeMarkdown } from './liquid.ts'
import type { Matter } from './matter.ts'
import { actOf } from './rung-matter.ts'

/** More of one kind than this become one list (engineering 20 keeps an entry for each). */
const mostAlone = 8
/** Longer lists tell places with their counts. */
const mostLines = 20

const phases = ['after', 'today', 'before']
const rank = ({ phase }: Matter) => (phase === null ? phases.length : phases.indexOf(phase))
const when = ({ item }: Matter) => item.deadline ?? item.openedAt

/** What is most pressing first: overdue, due today, by deadline, then what happened. */
const pressing = (one: Matter, other: Matter): number =>
  rank(one) - rank(other) ||
  (when(one) < when(other) ? -1 : when(one) > when(other) ? 1 : one.item.entry - other.item.entry)

const same = ({ item: { kind, root, key, step, seat } }: Matter) => [kind, root, key, step, seat].join(' ')

/** A part of a digest: things of one school, or a kind of which there are too many. */
export type Part =
  | { readonly type: 'school'; readonly school: string | null; readonly matters: readonly Matter[] }
  | { readonly type: 'fold'; readonly matters: readonly Matter[] }

/** What a digest tells, in its order; whoever holds two roles reads a thing once. */
export const arrange = (matters: readonly Matter[]): Part[] => {
  const sorted = [...new Map(matters.toSorted(pressing).map(matter => [same(matter), matter])).values()]
  const kinds = Map.groupBy(sorted, ({ template, phase }) => `${template} ${phase}`)
  const groups = Map.groupBy(sorted, ({ template, phase, item }) => {
    const kind = `${template} ${phase}`
    return (kinds.get(kind)?.length ?? 0) > mostAlone ? kind : `school ${item.school}`
  })
  return [...groups].map(([key, list]) =>
    key.startsWith('school ')
      ? { type: 'school', school: list[0]?.item.school ?? null, matters: list }
      : { type: 'fold', matters: list },
  )
}

const foldTitle = (lang: Lang, { template, item, phase }: Matter, n: number): string => {
  const said = words(lang)
  const { fold, names } = said.letters
  if (phase === null) return fold.event(names[template as keyof typeof names], n)
  const acts: Readonly<Record<string, { title: string; third: string }>> = said.letterActs
  const act = acts[actOf(item)]
  const third = act?.third ?? ''
  return phase === 'after'
    ? fold.after(third.charAt(0).toUpperCase() + third.slice(1), n)
    : fold.ahead(act?.title ?? '', n)
}

const lineOf = ({ lang }: Draft, { item, phase, values }: Matter, school: School | undefined): string => {
  const { fold } = words(lang).letters
  const name = school?.name ?? ''
  if (item.deadline === null) return name
  const date = String(values.day)
  return phase === 'after' ? fold.was(name, date) : fold.due(name, date)
}

/** By municipality; where there are more of them than a list can hold, by region. */
const places = (schools: readonly (School | undefined)[]): ReadonlyMap<string, number> => {
  const by = (place: (school: School | undefined) => string) =>
    new Map([...Map.groupBy(schools, place)].map(([name, list]) => [name, list.length]))
  const municipalities = by(school => school?.municipality ?? '')
  return municipalities.size > mostLines ? by(school => school?.region ?? '') : municipalities
}

const wholeList: Readonly<Record<Matter['reader'], string>> = {
  school: '/',
  curator: '/curator',
  coordinator: '/territory',
}

/** One list in place of many paragraphs: schools with their dates, or places with how many there are; and a way to all of them. */
export const foldMarkdown = (
  draft: Draft,
  matters: readonly Matter[],
  { facts, publicUrl }: { facts: Facts; publicUrl: string },
): string => {
  const [first] = matters
  if (first === undefined) return ''
  const said = words(draft.lang).letters
  const schools = matters.map(({ item }) => facts.schools.get(item.school ?? ''))
  const lines =
    matters.length > mostLines
      ? [...places(schools)].map(([place, n]) => said.fold.place(place, said.schools(n)))
      : matters.map((matter, index) => lineOf(draft, matter, schools[index]))
  const late = first.phase === 'after' && first.reader === 'coordinator' ? '?stand=overdue' : ''
  return `### ${escapeMarkdown(foldTitle(draft.lang, first, matters.length))}

${lines.map(line => `- ${escapeMarkdown(line)}`).join('\n')}

[${said.fold.all}](${publicUrl}${wholeList[first.reader]}${late})`
}
