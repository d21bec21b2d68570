import { CsvError, parse } from 'csv-parse/sync'
import type { Words } from './words.ts'

/** A row of a table file: its cells, trimmed, and the line on which it begins; the first line is 1. */
export type CsvRow = { readonly line: number; readonly cells: readonly string[] }

/** What is wrong with a file, and where. */
export type FileFault = { readonly file: string; readonly line: number; readonly words: Words }

/** A file as it was given: its name, for people, and its text. */
export type TextFile = { readonly name: string; readonly text: string }

/** The rows of a table file, the header first; or the fault that keeps it from being read. Commas or semicolons, with or without BOM. */
export const csvRows = ({ name, text }: TextFile): CsvRow[] | FileFault => {
  const clean = text.replaceAll(/\r\n?/g, '\n')
  const [head = ''] = clean.split('\n', 1)
  const delimiter = head.includes(';') && !head.includes(',') ? ';' : ','
  try {
    const records: unknown[] = parse(clean, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    })
    return records.map(rowOf)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = Number(error.lines ?? 1)
    return {
      file: name,
      line,
      words: {
        ru: `кавычки в строке расставлены неверно, прочитать таблицу нельзя (${error.code})`,
        en: `the quotes are wrong, and the table cannot be read (${error.code})`,
      },
    }
  }
}

const rowOf = (entry: unknown): CsvRow => {
  const { record, info } = entry as { record: string[]; info: { lines: number } }
  // The reader counts up to the end of a row, and a quoted cell may run over several lines.
  const within = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
  return { line: info.lines - within, cells: record }
}
