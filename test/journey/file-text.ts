import mammoth from 'mammoth'
import { loadSeason } from '../../src/features/cycles/definition.ts'

const season = loadSeason(new URL('../../workflows/seasons/500plus-2022', import.meta.url).pathname)
const criteria = season.criteria.forms.flatMap(form => form.criteria)

/** Words with single plain spaces between them. */
export const flat = (text: string): string => text.replaceAll(/[\s\u00A0]+/g, ' ').trim()

const inner = (html: string): string =>
  flat(
    html
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll('&amp;', '&')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>'),
  )

/** One line of a form as the file holds it: which criterion, in which column the mark stands, what the comment says. */
export type FileLine = { question: string; score: string; comment: string }

/** The words of a final file, and the lines of its forms in their order: columns criterion | 0 | 1 | 2 | 3 | comment. */
export const readFinalFile = async (docx: Buffer): Promise<{ text: string; lines: FileLine[] }> => {
  const { value: text } = await mammoth.extractRawText({ buffer: docx })
  const { value: html } = await mammoth.convertToHtml({ buffer: docx })
  const lines = [...html.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].flatMap(([, row = '']) => {
    const cells = [...row.matchAll(/<t[dh][^>]*>([\s\S]*?)<\/t[dh]>/g)].map(([, cell = '']) => inner(cell))
    const [criterion = '', ...rest] = cells
    const question = criteria.find(({ text }) => flat(text.ru) === criterion)?.id
    if (question === undefined || rest.length !== 5) return []
    const marked = rest.slice(0, 4).flatMap((cell, score) => (cell === String(score) ? [String(score)] : []))
    return [{ question, score: marked.join(), comment: rest[4] ?? '' }]
  })
  return { text: flat(text), lines }
}
