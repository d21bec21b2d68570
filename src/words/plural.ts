import type { Lang } from './lang.ts'

/** The forms of a noun beside a number: «день, дня, дней», "day, days". */
export type Forms = {
  readonly ru: readonly [one: string, few: string, many: string]
  readonly en: readonly [one: string, other: string]
}

/** The form that `n` asks for; the number itself is not part of it. A fraction takes the form of «дня» and "days". */
export function plural<L extends Lang>(lang: L, n: number, forms: Forms[L]): string {
  return forms[position[lang][rules[lang].select(n)]] ?? forms[0]
}

/** The number and its noun, kept on one line: «12 345 школ». */
export function counted<L extends Lang>(lang: L, n: number, forms: Forms[L]): string {
  return `${numbers[lang].format(n)}\u00A0${plural(lang, n, forms)}`
}

const rules: Readonly<Record<Lang, Intl.PluralRules>> = {
  ru: new Intl.PluralRules('ru'),
  en: new Intl.PluralRules('en'),
}

const numbers: Readonly<Record<Lang, Intl.NumberFormat>> = {
  ru: new Intl.NumberFormat('ru', { useGrouping: 'min2' }),
  en: new Intl.NumberFormat('en', { useGrouping: 'min2' }),
}

const position: Readonly<Record<Lang, Readonly<Record<Intl.LDMLPluralRule, number>>>> = {
  ru: { one: 0, few: 1, many: 2, other: 1, zero: 2, two: 1 },
  en: { one: 0, other: 1, few: 1, many: 1, zero: 1, two: 1 },
}
