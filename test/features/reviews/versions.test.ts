import { randomUUID } from 'node:crypto'
import t from 'tap'
import { answerPath } from '../../../src/features/reviews/place.ts'
import { ask, browse, doAct, fillIn, put } from './fixtures/asking.ts'
import { addDocument, type ReviewHouse, reviewHouse } from './fixtures/review-house.ts'

const [form, question] = ['midterm-programme', 'midterm.tasks-match-goal']
const goal = `${form}/${question}`
const head = 'school-21-head'
const helper = 'school-21-helper'

const historyOf = async (it: ReviewHouse, name: string) =>
  (await ask(it, name, 'GET', `/api${answerPath(it.ours, form, question)}/versions`)).json().versions

const restore = async (it: ReviewHouse, name: string, id: string, base: number, client: string = randomUUID()) => {
  const url = `/api${answerPath(it.ours, form, question)}/versions/${id}/restore`
  const headers = { 'if-match': `"${base}"`, 'idempotency-key': client }
  const response = await ask(it, name, 'POST', url, { headers })
  return { status: response.statusCode, ...response.json() }
}

t.test('every wording is kept with who, when and on which version of the document, the newest first', async t => {
  const it = await reviewHouse(t)
  await addDocument(it, 2, form, 1, '2022-10-05T07:00:00.000Z')
  await put(it, head, it.ours, goal, { score: '1', body: 'первая' })
  await it.at('2022-10-15T09:30:00.000Z')
  await addDocument(it, 2, form, 2, '2022-10-15T08:00:00.000Z')
  await put(it, helper, it.ours, goal, { score: '2', body: 'вторая' }, { base: 1 })
  t.match(await historyOf(it, head), [
    {
      version: 2,
      fate: 'kept',
      score: '2',
      body: 'вторая',
      mine: false,
      author: 'Помощник, СШ № 21',
      clock: '12:30',
      scoredVersion: 2,
    },
    {
      version: 1,
      fate: 'kept',
      score: '1',
      body: 'первая',
      mine: true,
      author: null,
      clock: '14:02',
      scoredVersion: 1,
    },
  ])
  const page = await browse(it, head, `/partnerships/${it.root}/assignments/1/2/forms/${form}`)
  t.match(page.body, 'Оценено по версии 2')
  await addDocument(it, 2, form, 3, '2022-10-15T09:00:00.000Z')
  const later = await browse(it, head, `/partnerships/${it.root}/assignments/1/2/forms/${form}`)
  t.match(later.body, 'Оценено по версии 2; версия 3 пришла 15 октября')
})

t.test('a file that the partner keeps as a draft is not what was scored', async t => {
  const it = await reviewHouse(t)
  await addDocument(it, 2, form, 1, '2022-10-05T07:00:00.000Z')
  await addDocument(it, 2, form, 2, '2022-10-12T07:00:00.000Z')
  await it.db.updateTable('document').set({ reason: null }).where('version', '=', 2).execute()
  t.match(await put(it, head, it.ours, goal, { score: '3', body: '' }), { scoredVersion: 1 })
})

t.test('an earlier wording is brought back as a new version; a stale hand meets the newer one', async t => {
  const it = await reviewHouse(t)
  await put(it, head, it.ours, goal, { score: '1', body: 'первая' })
  await put(it, head, it.ours, goal, { score: '2', body: 'вторая' }, { base: 1 })
  const [, first] = await historyOf(it, head)
  const client = randomUUID()
  t.match(await restore(it, helper, first.id, 2, client), {
    status: 200,
    version: 3,
    score: '1',
    body: 'первая',
    mine: true,
  })
  t.match(
    await restore(it, helper, first.id, 2, client),
    { status: 200, version: 3 },
    'the same key gives the first answer',
  )
  await put(it, head, it.ours, goal, { score: '3', body: 'четвёртая' }, { base: 3 })
  t.match(await restore(it, helper, first.id, 2), {
    status: 412,
    theirs: { version: 4, body: 'четвёртая' },
    yours: { body: 'первая' },
  })
  t.match(await restore(it, head, randomUUID(), 4), { status: 404 })
})

t.test('a wording that came too late can be brought back once the review is taken back', async t => {
  const it = await reviewHouse(t)
  await fillIn(it, head, it.ours)
  await doAct(it, head, it.ours, 'submit')
  const late = await put(it, helper, it.ours, goal, { score: '2', body: 'поздно' }, { base: 1 })
  t.match(await restore(it, helper, late.yours.id, 1), { status: 409 })
  await doAct(it, head, it.ours, 'take-back')
  t.match(await restore(it, head, late.yours.id, 1), { status: 404 }, 'its author alone knows of it')
  t.match(await restore(it, helper, late.yours.id, 1), { status: 200, version: 2, body: 'поздно' })
  t.match(await historyOf(it, head), [
    { fate: 'kept', version: 2 },
    { fate: 'kept', version: 1 },
  ])
})

t.test('a text that was blanked leaves its version, and cannot be brought back', async t => {
  const it = await reviewHouse(t)
  await put(it, head, it.ours, goal, { score: '1', body: 'имя ребёнка' })
  await put(it, head, it.ours, goal, { score: '1', body: 'без имени' }, { base: 1 })
  await it.db.updateTable('answer_version').set({ body: null }).where('version', '=', 1).execute()
  const [, first] = await historyOf(it, head)
  t.match(first, { version: 1, body: null })
  t.match(await restore(it, head, first.id, 2), { status: 404 })
  t.match((await browse(it, head, `${answerPath(it.ours, form, question)}/versions`)).body, 'Текст удалён')
})
