import { html as honoHtml, raw as honoRaw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

/** Markup that is already escaped. Only `html` and the loud `raw` make it. */
export type Html = HtmlEscapedString

/** What may stand in a template: text and numbers are escaped, markup and lists of it are kept, the rest prints nothing. */
export type Printable = string | number | Html | false | null | undefined | readonly Printable[]

/** The only way to write markup: every value is escaped, in text and in quoted attributes. */
export const html = (strings: TemplateStringsArray, ...values: readonly Printable[]): Html => {
  const made = honoHtml(strings, ...values)
  if (made instanceof Promise) throw new TypeError('A template holds a promise: await it first')
  return made
}

/** Unescaped markup: the exception, for constants of ours only. Every use must be defensible at review. */
export const raw = (markup: string): Html => honoRaw(markup)

export const NOTHING: Html = raw('')
