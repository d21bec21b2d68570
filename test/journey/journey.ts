import { randomUUID } from 'node:crypto'
import type * as Tap from 'tap'
import { docx, pdf } from '../fixtures/files/make.ts'
import type { Client } from './client.ts'
import { type Entered, legible, reviewedProgrammes, sampleText, scoredLines } from './review-example.ts'

type Asserts = Pick<Tap.Test, 'equal' | 'same'>

/** One school at its seat, and the seat that it reviews; of a pair the other one, if it is not said. */
export type School = { seat: number; reviews?: number; client: Client }

const reviewedBy = ({ seat, reviews = seat === 1 ? 2 : 1 }: School): number => reviews

const at = (root: string) => `/partnerships/${root}`
const packageAt = (root: string, seat: number) => `${at(root)}/seats/${seat}/package`
const reviewAt = (root: string, school: School) => `${at(root)}/assignments/${school.seat}/${reviewedBy(school)}`

const upload = async (t: Asserts, root: string, { client, seat }: School, slot: string, file: Buffer, name: string) => {
  const form = new FormData()
  form.append('slot', slot)
  form.append('file', new Blob([Uint8Array.from(file)]), name)
  const { status, body } = await client.send('POST', `${packageAt(root, seat)}/documents`, form, { 'if-match': '"0"' })
  t.equal(status, 201, `${name} is filed: ${body.detail ?? ''}`)
}

/** Fills a school's package with the documents that the season asks for; answers the programmes' ids by their titles. */
export const fillPackage = async (
  t: Asserts,
  root: string,
  school: School,
  programmes: readonly { title: string; factors: readonly number[] }[],
): Promise<Map<string, string>> => {
  const { client, seat } = school
  const own = packageAt(root, seat)
  t.equal((await client.send('POST', `${own}/privacy`, { removed: true })).status, 200, 'no children’s names inside')
  const factors = programmes.flatMap(programme => programme.factors)
  t.equal((await client.send('PUT', `${own}/factors`, { factors }, { 'if-match': '"0"' })).status, 200, 'factors')
  await upload(t, root, school, 'risk-profile', pdf(), 'Рисковый профиль.pdf')
  await upload(t, root, school, 'development-concept', await docx('Концепция'), 'Концепция развития.docx')
  await upload(t, root, school, 'midterm-programme', await docx('Программа'), 'Среднесрочная программа.docx')
  const ids = new Map<string, string>()
  for (const { title, factors: own2 } of programmes) {
    const { status, body } = await client.send('POST', `${own}/programmes`, { title, factors: [...own2] })
    t.equal(status, 200, `«${title}»: ${body.detail ?? ''}`)
    ids.set(title, String(body.programme))
    await upload(t, root, school, `antirisk-programme/${body.programme}`, await docx(title), `${title}.docx`)
  }
  return ids
}

export const sendPackage = async (t: Asserts, root: string, { client, seat }: School) => {
  const { status, body } = await client.act(`${packageAt(root, seat)}/send`, packageAt(root, seat))
  t.equal(status, 200, `package ${seat} is sent: ${body.detail ?? ''}`)
}

export const openPackage = async (t: Asserts, root: string, school: School) => {
  const partners = packageAt(root, reviewedBy(school))
  t.equal((await school.client.act(`${partners}/open`, partners)).status, 200, 'the partner opens it')
}

/** Enters answers as somebody types them, each over the version before. */
const enter = async (t: Asserts, root: string, school: School, answers: readonly Entered[]) => {
  for (const { form, question, score = null, body = '' } of answers) {
    const path = `${reviewAt(root, school)}/answers/${encodeURIComponent(form)}/${question}`
    const before = (await school.client.get(path)).etag ?? '"0"'
    const saved = await school.client.send(
      'PUT',
      path,
      { score, body },
      { 'if-match': before, 'idempotency-key': randomUUID() },
    )
    t.equal(saved.status, 200, `${form} ${question}: ${saved.body.detail ?? ''}`)
  }
}

const submit = (school: School, root: string) =>
  school.client.act(`${reviewAt(root, school)}/submit`, reviewAt(root, school))

const lineOf = (name: string): { form: string; question: string } => {
  const cut = name.lastIndexOf('/')
  return { form: name.slice(0, cut), question: name.slice(cut + 1) }
}

/** The ids of each school's programmes by their titles. */
export type Packages = { own: Map<string, string>; theirs: Map<string, string> }

/** Two schools from empty packages to packages that were sent and opened. */
export const packages = async (t: Asserts, root: string, first: School, second: School): Promise<Packages> => {
  const own = await fillPackage(t, root, first, [{ title: 'Дефицит педагогических кадров', factors: [2] }])
  const theirs = await fillPackage(t, root, second, reviewedProgrammes)
  for (const school of [first, second]) await sendPackage(t, root, school)
  for (const school of [first, second]) await openPackage(t, root, school)
  return { own, theirs }
}

/** School 21 enters what the real review holds, is told exactly what it lacks, fills that with our own texts, and submits. */
export const firstReview = async (t: Asserts, root: string, first: School, { theirs }: Packages) => {
  const real = legible(title => theirs.get(title) ?? '')
  await enter(t, root, first, real)
  const refused = await submit(first, root)
  t.equal(refused.status, 409, 'not all lines are filled')
  const lines = scoredLines([...theirs.values()])
  const scored = new Set(real.map(({ form, question }) => `${form}/${question}`))
  const lacking = lines.filter(line => !scored.has(line)).map(line => `${line}:score`)
  const missing = (refused.body.missing as { code: string }[]).map(({ code }) => code)
  t.same(missing.toSorted(), lacking.toSorted(), 'exactly the lines without a required score or comment')

  const rest = lines.filter(line => !scored.has(line))
  await enter(
    t,
    root,
    first,
    rest.map((line, n) => ({ ...lineOf(line), score: '1' as const, body: sampleText(n) })),
  )
  const done = await submit(first, root)
  t.equal(done.status, 200, `school 21 has submitted: ${done.body.detail ?? ''}`)
}

/** A review whose every text is ours, of a school with these programmes (title → id), submitted. */
export const sampleReview = async (t: Asserts, root: string, school: School, programmes: Map<string, string>) => {
  const lines = scoredLines([...programmes.values()])
  await enter(
    t,
    root,
    school,
    lines.map((line, n) => ({ ...lineOf(line), score: '2' as const, body: sampleText(n) })),
  )
  const { status, body } = await submit(school, root)
  t.equal(status, 200, `school ${school.seat} has submitted: ${body.detail ?? ''}`)
}

/** Two schools from an empty package to the reveal. */
export const packagesAndReviews = async (t: Asserts, root: string, first: School, second: School) => {
  const sent = await packages(t, root, first, second)
  await firstReview(t, root, first, sent)
  const sealed = await second.client.get(reviewAt(root, first))
  t.equal(sealed.body.results ?? null, null, 'sealed for the partner')

  await sampleReview(t, root, second, sent.own)
  const revealed = await second.client.get(reviewAt(root, first))
  t.equal(revealed.body.state, 'revealed', 'both see both')
  const text = JSON.stringify(revealed.body.results)
  for (const { body } of legible(title => sent.theirs.get(title) ?? ''))
    if (body) t.equal(text.includes(JSON.stringify(body).slice(1, -1)), true, 'word for word')
}
