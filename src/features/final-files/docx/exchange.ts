import type { Paragraph, Table } from 'docx'
import { type Exchange, type FileModel, isLack, type SentList } from '../file-model.ts'
import type { ReviewLine, SubmittedReview } from '../readers.ts'
import { answerOf, commentOf, type FileSaying, legendOf, marksOf } from '../saying.ts'
import { grid, heading, para, small, textWidth } from './paper.ts'

type Block = Paragraph | Table

const SCORE = 440
const CRITERION = 3_300

/** One form as the source prints it: criterion, a column for each score, comments. */
const formTable = (saying: FileSaying, model: FileModel, lines: readonly ReviewLine[]): Table => {
  const { values } = model.scale
  return grid({
    widths: [CRITERION, ...values.map(() => SCORE), textWidth - CRITERION - SCORE * values.length],
    head: [saying.said.criterion, ...values.map(({ score }) => String(score)), saying.said.comment],
    centred: new Set(values.map((_, index) => index + 1)),
    rows: lines.map(line => [
      saying.text(line.text),
      ...marksOf(model, line.said?.score ?? null),
      commentOf(saying, model, line),
    ]),
  })
}

const words = (saying: FileSaying, model: FileModel, line: ReviewLine): Block[] => {
  const { body, remarks } = commentOf(saying, model, line)
  if (body === '' && remarks.length === 0) return []
  return [
    para(saying.text(line.text), { bold: true }, { keepNext: true }),
    ...(body === '' ? [] : [para(body)]),
    ...remarks.map(small),
  ]
}

const reviewBlocks = (saying: FileSaying, model: FileModel, review: SubmittedReview, about: string): Block[] => {
  const { said, text, moment } = saying
  return [
    small(`${said.reviewVersion(review.version, moment(review.at))}. ${said.row(review.n)}`),
    ...(review.changed ? [para(said.changedReview, { italics: true })] : []),
    ...review.forms.flatMap(form => [
      heading(3, said.expertise(text(form.title), about)),
      formTable(
        saying,
        model,
        form.lines.filter(({ kind }) => kind === 'criterion'),
      ),
      small(legendOf(saying, model)),
      ...form.lines.filter(({ kind }) => kind === 'closing').flatMap(line => words(saying, model, line)),
    ]),
    ...review.closing.flatMap(line => words(saying, model, line)),
  ]
}

const recommendationBlocks = (saying: FileSaying, list: SentList): Block[] => {
  const { said, text, moment } = saying
  return [
    heading(3, said.recommendations),
    small(`${said.recommendationsSent(moment(list.at))}. ${said.row(list.n)}`),
    ...list.items.flatMap((item, index) => [
      para(
        `${index + 1}. ${item.document === null ? said.general : text(item.document)}`,
        { bold: true },
        { keepNext: true },
      ),
      para(item.text ?? said.erased),
      para(`${said.answered}: ${answerOf(saying, item)}`, { italics: true }),
      ...(item.dispute === null ? [] : [para(said.dispute(item.dispute), { italics: true })]),
    ]),
  ]
}

/** All that went one way: `received` from the other school, or `given` to it. What is missing says so. */
export const exchangeBlocks = (
  saying: FileSaying,
  model: FileModel,
  exchange: Exchange,
  way: 'received' | 'given',
): Block[] => {
  const { said } = saying
  const { school, review, recommendations, withdrawn } = exchange
  const received = way === 'received'
  const about = received ? model.school.name : school.name
  const lack = received ? said.noReview : said.noReviewGiven
  return [
    heading(2, received ? said.from(school.name) : said.to(school.name)),
    ...(withdrawn ? [para(said.left)] : []),
    ...(isLack(review)
      ? [para(review.lacks === 'sealed' ? said.sealed : lack)]
      : reviewBlocks(saying, model, review, about)),
    ...(isLack(recommendations)
      ? [para(received ? said.noRecommendations : said.noRecommendationsGiven)]
      : recommendationBlocks(saying, recommendations)),
  ]
}
