import type { Lang } from './lang.ts'

/**
 * Our own words, typeset: no line ends after a short word, before a dash, or between a number and what it counts; «№ 21» and
 * «10 000» stay whole; a number of five digits or more is divided by thousands. Only for words of the catalogue: what people
 * wrote is theirs. Doing it twice changes nothing.
 */
export function typeset(lang: Lang, text: string): string {
  return binders[lang].reduce((so, pattern) => so.replace(pattern, NBSP), divided(lang, text))
}

const NBSP = '\u00A0'

/** A number after «№» is a name; beside a letter, a colon, a dot or a hyphen it is part of a code, a time, a date or a version. */
const longNumber = /(?<![\p{L}\p{N}:.,+№§#_/-]|[№§#][ \u00A0])\d{5,}(?![\p{L}\p{N}:_/-]|[.,]\d)/gu

function divided(lang: Lang, text: string): string {
  return text.replace(longNumber, digits => digits.replace(/\B(?=(?:\d{3})+$)/g, lang === 'ru' ? NBSP : ','))
}

/** Whole words that lean on the next one. A short name in capitals («СШ», «ИС») does not. */
const after = (words: string) => new RegExp(`(?<=(?<![\\p{L}\\p{N}\u2019-])(?:${words})) (?=\\S)`, 'gu')

/** What does not lean on the next word but on the one before. */
const particles = 'бы|б|же|ж|ли|ль'

const shared: readonly RegExp[] = [
  / (?=[—–](?:\s|$))/gu,
  /(?<=(?<!\d)\d{1,3}(?:[ \u00A0]\d{3})*) (?=\d{3}(?!\d))/gu,
  /(?<=(?<![\p{L}\p{N}:.,])\d+(?:[.,]\d+)?) (?=[\p{L}%°])/gu,
]

/** Each finds the spaces at which no line may end. */
const binders: Readonly<Record<Lang, readonly RegExp[]>> = {
  ru: [
    ...shared,
    /(?<=[№§]) (?=\S)/gu,
    new RegExp(` (?=(?:${particles})(?!\\p{L}))`, 'giu'),
    /(?<=(?<!\p{L})\p{Lu}\.) (?=\p{Lu})/gu,
    after('(?:им|г|ул|д|стр|т)\\.'),
    after(`(?!(?:${particles}) )\\p{L}\\p{Ll}?|[Бб]ез|[Дд]ля|[Ии]ли|[Нн]ад|[Пп]од|[Пп]ри|[Пп]ро`),
  ],
  en: [...shared, /(?<=(?<!\p{L})No\.) (?=\d)/gu, after('\\p{L}\\p{Ll}?|[Tt]he')],
}
