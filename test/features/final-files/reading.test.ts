import t from 'tap'
import { ask, browse, doAct, fillIn, put } from '../reviews/fixtures/asking.ts'
import { type ReviewHouse, reviewHouse } from '../reviews/fixtures/review-house.ts'

t.setTimeout(180_000)

const head = 'school-21-head'
const secret = 'Проверочный текст под печатью'
const fileAt = ({ root }: ReviewHouse, seat: number) => `/partnerships/${root}/seats/${seat}/file`

/** School 21 has submitted its review; the partner has not, so that it is sealed. */
const sealedRoom = async (t: Parameters<typeof reviewHouse>[0]) => {
  const it = await reviewHouse(t)
  await fillIn(it, head, it.ours)
  await put(it, head, it.ours, 'midterm-programme/midterm.tasks-match-goal', { score: '1', body: secret }, { base: 1 })
  t.equal((await doAct(it, head, it.ours, 'submit')).status, 200)
  return it
}

type Tap = Parameters<typeof reviewHouse>[0]

const everything = async (it: ReviewHouse, name: string, seat: number) => {
  const bodies = []
  for (const url of [
    fileAt(it, seat),
    `/api${fileAt(it, seat)}`,
    `${fileAt(it, seat)}.docx`,
    `${fileAt(it, seat)}.zip`,
  ])
    bodies.push((await ask(it, name, 'GET', url)).rawPayload.toString('utf8'))
  return bodies
}

t.test('a sealed review is in the preview of its own school alone', async t => {
  const it = await sealedRoom(t as Tap)
  t.match((await browse(it, head, fileAt(it, 1))).body, new RegExp(secret), 'the school that wrote it')
  for (const name of ['curator-gymnasium-1', 'municipal-smolensk', 'regional-smolensk', 'federal'])
    for (const body of await everything(it, name, 1)) t.notOk(body.includes(secret), name)
  for (const name of ['priirtyshskaya-head', 'curator-tobolsk', 'municipal-tobolsk', 'federal'])
    for (const body of await everything(it, name, 2))
      t.notOk(body.includes(secret), `${name}, about the reviewed school`)
  const seen = (await ask(it, 'curator-gymnasium-1', 'GET', `/api${fileAt(it, 1)}`)).json()
  t.match(seen, { contentSha256: null, content: { given: [{ review: { lacks: 'sealed' } }] } })
  t.match((await browse(it, 'curator-gymnasium-1', fileAt(it, 1))).body, /запечатана/)
})

t.test('while it is not whole, a file says what is missing, and is no document yet', async t => {
  const it = await sealedRoom(t as Tap)
  const view = (await ask(it, head, 'GET', `/api${fileAt(it, 1)}`)).json()
  t.match(view, {
    state: 'pending',
    missing: ['ownRecommendations/2', 'theirReview/2', 'theirRecommendations/2', 'meeting'],
    may: { upload: false, proof: false },
  })
  const page = await browse(it, head, fileAt(it, 1))
  t.match(page.body, /Файл ещё не полон/)
  t.match(page.body, new RegExp(`href="/partnerships/${it.root}/meeting"`))
  t.match(page.body, new RegExp(`href="/partnerships/${it.root}/assignments/1/2/recommendations"`))
  const refused = await ask(it, head, 'GET', `/api${fileAt(it, 1)}.docx`)
  t.equal(refused.statusCode, 409)
  t.equal(refused.json().missing.length, 4)
})

t.test('foreign and absent look alike; a partner has no way to the other’s file', async t => {
  const it = await reviewHouse(t as Tap)
  const text = (body: string) => body.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
  for (const tail of ['', '.docx', '.zip', '/uploads/00000000-0000-4000-8000-000000000000']) {
    const path = (root: string) => `/api/partnerships/${root}/seats/1/file${tail}`
    const foreign = await ask(it, 'taychinskaya-head', 'GET', path(it.root))
    const absent = await ask(it, 'taychinskaya-head', 'GET', path('00000000-0000-4000-8000-000000000000'))
    t.equal(foreign.statusCode, 404, tail)
    t.equal(text(foreign.body), text(absent.body), 'to the letter')
    t.equal((await ask(it, 'priirtyshskaya-head', 'GET', path(it.root))).statusCode, 403, tail)
  }
  t.equal((await ask(it, head, 'GET', `/api${fileAt(it, 9)}`)).statusCode, 404, 'no such seat')
})

t.test('a pair that is closed one-sided leaves a whole file, which says what was not received', async t => {
  const it = await sealedRoom(t as Tap)
  const at = '2022-10-20T08:00:00.000Z'
  await it.at(at)
  const outcome = await it.house.dispatch({
    ...{ root: it.root, key: '', person: it.person('regional-tyumen'), at },
    event: { type: 'partnership.closeOneSided', seat: 1 },
    texts: { reason: 'Проверочный текст: партнёр не отвечает' },
  })
  t.ok('receipt' in outcome, JSON.stringify(outcome))
  const view = (await ask(it, head, 'GET', `/api${fileAt(it, 1)}`)).json()
  t.match(view, { state: 'ready', missing: [], content: { received: [{ review: { lacks: 'nothing' } }] } })
  const page = await browse(it, head, fileAt(it, 1))
  t.match(page.body, /Экспертиза завершена без партнёра/)
  t.match(page.body, /Экспертиза не получена/)
  t.equal((await ask(it, head, 'GET', `${fileAt(it, 1)}.docx`)).statusCode, 200)
})
