import type * as Tap from 'tap'
import { docx, pdf } from '../../fixtures/files/make.ts'
import { type Entered, legible, reviewedProgrammes, sampleText, scoredLines } from '../../journey/review-example.ts'
import { fresh, type Program } from './calls.ts'

type Asserts = Pick<Tap.Test, 'equal' | 'same' | 'ok' | 'match'>

/** One school of a pair at its seat, as its program. */
export type School = { readonly seat: '1' | '2'; readonly program: Program }

type Programme = { readonly title: string; readonly factors: readonly number[] }

const reviewOf = (root: string, { seat }: School) => ({ root, reviewer: seat, reviewed: seat === '1' ? '2' : '1' })

const upload = async (
  t: Asserts,
  root: string,
  { program, seat }: School,
  slot: string,
  bytes: Buffer,
  name: string,
) => {
  const filed = await program.call('postPartnershipSeatPackageDocuments', {
    path: { root, seat },
    header: { ...fresh(), 'If-Match': '"0"' },
    body: { slot, file: new File([Uint8Array.from(bytes)], name) },
  })
  t.equal(filed.status, 201, `${name} is filed`)
  if (filed.status === 201) t.equal(filed.body.version, 1)
}

/** Fills a package from nothing; answers the ids of the programmes by their titles. */
const fillPackage = async (t: Asserts, root: string, school: School, programmes: readonly Programme[]) => {
  const { program, seat } = school
  const path = { root, seat }
  const word = await program.call('postPartnershipSeatPackagePrivacy', {
    path,
    header: fresh(),
    body: { removed: true },
  })
  t.equal(word.status, 200)
  const factors = programmes.flatMap(each => each.factors)
  const chosen = await program.call('putPartnershipSeatPackageFactors', {
    path,
    header: { ...fresh(), 'If-Match': '"0"' },
    body: { factors },
  })
  if (chosen.status === 200)
    t.same(
      chosen.body.factors,
      factors.toSorted((a, b) => a - b),
    )
  await upload(t, root, school, 'risk-profile', pdf(), 'Рисковый профиль.pdf')
  await upload(t, root, school, 'development-concept', await docx('Концепция'), 'Концепция развития.docx')
  await upload(t, root, school, 'midterm-programme', await docx('Программа'), 'Среднесрочная программа.docx')
  const ids = new Map<string, string>()
  for (const { title, factors } of programmes) {
    const added = await program.call('postPartnershipSeatPackageProgrammes', {
      path,
      header: fresh(),
      body: { title, factors },
    })
    if (added.status !== 200) throw new Error(`«${title}» was answered with ${added.status}`)
    ids.set(title, added.body.programme)
    await upload(t, root, school, `antirisk-programme/${added.body.programme}`, await docx(title), `${title}.docx`)
  }
  return ids
}

const sendPackage = async (t: Asserts, root: string, { program, seat }: School) => {
  const path = { root, seat }
  const seen = await program.call('getPartnershipSeatPackage', { path })
  if (seen.status !== 200) throw new Error(`The package was answered with ${seen.status}`)
  t.same(seen.body.missing, [], 'nothing is missing')
  t.equal(seen.body.may.send, true)
  const sent = await program.call('postPartnershipSeatPackageSend', {
    path,
    header: { ...fresh(), 'If-Match': seen.etag },
    body: {},
  })
  t.equal(sent.status, 200, 'the package is sent')
  const again = await program.call('postPartnershipSeatPackageSend', {
    path,
    header: { ...fresh(), 'If-Match': seen.etag },
    body: {},
  })
  t.equal(again.status, 412, 'seen before it was sent, it is old')
}

const openPackage = async (t: Asserts, root: string, { program, seat }: School) => {
  const path = { root, seat: seat === '1' ? '2' : '1' }
  const { etag } = await program.call('getPartnershipSeatPackage', { path })
  const opened = await program.call('postPartnershipSeatPackageOpen', {
    path,
    header: { ...fresh(), 'If-Match': etag },
    body: {},
  })
  t.equal(opened.status, 200, 'the partner opens it')
}

const enter = async (t: Asserts, root: string, school: School, answers: readonly Entered[]) => {
  for (const { form, question, score = null, body = '' } of answers) {
    const path = { ...reviewOf(root, school), form, question }
    const before = await school.program.call('getPartnershipAssignmentAnswer', { path })
    const saved = await school.program.call('putPartnershipAssignmentAnswer', {
      path,
      header: { ...fresh(), 'If-Match': before.status === 200 ? before.etag : '"0"' },
      body: { score, body },
    })
    t.equal(saved.status, 200, `${form} ${question}`)
  }
}

const submit = async (root: string, school: School) => {
  const path = reviewOf(root, school)
  const { etag } = await school.program.call('getPartnershipAssignment', { path })
  return school.program.call('postPartnershipAssignmentSubmit', {
    path,
    header: { ...fresh(), 'If-Match': etag },
    body: {},
  })
}

const lineOf = (name: string): { form: string; question: string } => {
  const cut = name.lastIndexOf('/')
  return { form: name.slice(0, cut), question: name.slice(cut + 1) }
}

/** The pair by a program of each school: from empty packages to the reveal, with the real review's words in it. */
export const wholeHistory = async (t: Asserts, root: string, first: School, second: School): Promise<void> => {
  const listed = await first.program.call('getPartnerships', { query: { limit: 1 } })
  if (listed.status === 200) t.equal(listed.body.partnerships[0]?.root, root, 'a program finds its pair')
  const own = await fillPackage(t, root, first, [{ title: 'Дефицит педагогических кадров', factors: [2] }])
  const theirs = await fillPackage(t, root, second, reviewedProgrammes)
  await sendPackage(t, root, first)
  await sendPackage(t, root, second)
  await openPackage(t, root, first)
  await openPackage(t, root, second)

  const real = legible(title => theirs.get(title) ?? '')
  await enter(t, root, first, real)
  const refused = await submit(root, first)
  t.equal(refused.status, 409, 'not all lines are filled')
  const lines = scoredLines([...theirs.values()])
  const scored = new Set(real.map(({ form, question }) => `${form}/${question}`))
  const rest = lines.filter(line => !scored.has(line))
  if (refused.status === 409)
    t.same(
      (refused.body.missing ?? []).map(({ code }) => code).toSorted(),
      rest.map(line => `${line}:score`).toSorted(),
    )
  await enter(
    t,
    root,
    first,
    rest.map((line, n) => ({ ...lineOf(line), score: '1' as const, body: sampleText(n) })),
  )
  t.equal((await submit(root, first)).status, 200, 'school 21 has submitted')
  const sealed = await second.program.call('getPartnershipAssignment', { path: reviewOf(root, first) })
  if (sealed.status === 200) t.equal(sealed.body.results, null, 'sealed for the partner')
  const foreign = await second.program.call('getPartnershipAssignmentForm', {
    path: { ...reviewOf(root, first), form: 'midterm-programme' },
  })
  t.equal(foreign.status, 403)

  const others = scoredLines([...own.values()])
  await enter(
    t,
    root,
    second,
    others.map((line, n) => ({ ...lineOf(line), score: '2' as const, body: sampleText(n) })),
  )
  t.equal((await submit(root, second)).status, 200, 'the partner has submitted')
  const revealed = await second.program.call('getPartnershipAssignment', { path: reviewOf(root, first) })
  if (revealed.status !== 200) throw new Error(`The review was answered with ${revealed.status}`)
  t.equal(revealed.body.state, 'revealed', 'both see both')
  const said = new Set((revealed.body.results ?? []).map(line => line.said?.body ?? ''))
  for (const { body } of real) if (body !== undefined) t.ok(said.has(body), 'word for word')
  const history = await first.program.call('getPartnershipHistory', { path: { root }, query: { limit: 200 } })
  if (history.status === 200) t.ok(history.body.rows.some(({ type }) => type === 'review.submit'))
  const forms = await first.program.call('getPartnershipAssignmentForm', {
    path: { ...reviewOf(root, first), form: 'midterm-programme' },
  })
  t.equal(forms.status, 200)
  t.equal((await first.program.call('getPartnershipAssignmentChoices', { path: reviewOf(root, first) })).status, 200)
  t.equal((await first.program.call('getPartnership', { path: { root } })).status, 200)
  t.equal((await first.program.call('getMe', {})).status, 200)
  t.equal((await first.program.call('getMachines', {})).status, 403)
}
