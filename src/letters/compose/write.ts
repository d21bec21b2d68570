import { type Lang, words } from '../../words/index.ts'
import { type Composed, type Draft, type Item, signInMark } from '../types.ts'
import { arrange, foldMarkdown, type Part } from './digest.ts'
import { eventMatter } from './event-matter.ts'
import type { Facts } from './facts.ts'
import { compile, escapeMarkdown, Made, render, type Values } from './liquid.ts'
import { htmlLetter, type Print, printMarkdown } from './markdown.ts'
import { groundOf, type Matter, schoolOf } from './matter.ts'
import { meetingFile } from './meeting-file.ts'
import { rungMatter } from './rung-matter.ts'
import { originalOf, type Templates } from './templates.ts'

/** What a letter is written with. `from`: the sender's address, ORGANIZER of calendar files (engineering 23). */
export type Desk = {
  readonly publicUrl: string
  readonly from: string
  readonly facts: Facts
  readonly templates: Templates
  readonly at: string
}

/** A changed template may take so many milliseconds; one that takes longer, or fails, gives way to the original. */
export const patience = 200

type Printed = { subject: string; body: string }

const tryChanged = (print: () => Printed): Printed | null => {
  try {
    const printed = print()
    return printed.subject === '' ? null : printed
  } catch {
    return null
  }
}

/** Prints a template; a fault in somebody's text never keeps a letter from going. */
const printTemplate = ({ templates }: Desk, lang: Lang, name: string, values: Values): Printed => {
  const { template, changed } = templates(lang, name)
  const own = changed ? tryChanged(() => render(compile(lang, template), values, patience)) : null
  return own ?? render(compile(lang, originalOf(lang, name) ?? template), values)
}

const matterOf = (desk: Desk, draft: Draft, item: Item): Matter => {
  const ground = groundOf(desk.facts, desk.publicUrl, draft, item, desk.at)
  return item.kind === 'rung' ? rungMatter(ground) : eventMatter(ground)
}

const standInLine = ({ facts }: Desk, { lang }: Draft, { standIn, item }: Matter): string => {
  const school = schoolOf({ facts, item })
  return standIn !== null && school !== null
    ? `${escapeMarkdown(words(lang).letters.standIn[standIn](school.name))}\n\n`
    : ''
}

const feet = new Map<string, Print>()

// The same under every letter, so it is printed once.
const footOf = ({ publicUrl }: Desk, { lang }: Draft): Print => {
  const known = feet.get(`${lang} ${publicUrl}`)
  if (known !== undefined) return known
  const { automatic, why } = words(lang).letters
  const foot = printMarkdown(`---\n\n${words(lang).frame.product}. ${automatic}\n\n[${why}](${publicUrl}/me/letters)`)
  feet.set(`${lang} ${publicUrl}`, foot)
  return foot
}

const finish = (
  desk: Desk,
  draft: Draft,
  { subject, body }: Printed,
  rest: Pick<Composed, 'next' | 'calendar' | 'thread'>,
): Composed => {
  const { text, html } = printMarkdown(body)
  const foot = footOf(desk, draft)
  return {
    subject,
    text: `${text}\n${foot.text}`,
    html: htmlLetter(draft.lang, subject, `${html}${foot.html}`),
    ...rest,
  }
}

const single = (desk: Desk, draft: Draft, matter: Matter): Composed => {
  const { item, template, values, path } = matter
  const printed = printTemplate(desk, draft.lang, template, { ...values, link: signInMark })
  return finish(
    desk,
    draft,
    { ...printed, body: `${standInLine(desk, draft, matter)}${printed.body}` },
    {
      next: path,
      calendar: meetingFile(groundOf(desk.facts, desk.publicUrl, draft, item, desk.at), draft, desk.from),
      thread: item.kind.startsWith('meeting') ? `meeting-${item.root}` : null,
    },
  )
}

const partMarkdown = (desk: Desk, draft: Draft, part: Part, named: boolean): string => {
  if (part.type === 'fold') return foldMarkdown(draft, part.matters, desk)
  const school = desk.facts.schools.get(part.school ?? '')?.name
  const grouped = named && school !== undefined
  const told = part.matters.map(matter => {
    const link = `${desk.publicUrl}${matter.path}`
    const { subject, body } = printTemplate(desk, draft.lang, matter.template, { ...matter.values, link, grouped })
    return `### ${escapeMarkdown(subject)}\n\n${standInLine(desk, draft, matter)}${body}`
  })
  return [...(grouped ? [`## ${escapeMarkdown(school)}`] : []), ...told].join('\n\n')
}

/** Where the one button of a digest leads: to the page on which its reader sees what it tells. */
const nextOf = (matters: readonly Matter[]): string => {
  const kinds = new Set(matters.map(({ reader }) => reader))
  if (kinds.size > 1 || kinds.has('school')) return '/'
  return kinds.has('curator') ? '/curator' : '/territory'
}

const digestValues = (told: readonly Matter[], items: Made): Values => {
  const duties = told.filter(({ phase }) => phase !== null)
  return {
    duties: duties.length,
    news: told.length - duties.length,
    overdue: duties.filter(({ phase }) => phase === 'after').length,
    items,
    link: signInMark,
  }
}

const digest = (desk: Desk, draft: Draft, matters: readonly Matter[], parts: readonly Part[]): Composed => {
  const told = parts.flatMap(part => part.matters)
  const named = new Set(told.map(({ item }) => item.school)).size > 1
  const items = parts.map(part => partMarkdown(desk, draft, part, named)).join('\n\n')
  const printed = printTemplate(desk, draft.lang, 'digest', digestValues(told, new Made(items)))
  return finish(desk, draft, printed, { next: nextOf(matters), calendar: null, thread: null })
}

/** Writes one letter: of one thing by that thing's template, of several as a digest. Pure. */
export const writeLetter = (desk: Desk, draft: Draft): Composed => {
  const matters = draft.items.map(item => matterOf(desk, draft, item))
  const parts = arrange(matters)
  const [only, ...more] = parts.flatMap(part => part.matters)
  if (only === undefined) throw new Error('A letter about nothing can’t be written')
  return more.length === 0 ? single(desk, draft, only) : digest(desk, draft, matters, parts)
}

/** What the template of this letter is given: to try a changed one on. A digest's own items are short here. */
export const valuesOfLetter = (desk: Desk, draft: Draft): Values => {
  const matters = draft.items.map(item => matterOf(desk, draft, item))
  const [only, ...more] = matters
  if (only === undefined) throw new Error('A letter about nothing has no values')
  return more.length === 0 ? { ...only.values, link: signInMark } : digestValues(matters, new Made('…'))
}
