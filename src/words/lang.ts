/** The languages the pages, letters and files are written in. */
export type Lang = 'ru' | 'en'

export const LANGS: readonly Lang[] = ['ru', 'en']
