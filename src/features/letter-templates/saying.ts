import { longest, type TemplateFault } from '../../letters/compose/check.ts'
import { type Lang, words } from '../../words/index.ts'

/** What a template's letter is called. */
export const templateName = (lang: Lang, kind: string): string => {
  const said = words(lang)
  const [type, act = '', reader = ''] = kind.split('.')
  const names: Readonly<Record<string, string>> = said.letters.names
  if (type !== 'rung') return names[kind] ?? kind
  const acts: Readonly<Record<string, { title: string }>> = said.letterActs
  const readers: Readonly<Record<string, string>> = said.letterTemplates.readers
  return said.letterTemplates.reminder(acts[act]?.title ?? act, readers[reader] ?? reader)
}

/** What a sample is called. */
export const sampleName = (lang: Lang, name: string): string => {
  const samples: Readonly<Record<string, string>> = words(lang).letterTemplates.samples
  return samples[name] ?? name
}

const saysOf = (lang: Lang, { code, field, name }: TemplateFault): string => {
  const said = words(lang).letterTemplates.faults
  switch (code) {
    case 'long':
      return said.long(longest[field])
    case 'emptySubject':
    case 'noLink':
      return said[code](sampleName(lang, name))
    case 'tag':
    case 'filter':
    case 'unclosed':
    case 'syntax':
    case 'value':
      return said[code](name)
    case 'empty':
    case 'linkInSubject':
    case 'fails':
      return said[code]
  }
}

/** A fault in one sentence, with its field and line. */
export const sayFault = (lang: Lang, fault: TemplateFault): string => {
  const { faults } = words(lang).letterTemplates
  const field = faults.field[fault.field]
  const says = saysOf(lang, fault)
  return fault.line === null ? faults.of(field, says) : faults.at(field, fault.line, says)
}
