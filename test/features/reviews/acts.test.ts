import { randomUUID } from 'node:crypto'
import t from 'tap'
import { canonical, sha256 } from '../../../src/engine/chain.ts'
import { ask, doAct, fillIn, put } from './fixtures/asking.ts'
import { reviewHouse } from './fixtures/review-house.ts'

const goal = 'midterm-programme/midterm.tasks-match-goal'
const reason = { reason: 'директор на больничном' }

t.test('an empty review names every line that it lacks, with a way to each', async t => {
  const it = await reviewHouse(t)
  const refused = await doAct(it, 'school-21-head', it.ours, 'submit')
  t.match(refused, { status: 409, type: '/problems/not-now' })
  t.equal(refused.missing.length, 3 + 3 + 6 + 6)
  await put(it, 'school-21-head', it.ours, goal, { score: '1', body: ' \n' })
  const { missing } = (
    await ask(it, 'school-21-helper', 'GET', `/api/partnerships/${it.root}/assignments/1/2/submit`)
  ).json()
  t.match(
    missing.find(({ code }: { code: string }) => code.startsWith(goal)),
    {
      code: 'midterm-programme/midterm.tasks-match-goal:comment',
      says: /Среднесрочная программа развития: 2\. Задачи.*обязателен/,
      href: `/partnerships/${it.root}/assignments/1/2/forms/midterm-programme?told=yes#q-midterm.tasks-match-goal`,
    },
  )
})

t.test(
  'a submission holds the versions of its answers and a checksum, no word of them, and no private note',
  async t => {
    const it = await reviewHouse(t)
    await fillIn(it, 'school-21-head', it.ours)
    await put(it, 'school-21-head', it.ours, goal, { score: '2', body: 'слова о цели' }, { base: 1 })
    await put(it, 'school-21-head', it.ours, 'midterm-programme/notes', { score: null, body: 'между нами' })
    await put(it, 'school-21-head', it.ours, 'review/strengths', { score: null, body: 'команда' })
    const once = randomUUID()
    const receipt = await doAct(it, 'school-21-head', it.ours, 'submit', { once })
    t.match(receipt, { status: 200, key: 'assignment/1-2', hash: /^[0-9a-f]{64}$/ })
    t.same(
      await doAct(it, 'school-21-head', it.ours, 'submit', { once }),
      receipt,
      'the same key gives the same receipt',
    )
    const row = await it.db
      .selectFrom('history')
      .selectAll()
      .where('root', '=', it.root)
      .where('n', '=', receipt.n)
      .executeTakeFirstOrThrow()
    const {
      answers,
      sha256: sum,
      missing,
    } = row.event.facts as { answers: { answer: string; version: number }[]; sha256: string; missing: string[] }
    t.same(missing, [])
    t.equal(answers.length, 19)
    t.match(
      answers.find(({ answer }) => answer === goal),
      { version: 2 },
    )
    t.ok(answers.some(({ answer }) => answer === 'review/strengths'))
    t.notOk(answers.some(({ answer }) => answer.endsWith('/notes')))
    t.notMatch(JSON.stringify(row), /слова|между|команда/)
    const versions = await it.db.selectFrom('answer_version').selectAll().execute()
    const listed = answers.map(({ answer, version }) => ({
      answer,
      version,
      sha256: versions.find(it => `${it.form}/${it.question}` === answer && it.version === version)?.sha256,
    }))
    t.equal(sum, sha256(canonical({ answers: listed })), 'the checksum can be made again from what is kept')
  },
)

t.test('who may submit, take back, open and reopen, and when', async t => {
  const it = await reviewHouse(t)
  await fillIn(it, 'school-21-head', it.ours)
  t.equal((await doAct(it, 'school-21-helper', it.ours, 'submit')).status, 403, 'a helper writes but does not decide')
  t.equal((await doAct(it, 'priirtyshskaya-head', it.ours, 'submit')).status, 403)
  t.equal((await doAct(it, 'school-36-head', it.ours, 'submit')).status, 404)
  t.equal((await doAct(it, 'school-21-head', { ...it.ours, reviewed: 3 }, 'submit')).status, 404)
  t.equal((await doAct(it, 'school-21-coordinator', it.ours, 'submit')).status, 200)
  t.equal((await doAct(it, 'school-21-head', it.ours, 'submit')).status, 409, 'twice')
  t.equal((await doAct(it, 'school-21-head', it.ours, 'take-back')).status, 200)
  t.equal((await put(it, 'school-21-head', it.ours, goal, { score: '2', body: 'правка' }, { base: 1 })).status, 200)
  t.equal((await doAct(it, 'school-21-head', it.ours, 'submit')).status, 200)

  t.equal(
    (await doAct(it, 'municipal-smolensk', it.ours, 'open', { body: reason })).status,
    403,
    'half of the pair is not enough',
  )
  t.equal((await doAct(it, 'curator-gymnasium-1', it.ours, 'open', { body: reason })).status, 403)
  t.equal((await doAct(it, 'federal', it.ours, 'open', { body: { reason: '' } })).status, 422)
  t.equal((await doAct(it, 'federal', it.ours, 'reopen', { body: reason })).status, 409, 'not yet revealed')
  t.equal((await doAct(it, 'federal', it.ours, 'open', { body: reason })).status, 200)
  t.equal((await doAct(it, 'school-21-head', it.ours, 'take-back')).status, 409, 'it was read')
  t.equal((await doAct(it, 'regional-tyumen', it.ours, 'reopen', { body: reason })).status, 403)
  t.equal((await doAct(it, 'federal', it.ours, 'reopen', { body: reason })).status, 200)
  t.equal(
    (await put(it, 'school-21-head', it.ours, goal, { score: '1', body: 'после раскрытия' }, { base: 2 })).status,
    200,
  )
  t.equal((await doAct(it, 'school-21-head', it.ours, 'submit')).status, 200)
  const { value, context } = await it.db
    .selectFrom('thing')
    .selectAll()
    .where('root', '=', it.root)
    .where('key', '=', 'assignment/1-2')
    .executeTakeFirstOrThrow()
  t.match({ value, context }, { value: { review: 'revealed' }, context: { version: 3, changedAfterReveal: true } })
})

t.test('both submitted: both open at once, and neither can be taken back', async t => {
  const it = await reviewHouse(t)
  await fillIn(it, 'school-21-head', it.ours)
  await fillIn(it, 'priirtyshskaya-head', it.theirs)
  await doAct(it, 'school-21-head', it.ours, 'submit')
  t.equal((await doAct(it, 'priirtyshskaya-head', it.theirs, 'submit')).status, 200)
  const states = await it.db
    .selectFrom('thing')
    .select('value')
    .where('root', '=', it.root)
    .where('machine', '=', 'assignment')
    .execute()
  t.match(states, [{ value: { review: 'revealed' } }, { value: { review: 'revealed' } }])
  t.equal((await doAct(it, 'school-21-head', it.ours, 'take-back')).status, 409)
})

t.test('whoever has still to choose between two wordings does not submit over it; a colleague may', async t => {
  const it = await reviewHouse(t)
  await fillIn(it, 'school-21-head', it.ours)
  const lost = await put(it, 'school-21-coordinator', it.ours, goal, { score: '2', body: 'моё' })
  t.equal(lost.status, 412)
  const refused = await doAct(it, 'school-21-coordinator', it.ours, 'submit')
  t.match(refused, { status: 409, missing: [{ code: `${goal}:choice`, says: /выберите одну из\sдвух редакций/ }] })
  const choices = await ask(it, 'school-21-coordinator', 'GET', `/api/partnerships/${it.root}/assignments/1/2/choices`)
  t.match(choices.json(), { choices: [{ yours: { id: lost.yours.id, body: 'моё' }, theirs: { version: 1 } }] })
  const settle = `/api/partnerships/${it.root}/assignments/1/2/answers/${goal}/versions/${lost.yours.id}/settle`
  const key = { 'idempotency-key': randomUUID() }
  t.equal(
    (await ask(it, 'school-21-head', 'POST', settle, { headers: key })).statusCode,
    404,
    "another's wording is not theirs to leave",
  )
  t.equal((await ask(it, 'school-21-coordinator', 'POST', settle, { headers: key })).statusCode, 204)
  t.equal((await ask(it, 'school-21-coordinator', 'POST', settle, { headers: key })).statusCode, 204)
  t.equal((await doAct(it, 'school-21-coordinator', it.ours, 'submit')).status, 200)
})

t.test('a newer version of the same person settles a wording that was not taken', async t => {
  const it = await reviewHouse(t)
  await fillIn(it, 'school-21-head', it.ours)
  await put(it, 'school-21-coordinator', it.ours, goal, { score: '2', body: 'моё' })
  await put(it, 'school-21-coordinator', it.ours, goal, { score: '2', body: 'моё' }, { base: 1 })
  t.equal((await doAct(it, 'school-21-coordinator', it.ours, 'submit')).status, 200)
})
