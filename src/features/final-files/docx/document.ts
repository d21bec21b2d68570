import { AlignmentType, Document, Footer, Packer, PageNumber, Paragraph, type Table, TextRun } from 'docx'
import type { Lang } from '../../../words/index.ts'
import type { Exchange, FileModel } from '../file-model.ts'
import type { FileMeeting } from '../meeting-part.ts'
import { acceptanceOf, asOf, type FileSaying, fileSaying, ingredientsOf } from '../saying.ts'
import { exchangeBlocks } from './exchange.ts'
import { centred, grid, heading, pairs, para, sheet, small, textWidth } from './paper.ts'
import { settledBytes } from './settle-bytes.ts'
import { signatureLines } from './signatures.ts'

type Block = Paragraph | Table

/**
 * The final file as .docx. Pure but for the packing: the same model, checksum and language give the same bytes, on any machine and in any
 * year.
 */
export const renderDocx = async (model: FileModel, contentSha256: string, lang: Lang): Promise<Buffer> => {
  const saying = fileSaying(lang, model)
  const { said } = saying
  const made = new Document({
    title: said.title,
    creator: model.school.name,
    lastModifiedBy: model.school.name,
    styles: styles(lang),
    sections: [
      {
        properties: {
          page: {
            size: { width: sheet.width, height: sheet.height },
            margin: { top: sheet.top, bottom: sheet.bottom, left: sheet.left, right: sheet.right },
          },
        },
        footers: { default: footer(saying, model) },
        children: [
          ...titleBlocks(saying, model),
          ...part(saying, model, 'received'),
          ...part(saying, model, 'given'),
          heading(1, said.meeting),
          ...meetingBlocks(saying, model.meeting),
          ...signatures(saying),
          ...ingredients(saying, model, contentSha256),
        ],
      },
    ],
  })
  return settledBytes(await Packer.toBuffer(made), asOf(model))
}

const FONT = 'Times New Roman'

const styles = (lang: Lang) => {
  const title = (size: number, before: number) => ({
    run: { font: FONT, size, bold: true, color: '000000' },
    paragraph: { spacing: { before, after: 120 } },
  })
  return {
    default: {
      document: { run: { font: FONT, size: 24, language: { value: lang === 'ru' ? 'ru-RU' : 'en-GB' } } },
      heading1: title(30, 360),
      heading2: title(26, 280),
      heading3: title(24, 240),
    },
  }
}

const titleBlocks = ({ said, text }: FileSaying, { season, school }: FileModel): Block[] => [
  centred(text(season), { size: 24 }),
  centred(said.title, { size: 34, bold: true }),
  centred(school.name, { size: 28, bold: true }),
  centred(said.place(school.region, school.municipality)),
]

const part = (saying: FileSaying, model: FileModel, way: 'received' | 'given'): Block[] => {
  const exchanges: readonly Exchange[] = model[way]
  return [
    heading(1, saying.said[way]),
    ...(exchanges.length === 0 ? [para(saying.said.nobody)] : []),
    ...exchanges.flatMap(exchange => exchangeBlocks(saying, model, exchange, way)),
  ]
}

const meetingBlocks = (saying: FileSaying, meeting: FileMeeting): Block[] => {
  const { said, moment, day } = saying
  if (meeting.is === 'open') return [para(said.meetingOpen)]
  if (meeting.is === 'notHeld')
    return [para(said.notHeld(moment(meeting.at))), para(said.notHeldBecause(meeting.reason ?? said.erased))]
  const { minutes } = meeting
  return [
    pairs([
      [said.heldOn, day(meeting.heldOn)],
      [said.kind, said.kinds[meeting.kind]],
      [said.took, meeting.took.join('; ')],
      ...(meeting.absent.length === 0 ? [] : [[said.absent, meeting.absent.join('; ')] as const]),
      [said.acceptance, acceptanceOf(saying, meeting)],
    ]),
    heading(3, minutes === null ? said.noMinutes : said.minutes(minutes.version)),
    ...(minutes === null ? [] : [para(minutes.text ?? said.erased)]),
    ...meeting.talks.map(talk => para(said.talk(talk.from, talk.to, day(talk.heldOn), said.kinds[talk.kind]))),
  ]
}

const signatures = ({ said }: FileSaying): Block[] => [
  heading(1, said.signatures),
  signatureLines([said.head, said.coordinator, said.curator], [said.signed, said.name, said.date]),
]

const ingredients = (saying: FileSaying, model: FileModel, contentSha256: string): Block[] => {
  const { said } = saying
  const [number, sum] = [900, 3_700]
  return [
    heading(1, said.made),
    grid({
      widths: [textWidth - number - sum, number, sum],
      head: [said.ingredient, '№', said.sum],
      rows: ingredientsOf(saying, model).map(({ what, n, sha256 }) => [what, String(n), inHalves(sha256 ?? '')]),
    }),
    small(''),
    para(`${said.content}:`, {}, { keepNext: true }),
    para(contentSha256, { size: 20 }),
  ]
}

/** A checksum in two lines: it has no place at which a line could end. */
const inHalves = (sha256: string): string => `${sha256.slice(0, 32)}\n${sha256.slice(32)}`.trim()

const footer = ({ said }: FileSaying, { school }: FileModel): Footer =>
  new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [
          new TextRun({ size: 18, color: '555555', children: [`${school.name}. ${said.page} `, PageNumber.CURRENT] }),
          new TextRun({ size: 18, color: '555555', children: [` ${said.outOf} `, PageNumber.TOTAL_PAGES] }),
        ],
      }),
    ],
  })
