import MarkdownIt from 'markdown-it'
import { signInMark } from '../types.ts'

const md = new MarkdownIt('zero').enable([
  'heading',
  'list',
  'blockquote',
  'hr',
  'emphasis',
  'link',
  'escape',
  'newline',
])
const { normalizeLink } = md

type Token = ReturnType<typeof md.parse>[number]

md.normalizeLink = url => (url === signInMark || /^[!-$&-~]+$/.test(url) ? url : normalizeLink(url))
md.validateLink = url => url === signInMark || /^(https?:\/\/|mailto:)/.test(url)

// A link that stands alone in its paragraph is the one place to press: with the sign-in link as a button.
md.core.ruler.push('buttons', ({ tokens }) => {
  for (const { type, children } of tokens) {
    if (type !== 'inline' || children === null) continue
    const [first] = children
    if (first?.type !== 'link_open' || children.at(-1)?.type !== 'link_close') continue
    if (children.filter(child => child.type === 'link_open').length > 1) continue
    first.meta = { alone: true }
  }
})

const ink = 'font:16px/1.5 Georgia,serif'
const styles: Readonly<Record<string, string>> = {
  h1: 'margin:0 0 16px;font-size:22px;line-height:1.3',
  h2: 'margin:32px 0 8px;font-size:20px;line-height:1.3',
  h3: 'margin:24px 0 8px;font-size:17px;line-height:1.35',
  p: 'margin:0 0 12px',
  ul: 'margin:0 0 12px;padding-left:22px',
  ol: 'margin:0 0 12px;padding-left:26px',
  li: 'margin:0 0 4px',
  blockquote: 'margin:0 0 12px;padding:2px 0 2px 14px;border-left:3px solid #7d97d6',
  hr: 'margin:28px 0 16px;border:0;border-top:1px solid #9a9a9a',
}
const button =
  'display:inline-block;padding:12px 22px;border-radius:8px;background:#1e4338;color:#ffffff;font-weight:bold;text-decoration:none'

for (const type of ['heading', 'paragraph', 'bullet_list', 'ordered_list', 'list_item', 'blockquote'])
  md.renderer.rules[`${type}_open`] = (tokens, at) => {
    const tag = tokens[at]?.tag ?? 'p'
    return tokens[at]?.hidden ? '' : `<${tag} style="${styles[tag] ?? ''}">`
  }
md.renderer.rules.hr = () => `<hr style="${styles.hr}">\n`
md.renderer.rules.link_open = (tokens, at) => {
  const token = tokens[at]
  const href = md.utils.escapeHtml(String(token?.attrGet('href') ?? ''))
  const alone = token?.meta !== null && href === signInMark
  return `<a href="${href}"${alone ? ` style="${button}"` : ''}>`
}

// Lists are always tight: a template's tags leave empty lines between their items.
const tighten = (tokens: readonly Token[]): readonly Token[] => {
  let depth = 0
  for (const token of tokens) {
    if (token.type === 'list_item_open') depth += 1
    if (token.type === 'list_item_close') depth -= 1
    if (depth > 0 && token.type.startsWith('paragraph')) token.hidden = true
  }
  return tokens
}

const inlineText = (children: readonly Token[]): string => {
  let text = ''
  let label = ''
  let href: string | null = null
  let alone = false
  for (const token of children) {
    const add = (part: string) => {
      if (href === null) text += part
      else label += part
    }
    if (token.type === 'text' || token.type === 'text_special') add(token.content)
    else if (token.type === 'softbreak' || token.type === 'hardbreak') add('\n')
    else if (token.type === 'link_open') {
      ;[href, label, alone] = [String(token.attrGet('href')), '', token.meta !== null]
    } else if (token.type === 'link_close') {
      const end = alone ? `:\n${href}` : ` (${href})`
      text += label === href ? href : `${label}${end}`
      href = null
    }
  }
  return text
}

/** Softened for plain reading: the words, lists with dashes, what people wrote behind «>», addresses after what they lead to. */
const textOf = (tokens: readonly Token[]): string => {
  const lines: string[] = []
  let quoted = false
  const lists: { n: number | null }[] = []
  let bullet = ''
  let under = ''
  for (const token of tokens) {
    const list = lists.at(-1)
    if (token.type === 'bullet_list_open') lists.push({ n: null })
    if (token.type === 'ordered_list_open') lists.push({ n: 0 })
    if (token.type.endsWith('_list_close')) {
      lists.pop()
      lines.push('')
    }
    if (token.type === 'list_item_open' && list !== undefined) {
      if (list.n !== null) list.n += 1
      bullet = list.n === null ? '– ' : `${list.n}. `
    }
    if (token.type === 'blockquote_open') quoted = true
    if (token.type === 'blockquote_close') quoted = false
    if (token.type === 'heading_open') under = token.tag === 'h2' ? '=' : token.tag === 'h3' ? '-' : ''
    if (token.type === 'hr') lines.push('--', '')
    if (token.type !== 'inline') continue
    const said = inlineText(token.children ?? [])
    lines.push(...said.split('\n').map(line => `${quoted ? '> ' : ''}${bullet}${line}`))
    if (under !== '') lines.push(under.repeat(Math.min(said.length, 60)))
    if (list === undefined) lines.push('')
    bullet = ''
    under = ''
  }
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`
}

/** One source, two forms: plain text, and the HTML of a body. */
export type Print = { readonly text: string; readonly html: string }

export const printMarkdown = (source: string): Print => {
  const env = {}
  const tokens = tighten(md.parse(source, env))
  return { text: textOf(tokens), html: md.renderer.render([...tokens], md.options, env) }
}

/** A whole HTML letter around a body: styles stand in the lines themselves, nothing is fetched, and colours leave dark screens dark. */
export const htmlLetter = (lang: string, title: string, body: string): string =>
  `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${md.utils.escapeHtml(title)}</title></head>
<body style="margin:0;padding:24px 16px;${ink}"><div style="max-width:600px;margin:0 auto;overflow-wrap:anywhere">
${body}</div></body></html>
`
