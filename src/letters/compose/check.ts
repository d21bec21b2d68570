import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Template } from '../../words/catalogue/letter-rungs.ts'
import type { Lang } from '../../words/index.ts'
import { signInMark } from '../types.ts'
import { compile, engineOf, render, type Values } from './liquid.ts'
import { printMarkdown } from './markdown.ts'
import { sampleFacts } from './sample-facts.ts'
import { samplesOf } from './samples.ts'
import { ownTexts } from './templates.ts'
import { patience, valuesOfLetter } from './write.ts'

type Field = keyof Template

/**
 * What is wrong with a template: where, and what stands in the way. `name`: the tag, the filter, the value, the fragment, or the sample on which
 * it went wrong.
 */
export type TemplateFault = {
  readonly field: Field
  readonly code:
    | 'empty'
    | 'long'
    | 'tag'
    | 'filter'
    | 'unclosed'
    | 'syntax'
    | 'value'
    | 'emptySubject'
    | 'noLink'
    | 'linkInSubject'
    | 'fails'
  readonly line: number | null
  readonly name: string
}

/** Longest texts, in characters: the subject is one line of a list of letters. */
export const longest: Readonly<Record<Field, number>> = { subject: 600, body: 8000 }

const fields: readonly Field[] = ['subject', 'body']

const lineOf = (caught: unknown): number | null => {
  const token = typeof caught === 'object' && caught !== null ? Reflect.get(caught, 'token') : null
  const position = typeof token?.getPosition === 'function' ? token.getPosition() : null
  return Array.isArray(position) && typeof position[0] === 'number' ? position[0] : null
}

const patterns: readonly [RegExp, TemplateFault['code']][] = [
  [/^tag "([^"]*)" not found/, 'tag'],
  [/^undefined filter: ([^,]*)/, 'filter'],
  [/^(?:tag|output) "?(.*?)"? not closed/s, 'unclosed'],
  [/^undefined variable: ([^,]*)/, 'value'],
]

const faultOf = (field: Field, caught: unknown, otherwise: 'syntax' | 'fails'): TemplateFault => {
  const message = caught instanceof Error ? caught.message : String(caught)
  const line = lineOf(caught)
  for (const [pattern, code] of patterns) {
    const name = pattern.exec(message)?.[1]
    if (name !== undefined) return { field, code, line, name }
  }
  return { field, code: otherwise, line, name: otherwise === 'syntax' ? message.replace(/, line:.*/s, '') : '' }
}

const parsingFaults = (template: Template): TemplateFault[] =>
  fields.flatMap((field): TemplateFault[] => {
    const source = template[field]
    if (source.trim() === '') return [{ field, code: 'empty', line: null, name: '' }]
    if (source.length > longest[field]) return [{ field, code: 'long', line: null, name: '' }]
    try {
      engineOf(field).parse(source)
      return []
    } catch (caught) {
      return [faultOf(field, caught, 'syntax')]
    }
  })

const unknownValues = (template: Template, known: ReadonlySet<string>): TemplateFault[] =>
  fields.flatMap(field => {
    const engine = engineOf(field)
    const { globals } = engine.analyzeSync(engine.parse(template[field]))
    return Object.entries(globals)
      .filter(([name]) => !known.has(name))
      .map(([name, [first]]): TemplateFault => ({ field, code: 'value', line: first?.location.row ?? null, name }))
  })

type Trial = { readonly name: string; readonly values: Values }

const trial = (lang: Lang, template: Template, { name, values }: Trial): TemplateFault[] => {
  try {
    const { subject, body } = render(compile(lang, template), values, patience)
    return [
      ...(subject === '' ? [{ field: 'subject', code: 'emptySubject', line: null, name } as const] : []),
      ...(subject.includes(signInMark) ? [{ field: 'subject', code: 'linkInSubject', line: null, name } as const] : []),
      ...(printMarkdown(body).html.includes(`href="${signInMark}"`)
        ? []
        : [{ field: 'body', code: 'noLink', line: null, name } as const]),
    ]
  } catch (caught) {
    return [faultOf('body', caught, 'fails')]
  }
}

const trialsOf = (lang: Lang, name: string, season: SeasonDefinition, at: string): Trial[] => {
  const desk = { publicUrl: 'https://example.org', from: '', facts: sampleFacts(lang, season), templates: ownTexts, at }
  return samplesOf(lang, name, season, at).flatMap(sample => {
    const values = valuesOfLetter(desk, sample.draft)
    const whole = { name: sample.name, values }
    return 'grouped' in values ? [whole, { name: sample.name, values: { ...values, grouped: true } }] : [whole]
  })
}

/** The values that a template may print, by name, in their order. */
export const valueNames = (lang: Lang, name: string, season: SeasonDefinition, at: string): string[] => [
  ...new Set(trialsOf(lang, name, season, at).flatMap(({ values }) => Object.keys(values))),
]

/** What keeps a changed template from being used, tried on everything that its letters may meet; empty when all is well. */
export const checkTemplate = (
  lang: Lang,
  name: string,
  template: Template,
  season: SeasonDefinition,
  at: string,
): TemplateFault[] => {
  const unparsed = parsingFaults(template)
  if (unparsed.length > 0) return unparsed
  const unknown = unknownValues(template, new Set(valueNames(lang, name, season, at)))
  if (unknown.length > 0) return unknown
  const [first, ...rest] = trialsOf(lang, name, season, at).flatMap(each => trial(lang, template, each))
  return first === undefined ? [] : [first, ...rest.filter(({ code }) => code !== first.code).slice(0, 1)]
}
