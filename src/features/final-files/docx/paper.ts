import {
  AlignmentType,
  BorderStyle,
  HeadingLevel,
  type IParagraphOptions,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx'

/** A4 with the margins of a Russian office paper; lengths in twentieths of a point. */
export const sheet = { width: 11_906, height: 16_838, top: 1_134, bottom: 1_134, left: 1_701, right: 850 } as const
export const textWidth = sheet.width - sheet.left - sheet.right

/** A row that holds more than this may break over two pages: a longer one would leave half a page empty. */
const LONG = 1_200

// What XML cannot hold; people paste it from other programs, and one such sign would spoil the whole file.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these very characters are looked for.
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

type Looks = { readonly bold?: boolean; readonly italics?: boolean; readonly size?: number; readonly color?: string }

/** A text as runs: every line break of it is one on paper. */
const runs = (text: string, looks: Looks = {}): TextRun[] =>
  text
    .toWellFormed()
    .replace(UNPRINTABLE, '')
    .split('\n')
    .map((line, index) => new TextRun({ ...looks, text: line, ...(index > 0 ? { break: 1 } : {}) }))

export const para = (text: string, looks: Looks = {}, options: IParagraphOptions = {}): Paragraph =>
  new Paragraph({ spacing: { after: 120 }, ...options, children: runs(text, looks) })

export const small = (text: string): Paragraph =>
  para(text, { size: 18, color: '555555' }, { spacing: { before: 60, after: 120 } })

export const centred = (text: string, looks: Looks = {}): Paragraph =>
  para(text, looks, { alignment: AlignmentType.CENTER })

const levels = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3 } as const

/** A heading never stands alone at the foot of a page. */
export const heading = (level: 1 | 2 | 3, text: string): Paragraph =>
  new Paragraph({ heading: levels[level], keepNext: true, keepLines: true, children: runs(text) })

type Cell = string | { readonly body: string; readonly remarks: readonly string[] }

export const edge = { style: BorderStyle.SINGLE, size: 4, color: '444444' } as const
const edges = { top: edge, bottom: edge, left: edge, right: edge } as const
const inside = { top: 60, bottom: 60, left: 90, right: 90 } as const

const paragraphsOf = (cell: Cell, looks: Looks, alignment?: 'center'): Paragraph[] => {
  const { body, remarks } = typeof cell === 'string' ? { body: cell, remarks: [] } : cell
  const options = { spacing: { after: 0 }, ...(alignment === undefined ? {} : { alignment }) }
  const all = [para(body, looks, options), ...remarks.map(remark => para(remark, { italics: true, size: 18 }, options))]
  return body === '' && remarks.length > 0 ? all.slice(1) : all
}

/** A table whose heading comes again on every page. `widths` add up to the width of the text; `centred` are columns by number. */
export const grid = (it: {
  readonly widths: readonly number[]
  readonly head: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  readonly centred?: ReadonlySet<number>
}): Table => {
  const row = (cells: readonly Cell[], head: boolean) =>
    new TableRow({
      ...(head ? { tableHeader: true } : {}),
      ...(head || cells.every(cell => lengthOf(cell) < LONG) ? { cantSplit: true } : {}),
      children: cells.map(
        (cell, column) =>
          new TableCell({
            borders: edges,
            margins: inside,
            width: { size: it.widths[column] ?? 0, type: WidthType.DXA },
            verticalAlign: head ? VerticalAlign.CENTER : VerticalAlign.TOP,
            ...(head ? { shading: { fill: 'EDEDED' } } : {}),
            children: paragraphsOf(
              cell,
              { size: 22, bold: head || it.centred?.has(column) === true },
              head || it.centred?.has(column) ? 'center' : undefined,
            ),
          }),
      ),
    })
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: [...it.widths],
    rows: [row(it.head, true), ...it.rows.map(cells => row(cells, false))],
  })
}

const lengthOf = (cell: Cell): number =>
  typeof cell === 'string' ? cell.length : cell.body.length + cell.remarks.join('').length

/** Names and values without lines, as a form prints them. */
export const pairs = (all: readonly (readonly [name: string, value: string])[]): Table => {
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const
  const widths = [2_900, textWidth - 2_900]
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    borders: { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none },
    rows: all.map(
      texts =>
        new TableRow({
          ...(texts.join('').length < LONG ? { cantSplit: true } : {}),
          children: texts.map(
            (text, column) =>
              new TableCell({
                margins: { top: 30, bottom: 30, left: 0, right: 90 },
                width: { size: widths[column] ?? 0, type: WidthType.DXA },
                children: paragraphsOf(text, column === 0 ? { color: '555555' } : {}),
              }),
          ),
        }),
    ),
  })
}
