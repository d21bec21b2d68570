import { randomUUID } from 'node:crypto'
import t from 'tap'
import { foundRoots } from '../../src/engine/found-roots.ts'
import { tickRoot } from '../../src/engine/tick.ts'
import { rootKey } from '../../workflows/keys.ts'
import type { CycleInput } from '../../workflows/machines/cycle.ts'
import { commandOf, federal, head, openWorld, utc, verifies } from '../fixtures/histories.ts'
import { given, type Step } from '../fixtures/steps.ts'

const world = await openWorld(t)
const { db, workflow, dispatch } = world

/** By the operator's clock, in Moscow. */
const ends = { exchange: '2022-10-07T21:00:00.000Z', meeting: '2022-10-21T21:00:00.000Z' }
const input: CycleInput = {
  definition: '500plus-2022',
  dates: { pairing: null, exchange: '2022-10-07', meeting: '2022-10-21', upload: '2022-11-01' },
  closes: '2022-12-01',
}

const step = (type: string, rest: object = {}): Step => ({
  key: rootKey,
  event: { type, ...rest },
  texts: { reason: 'Проверочный текст' },
})
const publishes = given({ seats: 4, ends }, step('cycle.publish'))
const moves = (exchange: string, end: string, tooEarly: string[] = []) =>
  given({ tooEarly, ends: { ...ends, exchange: end } }, step('cycle.moveDates', { dates: { exchange } }))

const season = async () => {
  const id = randomUUID()
  const own = { key: rootKey, machine: 'cycle', input }
  const founder = { person: federal.person, role: federal.role }
  await db
    .transaction()
    .execute(tx =>
      foundRoots(
        tx,
        workflow,
        [{ id, kind: 'cycle', parent: null, own, births: [] }],
        founder,
        utc('2022-09-01 08:00'),
      ),
    )
  const asks = async (when: string, asked: Step, who = federal) => {
    const outcome = await dispatch(commandOf(id, utc(when), who, asked))
    return 'receipt' in outcome ? 'taken' : outcome.refusal.why
  }
  const state = async () =>
    (await db.selectFrom('thing').select(['value', 'context']).where('root', '=', id).executeTakeFirstOrThrow()).value
  return { asks, state, ticks: (when: string) => tickRoot(db, workflow, id, utc(when)) }
}

const published = async () => {
  const story = await season()
  await story.asks('2022-09-10 08:00', step('cycle.openPairing'))
  await story.asks('2022-09-20 08:00', publishes)
  return story
}

t.test('a season runs through its stages by the clock, and is closed', async t => {
  const { asks, state, ticks } = await season()
  t.equal(await state(), 'draft')
  t.equal(await asks('2022-09-10 08:00', step('cycle.openPairing'), head(1)), 'forbidden')
  t.equal(await asks('2022-09-10 08:00', publishes), 'notNow')
  t.equal(await asks('2022-09-10 08:00', step('cycle.openPairing')), 'taken')
  t.equal(
    await asks('2022-09-20 08:00', given({ seats: 0, ends }, step('cycle.publish'))),
    'notNow',
    'nobody is paired',
  )
  t.equal(await asks('2022-09-20 08:00', publishes), 'taken')
  t.same(await state(), { running: 'exchange' })
  await ticks('2022-10-07 20:59:59.999')
  t.same(await state(), { running: 'exchange' })
  await ticks('2022-10-07 21:00')
  t.same(await state(), { running: 'meeting' })
  await ticks('2022-10-22 00:00')
  t.same(await state(), { running: 'upload' })
  t.equal(await asks('2022-12-01 08:00', step('cycle.close')), 'taken')
  t.equal(await state(), 'closed')
  t.equal(await asks('2022-12-02 08:00', step('cycle.cancel')), 'notNow')
  t.equal(await asks('2022-12-02 08:00', step('cycle.reopen')), 'taken')
  t.same(await state(), { running: 'upload' }, 'reopened where it was')
})

t.test('two stages that ended while nobody looked are both over', async t => {
  const { state, ticks } = await published()
  t.equal(await ticks('2022-11-05 00:00'), 2, 'each ended at its own instant')
  t.same(await state(), { running: 'upload' })
})

t.test('a moved date brings a stage back; one that is too near is refused', async t => {
  const { asks, state, ticks } = await published()
  await ticks('2022-10-08 00:00')
  t.same(await state(), { running: 'meeting' })
  t.equal(await asks('2022-10-10 08:00', moves('2022-10-11', '2022-10-11T21:00:00.000Z', ['exchange'])), 'notNow')
  t.equal(await asks('2022-10-10 08:00', moves('2022-10-17', '2022-10-17T21:00:00.000Z')), 'taken')
  t.same(await state(), { running: 'exchange' })
  await ticks('2022-10-18 00:00')
  t.same(await state(), { running: 'meeting' })
})

t.test('a cancelled season takes nothing any more', async t => {
  const { asks, state, ticks } = await published()
  t.equal(await asks('2022-10-01 08:00', step('cycle.cancel')), 'taken')
  t.equal(await ticks('2022-11-05 00:00'), 0)
  for (const type of ['cycle.reopen', 'cycle.close', 'cycle.openPairing'])
    t.equal(await asks('2022-10-02 08:00', step(type)), 'notNow')
  t.equal(await state(), 'cancelled')
})

t.test('all that was told verifies', async t => verifies(t, world))
