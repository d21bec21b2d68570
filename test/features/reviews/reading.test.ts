import t, { type Test } from 'tap'
import type { Place } from '../../../src/features/reviews/place.ts'
import { reviewPath } from '../../../src/features/reviews/place.ts'
import { ask, doAct, fillIn, put } from './fixtures/asking.ts'
import { type ReviewHouse, reviewHouse } from './fixtures/review-house.ts'

const goal = 'midterm-programme/midterm.tasks-match-goal'
const words = 'СЛОВА О ЦЕЛИ'
const notes = 'ТОЛЬКО МЕЖДУ НАМИ'
const team = 'СИЛЬНАЯ КОМАНДА'

/** Everyone who could look, and which of them ever may read the answers before the reveal. */
const onlookers = {
  own: ['school-21-head', 'school-21-coordinator', 'school-21-helper'],
  around: [
    'priirtyshskaya-head',
    'priirtyshskaya-helper',
    'curator-gymnasium-1',
    'curator-tobolsk',
    'municipal-smolensk',
    'municipal-tobolsk',
    'regional-smolensk',
    'regional-tyumen',
    'federal',
  ],
  foreign: ['school-36-head', 'curator-school-40', 'municipal-tevriz', 'regional-omsk'],
}

/** Every address under which something of a review can be read. */
const addressesOf = (place: Place): string[] => {
  const at = reviewPath(place)
  const pages = ['', '/submit', '/choices', '/forms/midterm-programme', '/forms/review', `/answers/${goal}/versions`]
  const notesOf = '/answers/midterm-programme/notes'
  return [
    ...pages.flatMap(page => [`${at}${page}`, `/api${at}${page}`]),
    `/api${at}/answers/${goal}`,
    `/api${at}${notesOf}`,
    `/api${at}${notesOf}/versions`,
    `${at}${notesOf}/versions`,
    `/api${at}/answers/review/strengths`,
  ]
}

const readAll = async (it: ReviewHouse, name: string | null, place: Place) =>
  Promise.all(
    addressesOf(place).map(async address => {
      const { statusCode, body } = await ask(it, name, 'GET', address)
      return { address, status: statusCode, body }
    }),
  )

const written = async (t: Test): Promise<ReviewHouse> => {
  const it = await reviewHouse(t)
  await fillIn(it, 'school-21-head', it.ours)
  await put(it, 'school-21-head', it.ours, goal, { score: '2', body: words }, { base: 1 })
  await put(it, 'school-21-head', it.ours, 'midterm-programme/notes', { score: null, body: notes })
  await put(it, 'school-21-head', it.ours, 'review/strengths', { score: null, body: team })
  return it
}

/** Who sees the words, whom the page tells how far it is, who sees nothing; and of the notes nobody but the school, ever. */
const check = async (t: Test, it: ReviewHouse, open: boolean) => {
  for (const name of onlookers.own) {
    const all = await readAll(it, name, it.ours)
    t.same(
      all.filter(({ status }) => status !== 200).map(({ address }) => address),
      [],
      `${name} reads all`,
    )
    t.ok(all.some(({ body }) => body.includes(words)) && all.some(({ body }) => body.includes(notes)))
  }
  for (const name of onlookers.around) {
    const all = await readAll(it, name, it.ours)
    const seen = all.filter(({ status }) => status === 200).map(({ address }) => address)
    t.same(seen, [reviewPath(it.ours), `/api${reviewPath(it.ours)}`], `${name} sees one page and its twin`)
    t.same(
      all.filter(({ status }) => status !== 200 && status !== 403),
      [],
      'and is told that the rest is another role’s',
    )
    t.equal(
      all.some(({ body }) => body.includes(words)),
      open,
      `${name}: the words`,
    )
    t.equal(
      all.some(({ body }) => body.includes(team)),
      open,
    )
    t.notOk(
      all.some(({ body }) => body.includes(notes)),
      `${name}: never the notes`,
    )
    const json = (await ask(it, name, 'GET', `/api${reviewPath(it.ours)}`)).json()
    t.match(json, { count: { done: 18, total: 18 }, reading: open ? 'submitted' : 'counts', receipt: null })
    t.equal(json.results !== null, open)
  }
  for (const name of onlookers.foreign) {
    const all = await readAll(it, name, it.ours)
    const elsewhere = all.filter(({ status }) => status !== 404 && status !== 403)
    t.same(elsewhere, [], `${name} finds nothing`)
    const page = await ask(it, name, 'GET', `/api${reviewPath(it.ours)}`)
    t.equal(page.statusCode, 404, 'a foreign review looks like none')
    const none = await ask(
      it,
      name,
      'GET',
      `/api${reviewPath({ ...it.ours, root: '00000000-0000-4000-8000-000000000000' })}`,
    )
    t.same({ ...page.json(), instance: '' }, { ...none.json(), instance: '' })
  }
  for (const { status, body } of await readAll(it, null, it.ours)) {
    t.equal(status, 401)
    t.notMatch(body, words)
  }
}

t.test('while it is being written, only the writing school reads it', async t => check(t, await written(t), false))

t.test('submitted and sealed, still only the writing school reads it', async t => {
  const it = await written(t)
  await doAct(it, 'school-21-head', it.ours, 'submit')
  await check(t, it, false)
})

t.test('revealed, those concerned read what was submitted, and never the notes', async t => {
  const it = await written(t)
  await doAct(it, 'school-21-head', it.ours, 'submit')
  await doAct(it, 'federal', it.ours, 'open', { body: { reason: 'партнёр в отпуске' } })
  await check(t, it, true)
  const page = await ask(it, 'priirtyshskaya-head', 'GET', reviewPath(it.ours))
  t.match(page.body, 'партнёр в отпуске', 'all read the reason')
})

t.test('taken back and changed before the reveal: what was taken back is nobody’s', async t => {
  const it = await written(t)
  await doAct(it, 'school-21-head', it.ours, 'submit')
  await doAct(it, 'school-21-head', it.ours, 'take-back')
  await put(it, 'school-21-head', it.ours, goal, { score: '3', body: 'ДРУГИЕ' }, { base: 2 })
  await doAct(it, 'school-21-head', it.ours, 'submit')
  await doAct(it, 'federal', it.ours, 'open', { body: { reason: 'пора' } })
  const { body } = await ask(it, 'priirtyshskaya-head', 'GET', reviewPath(it.ours))
  t.match(body, 'ДРУГИЕ')
  t.notMatch(body, words)
})

t.test(
  'changed after the reveal: both submissions stand side by side, and the draft between them is the school’s own',
  async t => {
    const it = await written(t)
    await doAct(it, 'school-21-head', it.ours, 'submit')
    await doAct(it, 'federal', it.ours, 'open', { body: { reason: 'пора' } })
    await doAct(it, 'federal', it.ours, 'reopen', { body: { reason: 'описка в оценке' } })
    await put(it, 'school-21-head', it.ours, goal, { score: '3', body: 'НОВЫЕ' }, { base: 2 })
    const during = await ask(it, 'priirtyshskaya-head', 'GET', reviewPath(it.ours))
    t.match(during.body, words)
    t.match(during.body, 'описка в оценке')
    t.notMatch(during.body, 'НОВЫЕ')
    await doAct(it, 'school-21-head', it.ours, 'submit')
    const after = await ask(it, 'priirtyshskaya-head', 'GET', reviewPath(it.ours))
    t.match(after.body, 'НОВЫЕ')
    t.match(after.body, words)
    t.match(after.body, /изменено после раскрытия/)
    const { results, changedAfterReveal } = (
      await ask(it, 'curator-tobolsk', 'GET', `/api${reviewPath(it.ours)}`)
    ).json()
    t.equal(changedAfterReveal, true)
    t.match(
      results.find(({ question }: { question: string }) => goal.endsWith(question)),
      { said: { version: 3, score: '3', body: 'НОВЫЕ' }, before: { version: 2, score: '2', body: words } },
    )
    t.equal(results.filter(({ before }: { before: unknown }) => before !== null).length, 1)
  },
)

t.test('a programme taken out after the submission stays in what was submitted', async t => {
  const it = await written(t)
  await doAct(it, 'school-21-head', it.ours, 'submit')
  await it.db
    .updateTable('programme')
    .set({ removed_at: '2022-10-14T00:00:00.000Z' })
    .where('id', '=', it.programmes[0] ?? '')
    .execute()
  await doAct(it, 'federal', it.ours, 'open', { body: { reason: 'пора' } })
  const { body } = await ask(it, 'priirtyshskaya-head', 'GET', reviewPath(it.ours))
  t.match(body, 'рисками учебной неуспешности')
})

t.test('another’s rejected wording is in nobody else’s history', async t => {
  const it = await written(t)
  await put(it, 'school-21-helper', it.ours, goal, { score: '0', body: 'ОТВЕРГНУТО' }, { base: 1 })
  const versions = `/api${reviewPath(it.ours)}/answers/${goal}/versions`
  t.match((await ask(it, 'school-21-helper', 'GET', versions)).body, 'ОТВЕРГНУТО')
  t.notMatch((await ask(it, 'school-21-head', 'GET', versions)).body, 'ОТВЕРГНУТО')
})

t.test('every page speaks English too', async t => {
  const it = await written(t)
  await it.db.updateTable('person').set({ lang: 'en' }).where('id', '=', it.person('school-21-head')).execute()
  for (const address of addressesOf(it.ours).filter(address => !address.startsWith('/api'))) {
    const { body } = await ask(it, 'school-21-head', 'GET', address)
    const ours = body
      .replace(/<textarea[\s\S]*?<\/textarea>|<p class="said[\s\S]*?<\/p>/g, '')
      .replace(/МАОУ[^<]*|МБОУ[^<]*|СШ[^<]*|Высокая[^<”]*|По-русски|заместитель[^<·]*/g, '')
      .replace(/<(title|h1|b)>[^<]*|Директор|data-words="[^"]*"/g, '')
    t.notMatch(ours, /[а-яё]{4,}/i, address)
  }
})
