import type { Words } from '../../../workflows/season.ts'
import { type Lang, words } from '../../words/index.ts'
import { dateTime, longDate, zoneName } from '../../words/time.ts'
import type { FileModel, FileRecommendation } from './file-model.ts'
import { isLack } from './file-model.ts'
import type { FileMeeting } from './meeting-part.ts'
import type { ReviewLine, SaidLine } from './readers.ts'

/** No year is «this year» in a paper that is kept: every date is printed with its own. */
const NO_YEAR = '1970-01-01T00:00:00.000Z'

/** How both renderings of a file speak: in one language, by the school's clock. */
export type FileSaying = {
  readonly lang: Lang
  readonly said: ReturnType<typeof words>['finalFiles']['document']
  readonly text: (twin: Words) => string
  readonly moment: (at: string) => string
  readonly day: (date: string) => string
}

export const fileSaying = (lang: Lang, { zone }: Pick<FileModel, 'zone'>): FileSaying => ({
  lang,
  said: words(lang).finalFiles.document,
  text: twin => twin[lang],
  moment: at => `${dateTime(lang, at, zone, NO_YEAR)} ${zoneName(lang, zone, at)}`,
  day: date => longDate(lang, `${date}T00:00:00.000Z`, 'UTC', NO_YEAR),
})

/** What stands in each column of the scale: the score in its own, the sign of «not applicable» in all of them. */
export const marksOf = ({ scale }: Pick<FileModel, 'scale'>, score: string | null): string[] =>
  scale.values.map(value => {
    if (score === 'notApplicable') return scale.notApplicable?.sign ?? ''
    return String(value.score) === score ? score : ''
  })

/** «0 – Нет, 1 – Скорее нет …»: what the columns mean. */
export const legendOf = ({ text, said }: FileSaying, { scale }: Pick<FileModel, 'scale'>): string => {
  const values = scale.values.map(({ score, name }) => `${score} – ${text(name)}`)
  const rest = scale.notApplicable ? [`«${scale.notApplicable.sign}» – ${text(scale.notApplicable.name)}`] : []
  return `${said.scores} ${[...values, ...rest].join(', ')}`
}

const scoreName = ({ said, text }: FileSaying, { scale }: Pick<FileModel, 'scale'>, score: string | null): string => {
  if (score === 'notApplicable') return scale.notApplicable ? text(scale.notApplicable.name) : said.noScore
  return score ?? said.noScore
}

/** A comment as the school wrote it, and the remarks of ours that belong to it. */
export const commentOf = (saying: FileSaying, model: Pick<FileModel, 'scale'>, line: ReviewLine) => {
  const { said } = saying
  const bodyOf = (it: SaidLine | null) => (it === null ? '' : (it.body ?? said.erased))
  const { before } = line
  return {
    body: bodyOf(line.said),
    remarks: [
      ...(line.said?.scoredVersion != null && line.said.scoredVersion > 1
        ? [said.scoredOn(line.said.scoredVersion)]
        : []),
      ...(before === null
        ? []
        : [`${said.changed} ${said.was(scoreName(saying, model, before.score), bodyOf(before))}`]),
    ],
  }
}

/** What its receiver says to a recommendation, in one line. */
export const answerOf = ({ said, day }: FileSaying, it: FileRecommendation): string =>
  [
    it.answer === null ? said.unanswered : said[it.answer],
    ...(it.reason === null ? [] : [said.reason(it.reason)]),
    ...(it.date === null ? [] : [said.until(day(it.date))]),
    ...(it.done ? [said.done] : []),
  ].join('; ')

/** How the minutes came to count. */
export const acceptanceOf = (
  { said, moment }: FileSaying,
  { accepted }: Extract<FileMeeting, { is: 'held' }>,
): string => (accepted === null ? said.acceptedBy.waiting : said.acceptedBy[accepted.by](moment(accepted.at)))

const sumOf = (meeting: FileMeeting): string | null =>
  meeting.is === 'held' ? (meeting.minutes?.sha256 ?? null) : null

/** Which versions of what the file is made of: a line, the number of its history row, its checksum. */
export const ingredientsOf = (saying: FileSaying, { school, received, given, meeting }: FileModel) => {
  const { said } = saying
  const own = school.name
  const ways = [
    ...received.map(exchange => ({ exchange, from: exchange.school.name, to: own })),
    ...given.map(exchange => ({ exchange, from: own, to: exchange.school.name })),
  ]
  return [
    ...ways.flatMap(({ exchange: { review, recommendations }, from, to }) => [
      ...(isLack(review)
        ? []
        : [
            {
              what: `${said.reviewFrom(from, to)}, ${said.version(review.version)}`,
              n: review.n,
              sha256: review.sha256,
            },
          ]),
      ...(isLack(recommendations)
        ? []
        : [
            {
              what: `${said.recommendationsFrom(from, to)}, ${said.version(recommendations.version)}`,
              n: recommendations.n,
              sha256: recommendations.sha256,
            },
          ]),
    ]),
    ...(meeting.is === 'open' ? [] : [{ what: said.minutesRow, n: meeting.n, sha256: sumOf(meeting) }]),
  ]
}

/** The last instant of which the file speaks: what its bytes are dated by, so that the same content gives the same bytes. */
export const asOf = ({ received, given, meeting }: FileModel): string =>
  [
    ...[...received, ...given].flatMap(({ review, recommendations }) => [
      isLack(review) ? '' : review.at,
      isLack(recommendations) ? '' : recommendations.at,
    ]),
    meeting.is === 'open' ? '' : meeting.at,
  ]
    .sort()
    .at(-1) || '2020-01-01T00:00:00.000Z'
