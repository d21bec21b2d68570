import { sql } from 'kysely'
import type { Role } from '../../../workflows/permissions.ts'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import { partnershipIn } from '../../../workflows/view.ts'
import type { Transaction } from '../../db/pool.ts'
import { writeContent } from '../../engine/content.ts'
import type { View } from '../../engine/workflow.ts'
import type { HeldRole } from '../../http/viewer.ts'
import { mayHere } from '../access/authorize.ts'
import { standingsOf } from '../access/standings.ts'
import type { House } from '../house.ts'
import type { KeptAnswer, Rejected, Save } from './answer.ts'
import { keepRejected, readMet } from './met-answer.ts'
import { keyOf, programmesOfForm } from './place.ts'
import { packageSeat } from './read-package.ts'
import { questionIn, questionnaireOf, takesScore } from './rules.ts'
import { isBlank, sameWording, wordingSha256 } from './wording.ts'

/** The definition by which a cycle runs. */
export type SeasonOf = (tx: Transaction, cycle: string) => Promise<SeasonDefinition>

export type SaveOutcome =
  | { is: 'absent' | 'forbidden' | 'scoreNotOffered' | 'keyReused' }
  | { is: 'saved'; answer: KeptAnswer }
  /** Somebody was faster, or nothing may be written any more: both texts are there, and `yours` is kept for its author alone. */
  | { is: 'outrun' | 'late'; theirs: KeptAnswer | null; yours: Rejected }

/** What the form is about: which slot's document its reviewer could see, and since when that is sent. */
type About = { readonly slot: string | null; readonly programme: string | null; readonly sentAt: string | null }

/**
 * Saves one answer over the version that its writer saw. One statement on the way that is taken nearly always: it updates the answer and
 * keeps the version, or touches nothing.
 */
export const saveAnswer = async (
  house: Pick<House, 'db' | 'workflow' | 'newId' | 'newSalt'>,
  seasonOf: SeasonOf,
  save: Save,
): Promise<SaveOutcome> => {
  const { place, at } = save
  const where = { root: place.root, key: keyOf(place), tag: 'answersWritable', at }
  const outcome = await writeContent(house.db, house.workflow, where, async (tx, { writable, view, parent }) => {
    const verdict = await mayWrite(tx, view, save)
    if (typeof verdict === 'string') return { is: verdict }
    if (parent === null) return { is: 'absent' as const }
    const { criteria } = await seasonOf(tx, parent)
    const questionnaire = questionnaireOf(criteria, programmesOfForm(save.form))
    const question = questionIn(questionnaire, save.form, save.question)
    if (question === null) return { is: 'absent' as const }
    if (!takesScore(question, save.wording.score, criteria)) return { is: 'scoreNotOffered' as const }
    const slot = questionnaire.forms.find(({ id }) => id === save.form)?.slot ?? null
    const { sentAt } = packageSeat(place, view)
    const about = { slot, programme: programmesOfForm(save.form)[0]?.id ?? null, sentAt }
    const kept = writable ? await keepNext(tx, house, save, about) : null
    return kept === null ? meet(tx, house, save, about, writable) : { is: 'saved' as const, answer: kept }
  })
  return outcome ?? { is: 'absent' }
}

/** A member of the writing school is known by the roles that came with the request; of everybody else the database is asked. */
const mayWrite = async (tx: Transaction, view: View, { place, person, roles }: Save) => {
  const { seats } = partnershipIn(view)
  const own = roles.filter(isMembership).map(({ role, scope }) => ({
    role,
    seats: seats.filter(({ school }) => school === scope).map(({ seat }) => seat),
  }))
  const verdict = mayHere(view, own, 'review.write', place.reviewer)
  if (typeof verdict !== 'string') return verdict
  return mayHere(view, await standingsOf(tx, person, place.root), 'review.write', place.reviewer)
}

const isMembership = (held: HeldRole): held is HeldRole & { role: Role } =>
  held.role === 'head' || held.role === 'schoolCoordinator' || held.role === 'helper'

/** The answer's next version, if it still stands where its writer saw it and says something else; null otherwise. */
const keepNext = async (
  tx: Transaction,
  { newId, newSalt }: Pick<House, 'newId' | 'newSalt'>,
  { place, form, question, wording, base, client, person, at }: Save,
  about: About,
): Promise<KeptAnswer | null> => {
  const { score, body } = wording
  const [assignment, salt] = [keyOf(place), newSalt()]
  const document = sql`(
    SELECT id FROM document WHERE root = ${place.root}::uuid AND seat = ${place.reviewed} AND slot = ${about.slot}
      AND removed_at IS NULL AND (reason IS NOT NULL OR at <= ${about.sentAt}::timestamptz)
    ORDER BY version DESC LIMIT 1
  )`
  const isFree = sql`NOT EXISTS (SELECT 1 FROM answer_version WHERE author = ${person}::uuid AND client = ${client}::uuid)
    AND (${about.programme}::uuid IS NULL OR EXISTS (
      SELECT 1 FROM programme
      WHERE id = ${about.programme}::uuid AND root = ${place.root}::uuid AND seat = ${place.reviewed} AND removed_at IS NULL
    ))`
  const saved =
    base === 0
      ? sql`
        INSERT INTO answer (root, assignment, form, question, version, score, body, scored_document, at, author)
        SELECT ${place.root}::uuid, ${assignment}, ${form}, ${question}, 1, ${score}::text, ${body}::text, ${document},
          ${at}::timestamptz, ${person}::uuid
        WHERE (${score}::text IS NOT NULL OR ${body}::text <> '') AND ${isFree}
        ON CONFLICT DO NOTHING`
      : sql`
        UPDATE answer SET version = version + 1, score = ${score}, body = ${body}, scored_document = ${document}, at = ${at}::timestamptz,
          author = ${person}::uuid
        WHERE root = ${place.root}::uuid AND assignment = ${assignment} AND form = ${form} AND question = ${question}
          AND version = ${base} AND (score IS DISTINCT FROM ${score} OR body <> ${body}) AND ${isFree}`
  const { rows } = await sql<{ version: number; scoredVersion: number | null }>`
    WITH saved AS (${saved} RETURNING version, scored_document), kept AS (
      INSERT INTO answer_version
        (id, root, assignment, form, question, version, fate, score, body, salt, sha256, scored_document, at, author, client)
      SELECT ${newId()}::uuid, ${place.root}::uuid, ${assignment}, ${form}, ${question}, version, 'kept', ${score}, ${body}, ${salt},
        ${wordingSha256(salt, wording)}, scored_document, ${at}::timestamptz, ${person}::uuid, ${client}::uuid
      FROM saved
    )
    SELECT saved.version, document.version AS "scoredVersion" FROM saved LEFT JOIN document ON document.id = scored_document
  `.execute(tx)
  const row = rows[0]
  return row === undefined ? null : { ...row, score, body, at, author: person, authorName: null }
}

/** What a save meets that could not simply be kept: its own first answer, the same text, or another's. */
const meet = async (
  tx: Transaction,
  house: Pick<House, 'newId' | 'newSalt'>,
  save: Save,
  about: About,
  writable: boolean,
): Promise<SaveOutcome> => {
  const { now, first, base, programme } = await readMet(tx, save, about.programme)
  if (programme === 'unknown') return { is: 'absent' }
  if (first === 'elsewhere' || (first !== null && !sameWording(first, save.wording))) return { is: 'keyReused' }
  if (first !== null)
    return first.fate === 'kept' ? { is: 'saved', answer: first } : { is: first.fate, theirs: now, yours: first }
  const nothingNew = now === null ? isBlank(save.wording) : sameWording(now, save.wording)
  if (nothingNew || (base !== null && sameWording(base, save.wording)))
    return { is: 'saved', answer: now ?? nothingYet(save) }
  const is = writable && programme !== 'removed' ? 'outrun' : 'late'
  const yours = await keepRejected(tx, house, save, is)
  return yours === null ? meet(tx, house, save, about, writable) : { is, theirs: now, yours }
}

const nothingYet = ({ wording, at, person }: Save): KeptAnswer => ({
  ...wording,
  version: 0,
  at,
  author: person,
  authorName: null,
  scoredVersion: null,
})
