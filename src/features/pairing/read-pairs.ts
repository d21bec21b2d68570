import { csvRows, type FileFault, type TextFile } from './csv-rows.ts'
import type { Words } from './words.ts'

/** Groups of school ids, each with the line it stands on; or the faults that were found. */
export type PairsRead = { readonly groups: string[][]; readonly lines: number[]; readonly faults: FileFault[] }

/**
 * Reads a file of pairs: a header `a,b`, then two ids in each row. Where `trios` are allowed, as among locks, a row may hold
 * three ids, under a header `a,b` or `a,b,c`.
 */
export const readPairs = (file: TextFile, trios: boolean): PairsRead => {
  const rows = csvRows(file)
  if (!Array.isArray(rows)) return { groups: [], lines: [], faults: [rows] }
  const fault = (line: number, words: Words): FileFault => ({ file: file.name, line, words })
  const [header, ...body] = rows
  const heads = trios ? ['a,b', 'a,b,c'] : ['a,b']
  if (!header || !heads.includes(header.cells.join(',').toLowerCase())) {
    const names = heads.join(' / ')
    const words = {
      ru: `файл должен начинаться с заголовка ${names}`,
      en: `the file must begin with the header ${names}`,
    }
    return { groups: [], lines: [], faults: [fault(header?.line ?? 1, words)] }
  }
  const faults: FileFault[] = []
  const groups = body.map(({ line, cells }) => {
    const ids = cells.slice(0, 2).concat(cells.slice(2).filter(cell => cell !== ''))
    if (ids.length > (trios ? 3 : 2) || ids.length < 2 || ids.includes('')) {
      const count = trios ? { ru: 'два кода или три', en: 'two ids or three' } : { ru: 'два кода', en: 'two ids' }
      faults.push(fault(line, { ru: `в строке должно быть ${count.ru}`, en: `the row must hold ${count.en}` }))
    }
    return ids
  })
  return { groups, lines: body.map(({ line }) => line), faults }
}
