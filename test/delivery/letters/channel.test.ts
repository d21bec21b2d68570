import { sql } from 'kysely'
import t from 'tap'
import {
  beginProbe,
  beginRest,
  endRest,
  leaveProbe,
  readChannel,
  restOf,
} from '../../../src/delivery/letters/channel.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { firstMorning, testHouse } from '../../fixtures/house.ts'
import { startSink } from '../fixtures/smtp-sink.ts'
import { lettersByState, lookOnce, readLetters, settle, testOffice } from './office.ts'

t.setTimeout(180_000)

const after = (seconds: number) => new Date(Date.parse(firstMorning) + seconds * 1000).toISOString()

t.test('rests grow from ten seconds to a quarter of an hour; of several who learn of it one says so', async t => {
  const { db } = await testDatabase(t)
  let at = firstMorning
  const lasted: number[] = []
  for (let fault = 0; fault < 9; fault += 1) {
    const seen = await readChannel(db)
    const answers = await Promise.all([beginRest(db, seen, at, 'away'), beginRest(db, seen, at, 'away')])
    t.same(answers.toSorted(), [false, true])
    const until = restOf(await readChannel(db), at) ?? ''
    lasted.push((Date.parse(until) - Date.parse(at)) / 1000)
    at = until
    t.equal(restOf(await readChannel(db), at), null, 'over at its end')
  }
  t.same(lasted, [10, 20, 40, 80, 160, 320, 640, 900, 900])
  const seen = await readChannel(db)
  const probes = await Promise.all([beginProbe(db, seen, at), beginProbe(db, seen, at)])
  const [probe, ...others] = probes.filter(each => each !== null)
  t.equal(others.length, 0, 'one probes')
  t.ok(probe)
  t.ok(restOf(await readChannel(db), at), 'while it does, the others rest')
  if (probe === undefined) return
  await leaveProbe(db, probe, at)
  const next = await beginProbe(db, await readChannel(db), at)
  if (next !== null) await endRest(db, next)
  t.same(await readChannel(db), { restsUntil: null, faults: 0 })
  const long = { restsUntil: '2030-01-01T00:00:00.000Z', faults: 3 }
  t.equal(restOf(long, firstMorning), null, 'a clock that was set back leaves nobody resting for years')
})

t.test('the mail server is away: nobody’s attempt counts, all rests, one letter goes before the others', async t => {
  const test = await testHouse(t)
  const sink = await startSink(t)
  const office = await testOffice(t, test, sink.url)
  const { db } = test
  await sink.stop()
  await settle(db, office.source)
  t.same(await lettersByState(db).then(({ sent, failed }) => [sent, failed]), [undefined, undefined])
  for (const { attempts, outcomes, entries } of await readLetters(db)) {
    t.same([attempts, outcomes], [0, []])
    t.same(entries, ['due'])
  }
  const channel = () =>
    sql<{ until: string | null; faults: number; says: string | null }>`
      SELECT rests_until AS until, faults, says FROM mail_channel
    `.execute(db)
  t.match((await channel()).rows[0], { until: after(10), faults: 1, says: /ECONNREFUSED/ })
  t.match(office.troubles(), [{ msg: 'the mail server is away: letters rest' }], 'told once')

  const tried = sink.connections()
  await test.at(after(9))
  t.equal(await lookOnce(db, office.source), 0, 'nothing is due while it rests')
  await test.at(after(10))
  await settle(db, office.source)
  t.match((await channel()).rows[0], { until: after(30), faults: 2 }, 'one probe, and twice as long a rest')
  t.equal(sink.connections(), tried)

  await sink.start()
  await test.at(after(30))
  let begun = 0
  sink.fails(phase => {
    if (phase !== 'dot') return undefined
    begun += 1
    if (begun > 1) return undefined
    return { wait: lookOnce(db, office.source).then(shares => t.equal(shares, 0, 'nobody beside the probe')) }
  })
  await settle(db, office.source)
  t.same(await lettersByState(db), { sent: 8 })
  t.equal(sink.got.length, 8)
  t.match((await channel()).rows[0], { until: null, faults: 0, says: null })
  for (const { outcomes } of await readLetters(db)) t.same(outcomes, ['sent'])
})

t.test('a wrong password, a closed greeting, a refused sender: the same rest', async t => {
  const test = await testHouse(t)
  const locked = await startSink(t, { auth: { user: 'vzaimo', pass: 'right' } })
  const open = await startSink(t)
  const places = [
    { url: locked.url.replace('://', '://vzaimo:wrong@'), says: /^535 / },
    { url: open.url, at: 'greeting', with: '554 5.3.2 No service', says: /^554 5\.3\.2/ },
    { url: open.url, at: 'mail', with: '550 5.7.1 We do not know this sender', says: /^550 5\.7\.1/ },
  ]
  for (const place of places) {
    open.fails(phase => (phase === place.at ? { say: place.with ?? '' } : undefined))
    const office = await testOffice(t, test, place.url)
    await settle(test.db, office.source)
    t.match(await test.db.selectFrom('mail_channel').selectAll().executeTakeFirst(), { faults: 1, says: place.says })
    t.same(await test.db.selectFrom('letter_attempt').selectAll().execute(), [])
    await test.db.updateTable('mail_channel').set({ faults: 0, rests_until: null, says: null }).execute()
  }
  open.fails(() => undefined)
  await settle(test.db, (await testOffice(t, test, open.url)).source)
  t.same(await lettersByState(test.db), { sent: 8 })
})

t.test('a folder that cannot be written rests as a server would, and no letter is lost', async t => {
  const test = await testHouse(t)
  const { writeFile, rm, readdir } = await import('node:fs/promises')
  const office = await testOffice(t, test, undefined)
  await writeFile(`${test.folder}/outbox`, 'in the way')
  await settle(test.db, office.source)
  t.match(await test.db.selectFrom('mail_channel').selectAll().executeTakeFirst(), { faults: 1 })
  await rm(`${test.folder}/outbox`)
  await test.at(after(10))
  await settle(test.db, office.source)
  t.same(await lettersByState(test.db), { sent: 8 })
  t.equal((await readdir(`${test.folder}/outbox`)).length, 8)
})
