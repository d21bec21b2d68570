import { Liquid, type Template as Parsed } from 'liquidjs'
import type { Template } from '../../words/catalogue/letter-rungs.ts'
import type { Lang } from '../../words/index.ts'
import { typesetTemplate } from '../../words/liquid.ts'
import { counted } from '../../words/plural.ts'

/** Markdown that is already made: it is printed as it is. */
export class Made {
  readonly markdown: string
  constructor(markdown: string) {
    this.markdown = markdown
  }
}

const oneLine = (text: string): string =>
  /[\r\n]/.test(text)
    ? text
        .split(/[\r\n]+/)
        .map(line => line.trim())
        .join(' ')
        .trim()
    : text

/** What people wrote stays words: no sign of theirs becomes a heading, a link or a list, and no line ends inside it. */
export const escapeMarkdown = (text: string): string => oneLine(text).replace(/[\\`*_[\]()<>#+\-.!~|&=]/g, '\\$&')

/** No text of a person's is quoted longer than this; the page has it whole. */
const longest = 600

const shortened = (value: unknown): string => {
  const text = value === null || value === undefined ? '' : String(value)
  return text.length > longest ? `${text.slice(0, longest).trimEnd()}…` : text
}

/** The filters that a template may use; none of them reads a clock, a file or chance. */
const filters = [
  'size',
  'join',
  'first',
  'last',
  'upcase',
  'downcase',
  'capitalize',
  'default',
  'plus',
  'minus',
  'truncate',
]
const tags = ['assign', 'for', 'if', 'unless', 'case', 'comment', 'break', 'continue', '#']

/** «3 дела», "3 things": a number with its noun, whose forms follow it. */
const withNoun = (n: unknown, ...forms: readonly string[]): string => {
  const [one = '', few = '', many] = forms
  const number = Number(n)
  return many === undefined ? counted('en', number, [one, few]) : counted('ru', number, [one, few, many])
}

const engineWith = (outputEscape: (value: unknown) => string): Liquid => {
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    templates: {},
    parseLimit: 20_000,
    memoryLimit: 200_000,
    outputEscape,
  })
  for (const name of Object.keys(engine.filters)) if (!filters.includes(name)) delete engine.filters[name]
  for (const name of Object.keys(engine.tags)) if (!tags.includes(name)) delete engine.tags[name]
  engine.registerFilter('counted', withNoun)
  return engine
}

const bodies = engineWith(value => (value instanceof Made ? value.markdown : escapeMarkdown(shortened(value))))
const subjects = engineWith(shortened)

export type Compiled = { readonly subject: readonly Parsed[]; readonly body: readonly Parsed[] }

export type Values = Readonly<Record<string, unknown>>

/** Of a template's field: the engine that prints it. */
export const engineOf = (field: keyof Template): Liquid => (field === 'subject' ? subjects : bodies)

const known = new Map<string, Compiled>()
const lately = new WeakMap<Template, Compiled>()

/** Parses a template, once for the same source; throws liquidjs' errors. */
export const compile = (lang: Lang, template: Template): Compiled => {
  const compiled = lately.get(template) ?? compileSource(lang, template)
  lately.set(template, compiled)
  return compiled
}

// Changed texts are read anew with every batch of letters, and are the same mostly.
const compileSource = (lang: Lang, { subject, body }: Template): Compiled => {
  const key = `${lang}\0${subject}\0${body}`
  const found = known.get(key)
  if (found !== undefined) return found
  const compiled = {
    subject: subjects.parse(typesetTemplate(lang, subject)),
    body: bodies.parse(typesetTemplate(lang, body)),
  }
  if (known.size > 1000) known.clear()
  known.set(key, compiled)
  return compiled
}

/** Prints a template with these values: the subject as one line of plain text, the body as Markdown. `limit` is in milliseconds. */
export const render = (
  { subject, body }: Compiled,
  values: Values,
  limit?: number,
): { subject: string; body: string } => {
  const options = limit === undefined ? {} : { renderLimit: limit }
  return {
    subject: oneLine(String(subjects.renderSync([...subject], values, options))).trim(),
    body: String(bodies.renderSync([...body], values, options)),
  }
}
