import { sql } from 'kysely'
import type { Database, Transaction } from '../../db/pool.ts'
import type { Template } from '../../words/catalogue/letter-rungs.ts'
import { type Lang, words } from '../../words/index.ts'
import { readers } from './matter.ts'

/** The catalogue's own templates, by their names: `digest`, an event's kind, or `rung.<act>.<reader>`. */
const originalsOf = (lang: Lang): ReadonlyMap<string, Template> => {
  const said = words(lang)
  const rungs = Object.entries(said.letterRungs).flatMap(([act, byReader]) =>
    readers.map(reader => [`rung.${act}.${reader}`, byReader[reader]] as const),
  )
  const events = Object.entries({ ...said.letterPairs, ...said.letterEvents, ...said.letterMeetings })
  return new Map<string, Template>([...events, ...rungs])
}

const originals: Readonly<Record<Lang, ReadonlyMap<string, Template>>> = {
  ru: originalsOf('ru'),
  en: originalsOf('en'),
}

/** The names of all templates: the digest, what happened, then the duties in their order. */
export const templateNames: readonly string[] = [...originals.ru.keys()]

/** The catalogue's text; undefined where there is no such template. */
export const originalOf = (lang: Lang, name: string): Template | undefined => originals[lang].get(name)

/** A template as letters are written by it now. `changed`: it is the federal coordinator's. `version` is 0 as long as nobody changed it. */
export type Current = {
  readonly template: Template
  readonly changed: boolean
  readonly version: number
  readonly at: string | null
}

export type Templates = (lang: Lang, name: string) => Current

const missing = (name: string): never => {
  throw new Error(`There is no template «${name}»`)
}

type Row = { kind: string; lang: Lang; version: number; subject: string; body: string; at: string }

/** Reads the texts that stand in place of the catalogue's: the newest version of each. One without a subject goes back to the original. */
export const readTemplates = async (db: Database | Transaction): Promise<Templates> => {
  const { rows } = await sql<Row>`
    SELECT DISTINCT ON (kind, lang) kind, lang, version, subject, body, at
    FROM letter_template ORDER BY kind, lang, version DESC
  `.execute(db)
  const newest = new Map(rows.map(row => [`${row.lang} ${row.kind}`, row]))
  return (lang, name) => {
    const row = newest.get(`${lang} ${name}`)
    const original = originalOf(lang, name) ?? missing(name)
    const changed = row !== undefined && row.subject !== ''
    return { template: changed ? row : original, changed, version: row?.version ?? 0, at: row?.at ?? null }
  }
}

/** Texts of the catalogue alone. */
export const ownTexts: Templates = (lang, name) => ({
  template: originalOf(lang, name) ?? missing(name),
  changed: false,
  version: 0,
  at: null,
})
