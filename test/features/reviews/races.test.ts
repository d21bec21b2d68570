import { randomUUID } from 'node:crypto'
import t from 'tap'
import { openDatabase } from '../../../src/db/pool.ts'
import { saveAnswer } from '../../../src/features/reviews/save-answer.ts'
import { fillIn } from './fixtures/asking.ts'
import { noon, reviewHouse } from './fixtures/review-house.ts'

const races = 1000
const form = 'midterm-programme'
const question = 'midterm.tasks-match-goal'
const name = `${form}/${question}`
const key = 'assignment/1-2'

type Facts = { answers: { answer: string; version: number }[] }

t.test(`${races} races of a save against two people submitting, on four connections`, { timeout: 240_000 }, async t => {
  const few = { db: null as ReturnType<typeof openDatabase> | null }
  const it = await reviewHouse(t, url => {
    few.db = openDatabase(url, { max: 4, waitForConnectionMs: 20_000 })
    return few.db
  })
  t.teardown(() => few.db?.destroy())
  await fillIn(it, 'school-21-head', it.ours)
  const season = [...it.house.seasons.values()][0]
  if (season === undefined) throw new Error('no season')
  const save = (body: string, base: number) =>
    saveAnswer(it.house, async () => season, {
      place: it.ours,
      form,
      question,
      wording: { score: '2', body },
      base,
      client: randomUUID(),
      person: it.person('school-21-helper'),
      roles: [],
      at: noon,
    })
  const act = (person: string, type: string) =>
    it.house.dispatch({ root: it.root, key, event: { type }, person: it.person(person), at: noon })
  type Race = { body: string; base: number; saved: Awaited<ReturnType<typeof save>>; n: number }
  const raced: Race[] = []
  const wrong: string[] = []
  let base = 1
  for (let race = 0; race < races; race += 1) {
    const body = `слово ${race}`
    const submits = () =>
      Promise.all(['school-21-head', 'school-21-coordinator'].map(person => act(person, 'review.submit')))
    const [saving, submitting] =
      race % 2 === 0 ? [save(body, base), submits()] : [submits(), save(body, base)].toReversed()
    const [saved, outcomes] = [
      await (saving as ReturnType<typeof save>),
      await (submitting as ReturnType<typeof submits>),
    ]
    const receipts = outcomes.flatMap(outcome => ('receipt' in outcome ? outcome.receipt : []))
    const refusals = outcomes.flatMap(outcome => ('refusal' in outcome ? outcome.refusal.why : []))
    if (receipts.length !== 1 || refusals.join() !== 'notNow') wrong.push(`race ${race}: ${JSON.stringify(outcomes)}`)
    raced.push({ body, base, saved, n: receipts[0]?.n ?? 0 })
    if (saved.is === 'saved') base = saved.answer.version
    await act('school-21-head', 'review.takeBack')
  }

  const history = await it.db.selectFrom('history').select(['n', 'event']).where('root', '=', it.root).execute()
  const submissions = new Map(history.map(({ n, event }) => [n, event.facts as Facts | undefined]))
  const kept = await it.db.selectFrom('answer_version').selectAll().where('question', '=', question).execute()
  const versions = new Map(kept.map(version => [version.body, version]))
  const tally = { inSubmission: 0, late: 0 }
  for (const { body, base: before, saved, n } of raced) {
    const submitted = submissions.get(n)?.answers.find(({ answer }) => answer === name)?.version
    const fate = versions.get(body)?.fate
    if (saved.is === 'saved' && fate === 'kept' && saved.answer.version === submitted) tally.inSubmission += 1
    else if (saved.is === 'late' && fate === 'late' && submitted === before) tally.late += 1
    else wrong.push(JSON.stringify({ body, saved, submitted, fate }))
  }
  t.same(wrong, [])
  t.equal(tally.inSubmission + tally.late, races)
  t.comment(`${tally.inSubmission} in the submission, ${tally.late} kept for their author`)
  t.ok(tally.inSubmission > 0 && tally.late > 0, 'the races went both ways')
})
