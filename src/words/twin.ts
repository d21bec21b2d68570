import type { Lang } from './lang.ts'
import { typeset } from './typography.ts'

/** What a catalogue may hold: a sentence, a sentence with typed parameters, or a group of these. */
export type Messages = { readonly [key: string]: string | ((...params: never[]) => string) | Messages }

/**
 * One area of the catalogue in both languages. `en` must have exactly the keys and parameters of `ru`, or it does not compile.
 * Plain sentences are typeset here, once; sentences with parameters are written with the tags `ru` and `en` below.
 */
export const twin = <M extends Messages>(ru: M, en: NoInfer<M>): Readonly<Record<Lang, M>> => ({
  ru: typesetAll('ru', ru),
  en: typesetAll('en', en),
})

/** Template tags for sentences with parameters: our own words are typeset, a string parameter (what a person wrote) is left alone. */
export const ru = sentence('ru')
export const en = sentence('en')

function typesetAll<M extends Messages>(lang: Lang, messages: M): M {
  const entries = Object.entries(messages).map(([key, said]) => {
    if (typeof said === 'string') return [key, typeset(lang, said)]
    return [key, typeof said === 'function' ? said : typesetAll(lang, said)]
  })
  return Object.fromEntries(entries)
}

/** Stands for a person's words while the sentence around them is typeset: a letter of the private use area. */
const STRANGER = '\uE000'

function sentence(lang: Lang) {
  return (ours: TemplateStringsArray, ...params: readonly (string | number)[]): string => {
    const theirs = params.filter(param => typeof param === 'string')
    const joined = ours.reduce((said, part, i) => {
      const param = params[i - 1]
      return `${said}${typeof param === 'string' ? STRANGER : (param ?? '')}${part}`
    })
    let next = 0
    return typeset(lang, joined).replaceAll(STRANGER, () => theirs[next++] ?? '')
  }
}
