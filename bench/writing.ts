import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { createDispatch } from '../src/engine/dispatch.ts'
import { authorize } from '../src/features/access/authorize.ts'
import { seatKey } from '../workflows/keys.ts'
import { morning, type Pair, type World } from './world.ts'

/** One answer of a review, as its address names it. */
export type Question = { readonly form: string; readonly id: string }

/** A pair whose packages were sent, so that its first school writes about the second; with the cookies of the two who may. */
export type Writing = {
  readonly root: string
  readonly head: string
  readonly helper: string
  readonly questions: readonly Question[]
  /** The longest form: of the second antirisk programme. */
  readonly form: string
}

/** So many partnerships are worked in; a real evening has fewer. */
const most = 256

const comment = (form: string, id: string) =>
  `Мероприятия программы связаны с целью и задачами, сроки и ответственные названы. Не хватает показателей, по которым школа увидит, что риск снижен: ${form}, ${id}.`

/** A session of a person, as the cookie that a browser would send. */
export const openSession = async ({ db }: World, person: string): Promise<string> => {
  const [id, now] = [randomBytes(32).toString('base64url'), new Date().toISOString()]
  const id_sha256 = createHash('sha256').update(id).digest('hex')
  await db
    .insertInto('session')
    .values({ id_sha256, person, made_at: now, seen_at: now, expires_at: '2100-01-01T00:00:00.000Z' })
    .execute()
  return `vzaimo=${id}`
}

const sendPackages = async ({ db, house }: World, { id, schools }: Pair): Promise<void> => {
  const { workflow, newId, newSalt } = house
  const readFacts = async () => ({ missing: [], versions: [] })
  const dispatch = createDispatch(db, { workflow, newId, newSalt, authorize, readFacts })
  for (const [index, { head }] of schools.entries()) {
    const command = { root: id, key: seatKey(index + 1), event: { type: 'package.send' }, person: head, at: morning }
    const outcome = await dispatch(command)
    if ('refusal' in outcome) throw new Error(`A package was refused: ${outcome.refusal.why}`)
  }
}

/** Two programmes of the second school, and a document in each slot that is scored. */
const fillPackage = async ({ db, season }: World, { id, schools }: Pair): Promise<string[]> => {
  const [, { head }] = schools
  const programmes = [1, 2].map(n => ({ id: randomUUID(), n, title: `Риск ${n}: низкая мотивация обучающихся` }))
  await db
    .insertInto('programme')
    .values(programmes.map(programme => ({ ...programme, root: id, seat: 2, factors: '[6]' })))
    .execute()
  const slots = season.criteria.forms.flatMap(({ document, repeatedFor }) =>
    repeatedFor === undefined ? [document] : programmes.map(programme => `${document}/${programme.id}`),
  )
  const sha256 = 'b'.repeat(64)
  await db
    .insertInto('blob')
    .values({ sha256, bytes: 84_000, type: 'docx' })
    .onConflict(conflict => conflict.doNothing())
    .execute()
  const at = '2022-09-29T05:00:00.000Z'
  const filename = 'Антирисковая программа.docx'
  await db
    .insertInto('document')
    .values(
      slots.map(slot => ({
        id: randomUUID(),
        root: id,
        seat: 2,
        slot,
        version: 1,
        sha256,
        filename,
        at,
        author: head,
      })),
    )
    .execute()
  return programmes.map(programme => programme.id)
}

const questionsOf = ({ season: { criteria } }: World, programmes: readonly string[]): Question[] => {
  const perForm = criteria.closingQuestions.filter(({ per }) => per === 'form')
  const forms = criteria.forms.flatMap(form =>
    (form.repeatedFor === undefined ? [form.document] : programmes.map(id => `${form.document}.${id}`)).flatMap(id =>
      [...form.criteria, ...perForm].map(question => ({ form: id, id: question.id })),
    ),
  )
  const whole = criteria.closingQuestions
    .filter(({ per }) => per === 'review')
    .map(({ id }) => ({ form: 'review', id }))
  return [...forms, ...whole]
}

/** Every answer of the first school's review, as if it had been written once. */
const fillForms = async ({ db }: World, { id, schools }: Pair, questions: readonly Question[]): Promise<void> => {
  const [{ helper }] = schools
  const rows = questions.map(({ form, id: question }) => {
    const body = comment(form.slice(0, 16), question)
    const score = form === 'review' || question === 'notes' ? null : '2'
    return { id: randomUUID(), form, question, score, body, salt: '0'.repeat(32), sha256: 'c'.repeat(64) }
  })
  await sql`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS t(id uuid, form text, question text, score text, body text, salt text, sha256 text)
    ), answers AS (
      INSERT INTO answer (root, assignment, form, question, version, score, body, at, author)
      SELECT ${id}::uuid, 'assignment/1-2', form, question, 1, score, body, ${morning}::timestamptz, ${helper}::uuid FROM given
    )
    INSERT INTO answer_version (id, root, assignment, form, question, version, fate, score, body, salt, sha256, at, author)
    SELECT id, ${id}::uuid, 'assignment/1-2', form, question, 1, 'kept', score, body, salt, sha256, ${morning}::timestamptz,
      ${helper}::uuid
    FROM given
  `.execute(db)
}

const beginWriting = async (world: World, pair: Pair): Promise<Writing> => {
  await sendPackages(world, pair)
  const programmes = await fillPackage(world, pair)
  const questions = questionsOf(world, programmes)
  await fillForms(world, pair, questions)
  const [{ head, helper }] = pair.schools
  const [asHead, asHelper] = [await openSession(world, head), await openSession(world, helper)]
  const form = questions.findLast(question => question.form !== 'review')?.form ?? ''
  return { root: pair.id, head: asHead, helper: asHelper, questions, form }
}

/** Brings pairs of a world to where the first school writes its review, with every answer filled in once. */
export const openWritings = async (world: World): Promise<readonly Writing[]> => {
  const waiting = world.pairs.slice(0, most)
  const writings: Writing[] = []
  const one = async () => {
    for (let pair = waiting.shift(); pair !== undefined; pair = waiting.shift())
      writings.push(await beginWriting(world, pair))
  }
  await Promise.all(Array.from({ length: 4 }, one))
  await sql`VACUUM ANALYZE`.execute(world.db)
  return writings
}
