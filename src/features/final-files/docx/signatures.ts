import { AlignmentType, BorderStyle, Table, TableCell, TableLayoutType, TableRow, VerticalAlign, WidthType } from 'docx'
import { edge, para, textWidth } from './paper.ts'

/** A line to sign on for each role: what is written where stands small beneath it. */
export const signatureLines = (roles: readonly string[], captions: readonly string[]): Table => {
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const
  const gap = 200
  const role = 2_700
  const line = Math.floor((textWidth - role) / captions.length) - gap
  const widths = [role, ...captions.flatMap(() => [gap, line])]
  const row = (first: string, rest: readonly string[], ruled: boolean) =>
    new TableRow({
      cantSplit: true,
      children: [first, ...rest.flatMap(text => ['', text])].map(
        (text, column) =>
          new TableCell({
            borders: {
              top: none,
              left: none,
              right: none,
              bottom: ruled && column > 0 && column % 2 === 0 ? edge : none,
            },
            margins: { top: ruled ? 300 : 20, bottom: 20, left: 0, right: 0 },
            width: { size: widths[column] ?? 0, type: WidthType.DXA },
            verticalAlign: ruled ? VerticalAlign.BOTTOM : VerticalAlign.TOP,
            children: [
              ruled
                ? para(text, {}, { spacing: { after: 0 }, keepNext: true })
                : para(
                    text,
                    { size: 18, color: '555555' },
                    { spacing: { after: 0 }, alignment: AlignmentType.CENTER, keepNext: true },
                  ),
            ],
          }),
      ),
    })
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    borders: { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none },
    rows: roles.flatMap(name => [
      row(
        name,
        captions.map(() => ''),
        true,
      ),
      row('', captions, false),
    ]),
  })
}
