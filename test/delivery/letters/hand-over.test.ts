import { sql } from 'kysely'
import t from 'tap'
import { tokenHash } from '../../../src/features/secret-tokens.ts'
import { firstMorning, testHouse } from '../../fixtures/house.ts'
import { phases, startSink } from '../fixtures/smtp-sink.ts'
import { lettersByState, lookOnce, readLetters, settle, testOffice } from './office.ts'

t.setTimeout(180_000)

const later = (minutes: number) => new Date(Date.parse(firstMorning) + minutes * 60_000).toISOString()

t.test('what is due is handed over once: one letter for each person, with a link that opens the house', async t => {
  const test = await testHouse(t)
  const sink = await startSink(t)
  const { source, metric, troubles } = await testOffice(t, test, sink.url)
  await settle(test.db, source)
  t.same(await lettersByState(test.db), { sent: 8 })
  const letters = await readLetters(test.db)
  for (const { id, email, messageId, entries, attempts } of letters) {
    const [got, ...more] = sink.to(email)
    t.same([more.length, entries, attempts], [0, ['sent'], 1], email)
    t.match(got?.email, { messageId })
    t.equal(got?.header('x-vzaimo-letter'), id)
    t.equal(got?.header('x-vzaimo-at'), firstMorning)
    const link = /\/sign-in\/link\/([\w-]{43})/.exec(got?.email.text ?? '')
    const known = await test.db
      .selectFrom('link')
      .innerJoin('person', 'person.id', 'link.person')
      .select(['email', 'purpose'])
      .where('token_sha256', '=', tokenHash(link?.[1] ?? ''))
      .executeTakeFirst()
    t.same(known, { email, purpose: 'invitation' })
    const told = (got?.header('x-vzaimo-entries') ?? '').split(' ').map(Number)
    const rows = await test.db.selectFrom('letter_entry').select('id').where('letter', '=', id).execute()
    t.same(told.toSorted(), rows.map(row => row.id).toSorted())
  }
  t.equal(sink.got.length, 8)
  t.equal(await metric('vzaimo_letters_total{outcome="sent"}'), 8)
  t.equal(await metric('vzaimo_letter_unkept_seconds_count'), 8)
  t.equal(await metric('vzaimo_letters_perhaps_twice_total'), 0)
  t.same(troubles(), [])
  const stored = await test.db.selectFrom('letter').select('body').execute()
  t.notMatch(JSON.stringify(stored), '/sign-in/link/', 'no stored text holds a link')
})

t.test(
  'the line breaks at one letter, in every phase: the others go, and it arrives at its second attempt',
  async t => {
    for (const broken of phases.filter(phase => phase !== 'greeting' && phase !== 'ehlo' && phase !== 'mail')) {
      const test = await testHouse(t)
      const sink = await startSink(t)
      const { source, metric } = await testOffice(t, test, sink.url, { env: { VZAIMO_MAIL_CONNECTIONS: '10' } })
      const [email = ''] = await lettersDue(test.db)
      const dropped = Promise.withResolvers<void>()
      sink.fails((phase, { to }) => {
        // The others are under way when it happens.
        if (to !== email) return phase === 'rcpt' ? { wait: dropped.promise } : undefined
        if (phase !== broken) return undefined
        dropped.resolve()
        return 'drop'
      })
      await settle(test.db, source, 10)
      t.same(await lettersByState(test.db), { sent: 7, waiting: 1 }, broken)
      sink.fails(() => undefined)
      await test.at(later(4))
      t.equal(await lookOnce(test.db, source), 0, 'not before its time')
      await test.at(later(6))
      await settle(test.db, source)
      t.same(await lettersByState(test.db), { sent: 8 })
      const letter = (await readLetters(test.db)).find(each => each.email === email)
      t.match(letter, { attempts: 2, outcomes: ['deferred', 'sent'], entries: ['sent'] })
      // A server that took it and could not say so gets it twice, and can see that.
      t.same(
        sink.to(email).map(got => got.email.messageId),
        broken === 'stored' ? [letter?.messageId, letter?.messageId] : [letter?.messageId],
        broken,
      )
      const perhaps = ['body', 'dot', 'stored'].includes(broken) ? 1 : 0
      t.equal(await metric('vzaimo_letters_perhaps_twice_total{because="line"}'), perhaps, broken)
      t.equal(sink.got.length, broken === 'stored' ? 9 : 8)
    }
  },
)

const lettersDue = async (db: Parameters<typeof readLetters>[0]): Promise<string[]> => {
  const { rows } = await sql<{ email: string }>`
    SELECT DISTINCT p.email FROM letter_entry e JOIN person p ON p.id = e.person
    WHERE e.state = 'due' AND e.send_at <= ${firstMorning} ORDER BY 1
  `.execute(db)
  return rows.map(({ email }) => email)
}

t.test(
  'the server refuses: for now it is tried again, for good it has failed, and its words are kept without the address',
  async t => {
    for (const at of ['rcpt', 'data', 'dot'] as const) {
      const test = await testHouse(t)
      const sink = await startSink(t)
      const { source } = await testOffice(t, test, sink.url)
      const [slow = '', dead = ''] = await lettersDue(test.db)
      sink.fails((phase, { to }) => {
        if (phase !== at) return undefined
        if (to === slow) return { say: '451 4.3.0 Try again later' }
        return to === dead ? { say: `550 5.1.1 <${dead}>: no such user` } : undefined
      })
      await settle(test.db, source)
      t.same(await lettersByState(test.db), { failed: 1, sent: 6, waiting: 1 }, at)
      const letters = await readLetters(test.db)
      t.match(
        letters.find(({ email }) => email === dead),
        { state: 'failed', entries: ['failed'], outcomes: ['refused'], answer: /^550 5\.1\.1 .*no such user$/ },
      )
      t.notMatch(letters.find(({ email }) => email === dead)?.answer, '@')
      t.match(
        letters.find(({ email }) => email === slow),
        { state: 'waiting', entries: ['due'], outcomes: ['deferred'], nextAttemptAt: later(5) },
      )
      sink.fails(() => undefined)
      await test.at(later(5))
      await settle(test.db, source)
      t.same(await lettersByState(test.db), { failed: 1, sent: 7 })
      t.equal(sink.to(slow).length, 1)
      t.equal(sink.to(dead).length, 0)
    }
  },
)

t.test('a signal to stop ends between two letters; what was not begun is due at once and was not tried', async t => {
  const test = await testHouse(t)
  const sink = await startSink(t)
  const { source, close } = await testOffice(t, test, sink.url, { env: { VZAIMO_MAIL_CONNECTIONS: '1' } })
  const stopping = new AbortController()
  sink.fails(phase => {
    if (phase === 'dot' && sink.got.length === 1) stopping.abort()
    return undefined
  })
  await lookOnce(test.db, source, { stopping: stopping.signal })
  await close()
  const states = await lettersByState(test.db)
  t.equal(states.sent, 2, 'the letter that was on its way arrived')
  t.equal(states.handing, undefined)
  for (const { state, attempts, outcomes } of await readLetters(test.db))
    if (state === 'waiting') t.same([attempts, outcomes], [0, []])
  const again = await testOffice(t, test, sink.url)
  await settle(test.db, again.source)
  t.same(await lettersByState(test.db), { sent: 8 })
  t.equal(sink.got.length, 8)
})

t.test('who slept until somebody else took the letters hands none of them over', async t => {
  const test = await testHouse(t)
  const sink = await startSink(t)
  let asleep = 0
  const sleeper = await testOffice(t, test, sink.url, {
    env: { VZAIMO_MAIL_CONNECTIONS: '1' },
    now: () => Date.now() + asleep,
  })
  const held = Promise.withResolvers<void>()
  const reached = Promise.withResolvers<void>()
  sink.fails(phase => {
    if (phase !== 'data' || asleep > 0) return undefined
    reached.resolve()
    return { wait: held.promise }
  })
  const [share] = await sleeper.source.find(firstMorning, firstMorning)
  const works = lookOnce(test.db, sleeper.source)
  await reached.promise
  // Its clock jumps over the end of every lease that it has.
  asleep = 60_000
  const other = await testOffice(t, test, sink.url, { now: () => Date.now() + 30_000 })
  await settle(test.db, other.source)
  held.resolve()
  await works
  t.same(await lettersByState(test.db), { sent: 8 })
  // The one that was on its way went twice, under one Message-ID; nothing else did.
  t.equal(sink.got.length, 9)
  t.equal(new Set(sink.got.map(({ email }) => email.messageId)).size, 8)
  t.ok(share !== undefined)
})
