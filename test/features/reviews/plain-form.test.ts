import t from 'tap'
import { formPath, reviewPath } from '../../../src/features/reviews/place.ts'
import { browse, doAct, fieldsOf, fillIn, post, put } from './fixtures/asking.ts'
import { type ReviewHouse, reviewHouse } from './fixtures/review-house.ts'

const form = 'midterm-programme'
const goal = 'midterm.tasks-match-goal'
const causes = 'midterm.tasks-match-causes'
const head = 'school-21-head'
const helper = 'school-21-helper'

const formOf = async (it: ReviewHouse, name: string) => {
  const path = formPath(it.ours, form)
  return { path, fields: fieldsOf((await browse(it, name, path)).body, path) }
}

/** Presses a button of the page at `path` whose form goes to `action`. */
const press = async (
  it: ReviewHouse,
  name: string,
  path: string,
  action: string,
  change: Record<string, string> = {},
) => post(it, name, action, { ...fieldsOf((await browse(it, name, path)).body, action), ...change })

t.test('without a script everything is saved by one button, and what was not touched stays as it is', async t => {
  const it = await reviewHouse(t)
  await put(it, helper, it.ours, `${form}/${causes}`, { score: '2', body: '\nс новой строки <b>' })
  const { path, fields } = await formOf(it, head)
  t.equal(fields[`body:${causes}`], '\nс новой строки <b>', 'a text that begins with a line break comes back as it is')
  const saved = await post(it, head, path, {
    ...fields,
    [`score:${goal}`]: '1',
    [`body:${goal}`]: 'цель\nшире',
    press: 'save',
  })
  t.match(saved, { status: 303, location: path })
  t.match(await it.db.selectFrom('answer').selectAll().orderBy('question').execute(), [
    { question: causes, version: 1, author: it.person(helper) },
    { question: goal, version: 1, score: '1', body: 'цель\nшире', author: it.person(head) },
  ])
  t.match((await browse(it, head, path)).body, /Сохранено в\s14:02/)
})

t.test('two people save one form: the later one sees both texts on a page of its own, and chooses', async t => {
  const it = await reviewHouse(t)
  const { path, fields } = await formOf(it, helper)
  await put(it, head, it.ours, `${form}/${goal}`, { score: '1', body: 'директор' })
  await put(it, head, it.ours, `${form}/${causes}`, { score: '1', body: 'причины' })
  const met = await post(it, helper, path, {
    ...fields,
    [`score:${goal}`]: '2',
    [`body:${goal}`]: 'помощник',
    [`score:${causes}`]: '3',
    [`body:${causes}`]: 'иначе',
    press: 'submit',
  })
  const choices = `${reviewPath(it.ours)}/choices`
  t.match(met, { status: 303, location: choices })
  const page = await browse(it, helper, choices)
  for (const text of ['директор', 'помощник', 'причины', 'иначе']) t.match(page.body, text)
  t.match((await browse(it, helper, path)).body, '<div data-choice>', 'the form says it too')
  t.notMatch((await browse(it, head, path)).body, '<div data-choice>', 'to nobody else')

  const [keep = ''] = page.body.match(/action="([^"]*tasks-match-goal\/versions\/[^"]*\/restore)"/)?.slice(1) ?? []
  t.match(await press(it, helper, choices, keep), { status: 303, location: choices }, 'there is more to choose')
  const [take = ''] = page.body.match(/action="([^"]*tasks-match-causes\/versions\/[^"]*\/settle)"/)?.slice(1) ?? []
  t.match(await press(it, helper, choices, take), { status: 303, location: `${path}#q-${causes}` })
  t.match(await it.db.selectFrom('answer').selectAll().orderBy('question').execute(), [
    { question: causes, version: 1, body: 'причины' },
    { question: goal, version: 2, score: '2', body: 'помощник', author: it.person(helper) },
  ])
})

t.test('both wordings are put together', async t => {
  const it = await reviewHouse(t)
  await put(it, head, it.ours, `${form}/${goal}`, { score: '1', body: 'одно' })
  await put(it, helper, it.ours, `${form}/${goal}`, { score: '2', body: 'другое' })
  const choices = `${reviewPath(it.ours)}/choices`
  const action = `${reviewPath(it.ours)}/answers/${form}/${goal}`
  const fields = fieldsOf((await browse(it, helper, choices)).body, action)
  t.equal(fields.body, 'другое\n\nодно')
  await post(it, helper, action, { ...fields, body: 'другое и одно' })
  t.match(await it.db.selectFrom('answer').selectAll().execute(), [{ version: 2, score: '2', body: 'другое и одно' }])
  t.match((await browse(it, helper, choices)).body, 'Выбирать не из')
})

t.test('an earlier wording is brought back as a new one', async t => {
  const it = await reviewHouse(t)
  await put(it, head, it.ours, `${form}/${goal}`, { score: '1', body: 'первая' })
  await put(it, helper, it.ours, `${form}/${goal}`, { score: '2', body: 'вторая' }, { base: 1 })
  const versions = `${reviewPath(it.ours)}/answers/${form}/${goal}/versions`
  const { body } = await browse(it, head, versions)
  t.match(body, /Редакция\s2[\s\S]*Помощник, СШ № 21[\s\S]*Редакция\s1/)
  const [restore = ''] = body.match(/action="([^"]*\/restore)"/)?.slice(1) ?? []
  t.match(await press(it, head, versions, restore), { status: 303, location: `${formPath(it.ours, form)}#q-${goal}` })
  t.match(await it.db.selectFrom('answer').selectAll().execute(), [{ version: 3, score: '1', body: 'первая' }])
})

t.test(
  'submitting says what is kept, then what is missing with links; then asks once, and gives a receipt',
  async t => {
    const it = await reviewHouse(t)
    const submit = `${reviewPath(it.ours)}/submit`
    const { path, fields } = await formOf(it, head)
    t.match(await post(it, head, path, { ...fields, [`body:${goal}`]: 'без оценки', press: 'submit' }), {
      status: 303,
      location: submit,
    })
    t.match(
      await it.db.selectFrom('answer').selectAll().execute(),
      [{ body: 'без оценки' }],
      'what was written is saved first',
    )
    const lacking = await browse(it, head, submit)
    t.match(
      lacking.body,
      /Всё написанное на\sместе[\s\S]*forms\/midterm-programme\?told=yes#q-midterm\.tasks-match-goal/,
    )
    const told = await browse(it, head, `${path}?told=yes`)
    t.match(told.body, /class="crit miss" id="q-midterm\.tasks-match-goal"/)

    await fillIn(it, head, it.ours)
    await put(it, head, it.ours, `${form}/${goal}`, { score: '3', body: '' }, { base: 1 })
    t.match(
      (await browse(it, helper, submit)).body,
      'Отправляет директор или координатор',
      'a helper is told who submits',
    )
    t.match(await press(it, head, submit, submit), { status: 303, location: reviewPath(it.ours) })
    const receipt = await browse(it, head, reviewPath(it.ours))
    t.match(receipt.body, /Квитанция об отправке[\s\S]*<code>[0-9a-f]{64}<\/code>[\s\S]*<code>[0-9a-f]{64}<\/code>/)
    t.match((await browse(it, head, path)).body, /Отправлена, ждёт раскрытия/)
    t.notMatch((await browse(it, head, path)).body, /<textarea/)
    t.match(await press(it, head, reviewPath(it.ours), `${reviewPath(it.ours)}/take-back`), { status: 303 })
    t.match((await browse(it, head, path)).body, /<textarea/)
  },
)

t.test('a form posted after the submission is kept for its writer, who can copy it', async t => {
  const it = await reviewHouse(t)
  await fillIn(it, head, it.ours)
  const { path, fields } = await formOf(it, helper)
  await doAct(it, head, it.ours, 'submit')
  const late = await post(it, helper, path, { ...fields, [`body:${goal}`]: 'опоздавшие слова', press: 'save' })
  t.match(late, { status: 303, location: `${reviewPath(it.ours)}#late` })
  await post(it, helper, path, { ...fields, [`body:${goal}`]: 'опоздавшие слова', press: 'save' })
  const page = await browse(it, helper, reviewPath(it.ours))
  t.equal(page.body.split('опоздавшие слова').length, 2, 'once, though it was sent twice')
  t.notMatch((await browse(it, head, reviewPath(it.ours))).body, 'опоздавшие слова')
})

t.test('a coordinator over both schools opens and reopens with a reason', async t => {
  const it = await reviewHouse(t)
  await fillIn(it, head, it.ours)
  await doAct(it, head, it.ours, 'submit')
  const at = reviewPath(it.ours)
  t.notMatch((await browse(it, 'municipal-smolensk', at)).body, `${at}/open`, 'half of the pair is not enough')
  t.match(await press(it, 'federal', at, `${at}/open`, { reason: 'партнёр молчит' }), { status: 303, location: at })
  t.match((await browse(it, 'priirtyshskaya-helper', at)).body, 'партнёр молчит')
  t.match(await press(it, 'federal', at, `${at}/reopen`, { reason: 'описка' }), { status: 303 })
  t.match((await browse(it, head, formPath(it.ours, form))).body, /<textarea/)
})
