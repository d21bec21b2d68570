import type { Lang } from './lang.ts'
import { typeset } from './typography.ts'

/** Sources of letters, in groups: Liquid whose output is Markdown. */
export type Sources = { readonly [key: string]: string | Sources }

/** Stands for a tag while the words around it are typeset: a letter of the private use area. */
const HOLE = '\uE000'

/** Liquid's tags, and where a link leads. */
const tag = /\{\{.*?\}\}|\{%.*?%\}|\]\([^)]*\)/gs

/** The words of a template, typeset; its tags stay as they are. Doing it twice changes nothing. */
export const typesetTemplate = (lang: Lang, source: string): string => {
  const tags = source.match(tag) ?? []
  let next = 0
  return typeset(lang, source.replace(tag, HOLE)).replaceAll(HOLE, () => tags[next++] ?? '')
}

const typesetAll = <S extends Sources>(lang: Lang, sources: S): S =>
  Object.fromEntries(
    Object.entries(sources).map(([key, source]) => [
      key,
      typeof source === 'string' ? typesetTemplate(lang, source) : typesetAll(lang, source),
    ]),
  ) as S

/** One area of the catalogue that holds templates: `en` must have exactly the keys of `ru`, or it does not compile. */
export const templateTwin = <S extends Sources>(ru: S, en: NoInfer<S>): Readonly<Record<Lang, S>> => ({
  ru: typesetAll('ru', ru),
  en: typesetAll('en', en),
})
