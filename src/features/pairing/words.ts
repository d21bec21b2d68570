/** A sentence for people, in both languages. */
export type Words = { readonly ru: string; readonly en: string }

/** A language that people read it in. */
export type Language = keyof Words
