import type { AnswerVersion } from '../../../workflows/machines/assignment.ts'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Act } from '../../../workflows/stale-after.ts'
import { assignmentIn, partnershipIn } from '../../../workflows/view.ts'
import type { Database, Transaction } from '../../db/pool.ts'
import { canonical, sha256 } from '../../engine/chain.ts'
import type { Asked } from '../../engine/dispatch.ts'
import type { FactsReader } from '../facts.ts'
import { keyOf, type Place } from './place.ts'
import { choicesOf, filledIn } from './read-answers.ts'
import { type PackageSeat, packageSeat, programmesOf } from './read-package.ts'
import { answerName, isOpened, isPrivate, missingCode, missingIn, questionnaireOf, questionsOf } from './rules.ts'

/** The place that a command's key names. */
const placeIn = ({ root, view, command: { key } }: Asked): Place => {
  const assignment = partnershipIn(view).assignments.find(pairing => keyOf(pairing) === key)
  if (assignment === undefined) throw new Error(`«${key}» is no assignment of this partnership`)
  return { root, ...assignment }
}

/** The answers' present versions with their hashes, by name. */
const standingVersions = async (db: Database | Transaction, place: Place) => {
  const rows = await db
    .selectFrom('answer')
    .innerJoin('answer_version as kept', join =>
      join
        .onRef('kept.root', '=', 'answer.root')
        .onRef('kept.assignment', '=', 'answer.assignment')
        .onRef('kept.form', '=', 'answer.form')
        .onRef('kept.question', '=', 'answer.question')
        .onRef('kept.version', '=', 'answer.version')
        .on('kept.fate', '=', 'kept'),
    )
    .select(['answer.form', 'answer.question', 'answer.version', 'kept.sha256'])
    .where('answer.root', '=', place.root)
    .where('answer.assignment', '=', keyOf(place))
    .execute()
  return new Map(rows.map(({ form, question, ...version }) => [answerName({ form, id: question }), version]))
}

/** A submission's checksum: over which answers, at which versions, with the salted hash of what each says. */
const submissionSha256 = (answers: readonly (AnswerVersion & { readonly sha256: string })[]): string =>
  sha256(
    canonical({ answers: answers.map(({ answer, version, sha256: hash }) => ({ answer, version, sha256: hash })) }),
  )

/** What a submission would be of, and what it lacks. `person` must also have chosen between the wordings that met. */
export const submissionFacts = async (
  db: Database | Transaction,
  place: Place,
  seat: PackageSeat,
  person: string,
  { criteria, review }: Pick<SeasonDefinition, 'criteria' | 'review'>,
): Promise<{ missing: string[]; answers: AnswerVersion[]; sha256: string }> => {
  const questions = questionsOf(questionnaireOf(criteria, await programmesOf(db, seat)))
  const shared = questions.filter(question => !isPrivate(question)).map(answerName)
  const standing = await standingVersions(db, place)
  const submitted = shared.flatMap(answer => {
    const version = standing.get(answer)
    return version === undefined ? [] : [{ answer, ...version }]
  })
  const undecided = new Set(
    (await choicesOf(db, place, person)).map(({ form, question }) => answerName({ form, id: question })),
  )
  const missing = new Map(
    missingIn(questions, await filledIn(db, place), review.comment).map(it => [
      answerName(it.question),
      missingCode(it),
    ]),
  )
  for (const answer of shared) if (undecided.has(answer)) missing.set(answer, `${answer}:choice`)
  return {
    missing: questions.flatMap(question => missing.get(answerName(question)) ?? []),
    answers: submitted.map(({ answer, version }) => ({ answer, version })),
    sha256: submissionSha256(submitted),
  }
}

/** Whether a school has seen what was written about it: then its own review is no longer taken back (rules 17). */
export const takeBackFacts = (
  view: Asked['view'],
  { reviewer }: Pick<Place, 'reviewer'>,
  season: Pick<SeasonDefinition, 'review'>,
): { hasReadItsOwn: boolean } => ({
  hasReadItsOwn: partnershipIn(view)
    .assignments.filter(({ reviewed }) => reviewed === reviewer)
    .some(pairing => isOpened(season, assignmentIn(view, pairing.reviewer, pairing.reviewed).context)),
})

const submit: FactsReader = (tx, asked, season) => {
  const place = placeIn(asked)
  return submissionFacts(tx, place, packageSeat(place, asked.view), asked.command.person, season)
}

const takeBack: FactsReader = async (_tx, asked, season) => takeBackFacts(asked.view, placeIn(asked), season)

/** Facts of the acts on a review. */
export const facts = { 'review.submit': submit, 'review.takeBack': takeBack } satisfies Partial<
  Record<Act, FactsReader>
>
