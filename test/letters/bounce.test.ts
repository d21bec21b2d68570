import { randomUUID } from 'node:crypto'
import t from 'tap'
import { trustAddress } from '../../src/letters/address-faults.ts'
import { type Bounce, noteBounce, noteRefused } from '../../src/letters/bounce.ts'
import { createRulesOf } from '../../src/letters/rules-of.ts'
import { type TestHouse, testHouse } from '../fixtures/house.ts'
import { sentLetter } from './fixtures/sent-letter.ts'

const morning = '2022-09-29T06:00:00.000Z'
const noon = '2022-09-29T09:00:00.000Z'
const evening = '2022-09-29T18:00:00.000Z'

const bouncing = ({ house }: TestHouse) => ({ rulesOf: createRulesOf(house.seasons), newId: house.newId })

const hears = (th: TestHouse, letter: string, said: Partial<Bounce> = {}) =>
  th.db.transaction().execute(tx =>
    noteBounce(tx, bouncing(th), {
      letter,
      at: noon,
      source: 'mailbox',
      permanent: true,
      status: '5.1.1',
      says: 'smtp; 550 5.1.1 <head@school-21.example.org>: Recipient address rejected: user head unknown',
      ...said,
    }),
  )

const trusts = ({ db }: TestHouse, person: string, at: string) =>
  db.transaction().execute(tx => trustAddress(tx, person, at))

const faults = ({ db }: TestHouse) => db.selectFrom('address_fault').selectAll().orderBy('person').execute()
const bounces = ({ db }: TestHouse, letter: string) =>
  db.selectFrom('letter_bounce').selectAll().where('letter', '=', letter).execute()
const notices = ({ db }: TestHouse) =>
  db.selectFrom('letter_entry').selectAll().where('kind', '=', 'addressFails').orderBy('id').execute()

t.test('an address that is no more: flagged once, its coordinator told once, the letter stays sent', async t => {
  const th = await testHouse(t)
  const head = th.person('school-21-head')
  const letter = await sentLetter(th.db, head, morning)
  t.equal(await hears(th, letter), 'flagged')
  t.match(await faults(th), [{ person: head, since: noon, letter, status: '5.1.1' }])
  const [fault] = await faults(th)
  t.equal(fault?.says, 'smtp; 550 5.1.1 <…>: Recipient address rejected: user … unknown', 'no address is kept')
  const school = th.demo.schools.get('school-21')
  t.match(await notices(th), [
    {
      root: th.demo.groups.get('pair'),
      key: `address/${head}`,
      role: 'municipalCoordinator',
      school,
      person: th.person('municipal-smolensk'),
      class: 'ordinary',
      state: 'due',
      generation: 1,
      send_at: '2022-09-30T06:00:00.000Z',
      detail: { person: head, of: 'school', status: '5.1.1' },
    },
  ])
  t.equal((await notices(th)).length, 1)
  t.match(await th.db.selectFrom('letter').selectAll().where('id', '=', letter).execute(), [{ state: 'sent' }])
  const carried = await th.db.selectFrom('letter_entry').select('state').where('letter', '=', letter).execute()
  t.same(carried, [{ state: 'sent' }])

  t.equal(await hears(th, letter), 'repeated')
  t.equal(await hears(th, letter, { source: 'webhook' }), 'noted', 'heard by another way')
  t.equal((await bounces(th, letter)).length, 2)
  const second = await sentLetter(th.db, head, morning, { kind: 'rung' })
  t.equal(await hears(th, second, { at: evening }), 'noted')
  t.match(await faults(th), [{ since: noon, letter }], 'since when it fails, does not move')
  t.equal((await notices(th)).length, 1)
  t.equal(await hears(th, randomUUID()), 'unknown')
})

t.test('a letter that is only late is written down and flags nobody', async t => {
  const th = await testHouse(t)
  const letter = await sentLetter(th.db, th.person('school-21-head'), morning)
  const late = { permanent: false, status: '4.4.1', says: null }
  t.equal(await hears(th, letter, late), 'noted')
  t.equal(await hears(th, letter, late), 'repeated')
  t.equal(await hears(th, letter, { ...late, status: null }), 'noted')
  t.equal(await hears(th, letter, { ...late, status: null }), 'repeated', 'also where no status was given')
  t.match(
    new Set((await bounces(th, letter)).map(({ status, permanent, at }) => `${status} ${permanent} ${at}`)),
    new Set([`4.4.1 false ${noon}`, `null false ${noon}`]),
  )
  t.same(await faults(th), [])
  t.same(await notices(th), [])
  t.equal(await hears(th, letter, { status: '5.7.1' }), 'noted', 'nor does one that a filter did not like')
  t.same(await faults(th), [])
  t.equal(await hears(th, letter), 'flagged', 'and when it never arrives at last, that is told')
})

t.test('ten servers say the same at once: one row, one fault, one notice', async t => {
  const th = await testHouse(t)
  const letter = await sentLetter(th.db, th.person('school-21-head'), morning)
  const said = await Promise.all(Array.from({ length: 10 }, () => hears(th, letter)))
  t.same(said.toSorted(), ['flagged', ...Array.from({ length: 9 }, () => 'repeated')])
  t.equal((await bounces(th, letter)).length, 1)
  t.equal((await notices(th)).length, 1)
})

t.test('where the coordinator cannot be reached either, the next one up is told', async t => {
  const th = await testHouse(t)
  const [municipal, regional] = [th.person('municipal-smolensk'), th.person('regional-smolensk')]
  const own = await sentLetter(th.db, th.person('school-21-head'), morning)
  await th.db.insertInto('address_fault').values({ person: municipal, since: morning }).execute()
  t.equal(await hears(th, own), 'flagged')
  t.match(await notices(th), [
    { role: 'municipalCoordinator', person: municipal, state: 'skipped', reason: 'addressFails' },
    { role: 'regionalCoordinator', person: regional, state: 'due' },
  ])
})

t.test('a territory that nobody coordinates: that is said, and one level up is told', async t => {
  const th = await testHouse(t)
  const letter = await sentLetter(th.db, th.person('taychinskaya-head'), morning)
  await th.db.deleteFrom('coordinator').where('level', '=', 'municipal').execute()
  await hears(th, letter)
  const told = await notices(th)
  t.match(told[0], { role: 'municipalCoordinator', person: null, state: 'skipped', reason: 'nobodyAppointed' })
  t.match(told.at(-1), { state: 'due' })
  t.ok(['regionalCoordinator', 'federalCoordinator'].includes(String(told.at(-1)?.role)))
})

t.test('of somebody at two schools the coordinators of both are told; one who covers both, once', async t => {
  const th = await testHouse(t)
  const head = th.person('school-21-head')
  const at = (school: string) => String(th.demo.schools.get(school))
  for (const school of ['school-36', 'taychinskaya'])
    await th.db
      .insertInto('member')
      .values({ person: head, school: at(school), role: 'helper' })
      .execute()
  await hears(th, await sentLetter(th.db, head, morning, { school: at('school-21') }))
  const told = new Map((await notices(th)).map(({ person, school }) => [person, school]))
  t.equal((await notices(th)).length, 2)
  t.equal(told.get(th.person('municipal-smolensk')), at('school-21'))
  t.equal(told.get(th.person('municipal-tevriz')), at('taychinskaya'))
})

t.test('a bounce about a letter that told of a failure opens no letter', async t => {
  const th = await testHouse(t)
  const municipal = th.person('municipal-smolensk')
  await hears(th, await sentLetter(th.db, th.person('school-21-head'), morning))
  const about = await sentLetter(th.db, municipal, evening, { kind: 'addressFails' })
  t.equal(await hears(th, about, { at: evening }), 'flagged')
  t.equal((await faults(th)).length, 2)
  t.equal((await notices(th)).length, 1)
})

t.test('letters refused at handing over flag their addresses in one go; other outcomes do not', async t => {
  const th = await testHouse(t)
  const names = ['school-21-head', 'priirtyshskaya-head', 'school-36-head', 'school-40-head'] as const
  const letters = await Promise.all(names.map(name => sentLetter(th.db, th.person(name), morning)))
  const outcome = (i: number, outcome: 'refused' | 'deferred' | 'lost', answer: string | null) =>
    ({ letter: String(letters[i]), attempt: 1, outcome, code: 550, answer }) as const
  const { rulesOf } = bouncing(th)
  const outcomes = [
    outcome(0, 'refused', '550 5.1.1 no such user <head@school-21.example.org>'),
    outcome(1, 'refused', null),
    outcome(2, 'deferred', '451 4.3.0 later'),
    outcome(3, 'lost', null),
  ]
  for (let again = 0; again < 2; again++)
    await th.db.transaction().execute(tx => noteRefused(tx, rulesOf, outcomes, noon))
  const flagged = new Map((await faults(th)).map(fault => [fault.person, fault]))
  t.same(new Set(flagged.keys()), new Set(names.slice(0, 2).map(th.person)))
  t.match(flagged.get(th.person('school-21-head')), {
    status: '5.1.1',
    says: '550 5.1.1 no such user <…>',
    since: noon,
  })
  t.match(flagged.get(th.person('priirtyshskaya-head')), { status: null, says: null })
  t.same(
    new Set((await notices(th)).map(({ person }) => person)),
    new Set([th.person('municipal-smolensk'), th.person('municipal-tobolsk')]),
  )
})

t.test('an address that works again is written to, and what was to be told of it ends', async t => {
  const th = await testHouse(t)
  const head = th.person('school-21-head')
  const letter = await sentLetter(th.db, head, morning)
  await hears(th, letter)
  t.equal(await trusts(th, head, evening), true)
  t.same(await faults(th), [])
  t.match(await notices(th), [{ state: 'skipped', reason: 'done', ended_at: evening }])
  t.equal(await trusts(th, head, evening), false, 'of one that was never flagged there is nothing to tell')

  t.equal(await hears(th, letter, { status: '5.0.0', at: '2022-09-30T06:00:00.000Z' }), 'noted', 'an old letter’s echo')
  t.same(await faults(th), [])
  const next = await sentLetter(th.db, head, '2022-09-30T06:00:00.000Z', { kind: 'rung' })
  t.equal(await hears(th, next, { at: '2022-09-30T07:00:00.000Z' }), 'flagged', 'a new letter’s bounce counts')
  t.match(await notices(th), [{ state: 'skipped' }, { state: 'due', generation: 2 }])
})
