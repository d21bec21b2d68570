import type { SeasonDefinition } from '../../../workflows/season.ts'
import { type Lang, words } from '../../words/index.ts'
import { plainDate } from '../../words/time.ts'
import type { Entry } from './history-query.ts'

/** What names an entry's schools and documents. */
export type Names = {
  readonly lang: Lang
  readonly at: string
  readonly schools: ReadonlyMap<number, string>
  readonly season: Pick<SeasonDefinition, 'package'>
  readonly programmes: ReadonlyMap<string, string>
}

const wordIn = (said: Readonly<Record<string, string>>, code: string | null): string =>
  code === null ? '' : (said[code] ?? code)

/** An entry as one sentence, with the schools it concerns by name. */
export const sentenceOf = ({ lang, at, schools }: Names, it: Entry): string => {
  const { history, home, acts } = words(lang)
  const nameOf = (seat: number | null) => (seat === null ? '' : (schools.get(seat) ?? ''))
  const [school, other] = [nameOf(it.seat), nameOf(it.about)]
  const date = it.date === null ? '' : plainDate(lang, it.date, at)
  const { says } = history
  const what = wordIn(home.acts, it.act)
  const due = other === '' ? what : `${what} (${other})`
  const said: Readonly<Record<string, string | ((...names: string[]) => string)>> = says
  const sentence = said[it.type]
  if (sentence === undefined) return wordIn(acts.happened, it.type)
  if (typeof sentence === 'string') return sentence
  switch (it.type) {
    case 'founded':
      return sentence([...schools.values()].join(', '))
    case 'file.return':
      return sentence(school, wordIn(history.parts, it.part))
    case 'meeting.record':
      return sentence(date)
    case 'due':
    case 'duty.extend':
      return sentence(school, due, date)
    default:
      return sentence(school, other)
  }
}

/** The names of the slots that a return names. */
export const slotNames = ({ lang, season, programmes }: Names, slots: readonly string[]): string =>
  slots
    .map(slot => {
      const [id, programme] = slot.split('/')
      const title = programme === undefined ? undefined : programmes.get(programme)
      if (title !== undefined) return words(lang).packages.programmes.heading(title)
      return season.package.find(candidate => candidate.id === id)?.name[lang] ?? slot
    })
    .join(', ')
