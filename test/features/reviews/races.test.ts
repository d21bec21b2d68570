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

t.test(`${races} races of a save against two people submitting, on four connections`, async t => {
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
      at: noon,
    })
  const tally = { inSubmission: 0, late: 0 }
  const wrong: string[] = []
  let base = 1
  for (let race = 0; race < races; race += 1) {
    const body = `слово ${race}`
    const acts = () => ['school-21-head', 'school-21-coordinator'].map(person => it.act(person, key, 'review.submit'))
    const [first, ...rest] = race % 2 === 0 ? [save(body, base), ...acts()] : [...acts(), save(body, base)].toReversed()
    const [saved, ...outcomes] = await Promise.all([
      first as ReturnType<typeof save>,
      ...(rest as ReturnType<typeof it.act>[]),
    ])
    const receipts = outcomes.flatMap(outcome => ('receipt' in outcome ? outcome.receipt : []))
    const refusals = outcomes.flatMap(outcome => ('refusal' in outcome ? outcome.refusal.why : []))
    if (receipts.length !== 1 || refusals.join() !== 'notNow') wrong.push(`race ${race}: ${JSON.stringify(outcomes)}`)
    const row = await it.db
      .selectFrom('history')
      .select('event')
      .where('root', '=', it.root)
      .where('n', '=', receipts[0]?.n ?? 0)
      .executeTakeFirst()
    const submitted = (row?.event.facts as Facts | undefined)?.answers.find(({ answer }) => answer === name)
    const version = await it.db.selectFrom('answer_version').selectAll().where('body', '=', body).executeTakeFirst()
    if (saved.is === 'saved' && saved.answer.version === submitted?.version && version?.fate === 'kept')
      tally.inSubmission += 1
    else if (saved.is === 'late' && version?.fate === 'late' && submitted?.version === base) tally.late += 1
    else wrong.push(`race ${race}: ${JSON.stringify({ saved, submitted, version })}`)
    base = submitted?.version ?? base
    await it.act('school-21-head', key, 'review.takeBack')
  }
  t.same(wrong, [])
  t.equal(tally.inSubmission + tally.late, races)
  t.comment(`${tally.inSubmission} in the submission, ${tally.late} kept for their author`)
  t.ok(tally.inSubmission > 0 && tally.late > 0, 'the races went both ways')
})
