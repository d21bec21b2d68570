import { randomUUID } from 'node:crypto'
import t from 'tap'
import { keyOf } from '../../../src/features/reviews/place.ts'
import { put } from './fixtures/asking.ts'
import { addDocument, noon, reviewHouse } from './fixtures/review-house.ts'

const goal = 'midterm-programme/midterm.tasks-match-goal'

t.test(
  'an answer is saved over the version that its writer saw, and every version is kept with its salted hash',
  async t => {
    const it = await reviewHouse(t)
    await addDocument(it, 2, 'midterm-programme', 1, '2022-10-05T08:00:00.000Z')
    const first = await put(it, 'school-21-helper', it.ours, goal, { score: '2', body: 'Цель шире задач' })
    t.match(first, {
      status: 200,
      etag: '"1"',
      version: 1,
      score: '2',
      mine: true,
      author: null,
      scoredVersion: 1,
      clock: '14:02',
    })
    await addDocument(it, 2, 'midterm-programme', 2, '2022-10-15T08:00:00.000Z')
    await it.at('2022-10-15T09:00:00.000Z')
    const second = await put(it, 'school-21-head', it.ours, goal, { score: '3', body: 'Цель шире задач' }, { base: 1 })
    t.match(second, { status: 200, version: 2, scoredVersion: 2 })
    const versions = await it.db.selectFrom('answer_version').selectAll().orderBy('version').execute()
    t.match(versions, [
      {
        version: 1,
        fate: 'kept',
        score: '2',
        at: noon,
        author: it.person('school-21-helper'),
        sha256: /^[0-9a-f]{64}$/,
      },
      { version: 2, fate: 'kept', score: '3', author: it.person('school-21-head') },
    ])
  },
)

t.test('a save on an older version answers 412 with both texts; the later one is kept for its author', async t => {
  const it = await reviewHouse(t)
  await put(it, 'school-21-head', it.ours, goal, { score: '1', body: 'директор' })
  const late = await put(it, 'school-21-helper', it.ours, goal, { score: '2', body: 'помощник' })
  t.match(late, {
    status: 412,
    type: '/problems/stale',
    since: [/14:02.*Директор/],
    theirs: { version: 1, score: '1', body: 'директор', mine: false, author: 'Директор, СШ № 21' },
    yours: { score: '2', body: 'помощник', clock: '14:02' },
  })
  t.match(await it.db.selectFrom('answer').selectAll().execute(), [{ version: 1, body: 'директор' }])
  t.match(await it.db.selectFrom('answer_version').selectAll().where('fate', '=', 'outrun').execute(), [
    { id: late.yours.id, body: 'помощник', author: it.person('school-21-helper') },
  ])
})

t.test('the same client id again gives the first answer', async t => {
  const it = await reviewHouse(t)
  const client = randomUUID()
  const words = { score: '2', body: 'раз' }
  await put(it, 'school-21-head', it.ours, goal, words, { client })
  await put(it, 'school-21-head', it.ours, goal, { score: '2', body: 'два' }, { base: 1 })
  t.match(await put(it, 'school-21-head', it.ours, goal, words, { client }), { status: 200, version: 1, body: 'раз' })
  t.match(await put(it, 'school-21-head', it.ours, goal, { score: '3', body: 'три' }, { client, base: 2 }), {
    status: 422,
    type: '/problems/key-reused',
  })
  t.match(await put(it, 'school-21-head', it.ours, 'review/strengths', { score: null, body: 'раз' }, { client }), {
    status: 422,
  })
  const outrun = randomUUID()
  const lost = { score: '0', body: 'позже' }
  const once = await put(it, 'school-21-helper', it.ours, goal, lost, { client: outrun })
  const again = await put(it, 'school-21-helper', it.ours, goal, lost, { client: outrun })
  t.match([once.status, again.status], [412, 412])
  t.equal(once.yours.id, again.yours.id)
})

t.test('what says the same is not a new version', async t => {
  const it = await reviewHouse(t)
  t.match(await put(it, 'school-21-head', it.ours, goal, { score: null, body: '' }), { status: 200, version: 0 })
  await put(it, 'school-21-head', it.ours, goal, { score: '2', body: 'а\r\nб' })
  t.match(await put(it, 'school-21-head', it.ours, goal, { score: '2', body: 'а\nб' }, { base: 1 }), { version: 1 })
  t.match(await put(it, 'school-21-helper', it.ours, goal, { score: '2', body: 'а\nб' }), { status: 200, version: 1 })
  await put(it, 'school-21-helper', it.ours, goal, { score: '3', body: 'в' }, { base: 1 })
  t.match(
    await put(it, 'school-21-head', it.ours, goal, { score: '2', body: 'а\nб' }, { base: 1 }),
    { status: 200, version: 2, body: 'в', mine: false },
    'who changed nothing gets what came since',
  )
  t.equal((await it.db.selectFrom('answer_version').selectAll().execute()).length, 2)
})

t.test('a save that comes after the submission answers 409 and is kept for its author', async t => {
  const it = await reviewHouse(t)
  await put(it, 'school-21-head', it.ours, goal, { score: '2', body: 'до' })
  const { machine, version, context } = await it.db
    .selectFrom('thing')
    .selectAll()
    .where('root', '=', it.root)
    .where('key', '=', keyOf(it.ours))
    .executeTakeFirstOrThrow()
  t.match({ machine, version, context }, { machine: 'assignment' })
  await it.db
    .updateTable('thing')
    .set({ value: JSON.stringify({ review: 'submitted', recommendations: 'drafting' }) })
    .where('root', '=', it.root)
    .where('key', '=', keyOf(it.ours))
    .execute()
  const client = randomUUID()
  const late = await put(it, 'school-21-head', it.ours, goal, { score: '2', body: 'после' }, { base: 1, client })
  t.match(late, {
    status: 409,
    type: '/problems/not-now',
    missing: [{ code: 'late' }],
    theirs: { body: 'до' },
    yours: { body: 'после' },
  })
  t.match(await put(it, 'school-21-head', it.ours, goal, { score: '2', body: 'после' }, { base: 1, client }), {
    status: 409,
    yours: { id: late.yours.id },
  })
  t.match(
    await put(it, 'school-21-head', it.ours, goal, { score: '2', body: 'до' }, { base: 1 }),
    { status: 200 },
    'what is there is there',
  )
})

t.test('what is refused', async t => {
  const it = await reviewHouse(t)
  const words = { score: '2', body: 'слова' }
  const statusOf = async (...asked: Parameters<typeof put>) => (await put(...asked)).status
  t.equal(await statusOf(it, 'priirtyshskaya-head', it.ours, goal, words), 403, 'the reviewed school')
  t.equal(await statusOf(it, 'school-36-head', it.ours, goal, words), 404, 'a stranger')
  t.equal(await statusOf(it, 'federal', it.ours, goal, words), 403, 'a role that never writes')
  t.equal(await statusOf(it, 'curator-gymnasium-1', it.ours, goal, words), 403)
  t.equal(await statusOf(it, 'school-21-head', it.ours, 'midterm-programme/midterm.none', words), 404)
  t.equal(
    await statusOf(it, 'school-21-head', it.ours, `antirisk-programme.${randomUUID()}/antirisk.measurable`, words),
    404,
  )
  t.equal(await statusOf(it, 'school-21-head', it.ours, 'review/strengths', words), 422, 'a score where none is asked')
  t.equal(await statusOf(it, 'school-21-head', it.ours, goal, { score: '7', body: '' }), 422)
  t.equal(await statusOf(it, 'school-21-head', it.ours, goal, words, { base: null }), 428)
  t.equal(await statusOf(it, 'school-21-head', it.ours, goal, words, { client: null }), 400)
  t.equal(await statusOf(it, 'school-21-head', it.ours, goal, { ...words, writer: it.person('school-21-helper') }), 409)
  t.same(await it.db.selectFrom('answer_version').selectAll().execute(), [])
  t.equal(await statusOf(it, 'school-21-head', it.ours, goal, { score: '2', body: 'а\0б' }), 200)
  t.match(await it.db.selectFrom('answer').select('body').execute(), [{ body: 'аб' }])
})

t.test('an answer to a programme that was taken out meanwhile is kept for its author', async t => {
  const it = await reviewHouse(t)
  const answer = `antirisk-programme.${it.programmes[0]}/antirisk.measurable`
  t.match(await put(it, 'school-21-head', it.ours, answer, { score: '2', body: 'есть' }), { status: 200 })
  await it.db
    .updateTable('programme')
    .set({ removed_at: noon })
    .where('id', '=', it.programmes[0] ?? '')
    .execute()
  t.match(await put(it, 'school-21-head', it.ours, answer, { score: '3', body: 'есть' }, { base: 1 }), {
    status: 409,
    yours: { body: 'есть' },
  })
})

t.test('two people saving one answer at once: one version, and the other wording kept', async t => {
  const it = await reviewHouse(t)
  const answers = await Promise.all([
    ...['school-21-head', 'school-21-helper'].map(name => put(it, name, it.ours, goal, { score: '2', body: name })),
  ])
  t.same(answers.map(({ status }) => status).sort(), [200, 412])
  const twice = randomUUID()
  const again = await Promise.all(
    [1, 2, 3].map(() =>
      put(it, 'school-21-head', it.ours, goal, { score: '0', body: 'новое' }, { base: 1, client: twice }),
    ),
  )
  t.same(
    again.map(({ status, version }) => [status, version]),
    [
      [200, 2],
      [200, 2],
      [200, 2],
    ],
  )
  const rejected = randomUUID()
  const lost = await Promise.all(
    [1, 2, 3].map(() =>
      put(it, 'school-21-helper', it.ours, goal, { score: '1', body: 'позже' }, { base: 1, client: rejected }),
    ),
  )
  t.same(
    lost.map(({ status }) => status),
    [412, 412, 412],
  )
  t.equal(new Set(lost.map(({ yours }) => yours.id)).size, 1)
})
