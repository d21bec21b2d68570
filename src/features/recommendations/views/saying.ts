import type { PageFrame } from '../../../http/frame.ts'
import { type Lang, words } from '../../../words/index.ts'
import { clockTime, plainDate, relativeTime } from '../../../words/time.ts'
import { type ListPage, nameIn } from '../page-query.ts'
import type { Version } from '../rules.ts'

/** How these pages speak: in the reader's language, by the reader's clock, of documents by their names. */
export type Saying = {
  readonly lang: Lang
  readonly clock: (at: string) => string
  readonly moment: (at: string) => string
  readonly date: (date: string) => string
  readonly document: (slot: string | null) => string
  /** Who wrote a version, to somebody of the same school. */
  readonly who: (version: Pick<Version, 'author' | 'name'>) => string
}

export const sayingOf = ({ lang, viewer, at }: PageFrame, page: Pick<ListPage, 'list' | 'programmes'>): Saying => {
  const zone = viewer?.zone ?? 'UTC'
  const said = words(lang).recommendations
  return {
    lang,
    clock: instant => clockTime(lang, instant, zone),
    moment: instant => relativeTime(lang, instant, zone, at),
    date: date => plainDate(lang, date, at),
    document: nameIn(lang, page),
    who: ({ author, name }) => (author === viewer?.personId ? said.you : (name ?? said.colleague)),
  }
}
