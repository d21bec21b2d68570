import t from 'tap'
import { type Looking, lookIntoMailbox } from '../../../src/delivery/bounces/look.ts'
import { watchMailbox } from '../../../src/delivery/bounces/watch.ts'
import { bounceAddress } from '../../../src/letters/bounce-address.ts'
import { createRulesOf } from '../../../src/letters/rules-of.ts'
import { openLog } from '../../../src/log.ts'
import { testHouse } from '../../fixtures/house.ts'
import { sentLetter } from '../../letters/fixtures/sent-letter.ts'
import { imapMailbox } from '../fixtures/imap-mailbox.ts'
import { report, vacation, written } from './fixtures/reports.ts'

t.setTimeout(120_000)

const morning = '2022-09-29T06:00:00.000Z'
const noon = '2022-09-29T09:00:00.000Z'

type Test = Parameters<typeof testHouse>[0]
type Found = Parameters<Looking['count']>[0]

const scene = async (t: Test) => {
  const th = await testHouse(t)
  await th.at(noon)
  const mailbox = await imapMailbox(t)
  const found: Found[] = []
  const clock = { ms: 1_000_000_000_000 }
  const stopper = new AbortController()
  const looking: Looking = {
    db: th.db,
    bouncing: { rulesOf: createRulesOf(th.house.seasons), newId: th.house.newId },
    place: mailbox.place,
    secret: th.house.secret,
    period: 60_000,
    count: each => found.push(each),
    stopping: stopper.signal,
    now: () => clock.ms,
  }
  const addressOf = (letter: string) => bounceAddress(th.house.secret, 'vzaimo.example.org', letter)
  const letterTo = async (name: string) => addressOf(await sentLetter(th.db, th.person(name), morning))
  const look = (more: Partial<Looking> = {}) => {
    clock.ms += 60_000
    return lookIntoMailbox({ ...looking, ...more })
  }
  const faults = async () => (await th.db.selectFrom('address_fault').select('person').execute()).map(row => row.person)
  const bounces = () => th.db.selectFrom('letter_bounce').selectAll().execute()
  return { ...th, mailbox, found, clock, looking, letterTo, look, faults, bounces, stopper }
}

t.test('what came back is noted once and marked as read; everything else stays as it was', async t => {
  const { mailbox, found, letterTo, look, faults, bounces, person } = await scene(t)
  const to = await letterTo('school-21-head')
  mailbox.put(report({ to }))
  mailbox.put(report({ to: await letterTo('school-36-head'), action: 'delayed', status: '4.4.1' }))
  const [away, letter, forged, deep] = [
    mailbox.put(vacation(to)),
    mailbox.put(written(to)),
    mailbox.put(report({ to: to.replace(/\.\w{16}@/, '.0123456789abcdef@') })),
    mailbox.put(`${report({ to })}${'x'.repeat(2_000_000)}`),
  ]
  t.equal(await look(), true)
  t.same(found, ['flagged', 'noted', 'automatic', 'other', 'unproven', 'repeated'])
  t.same(await faults(), [person('school-21-head')])
  t.match(
    new Set((await bounces()).map(({ source, at, permanent }) => `${source} ${at} ${permanent}`)),
    new Set([`mailbox ${noon} true`, `mailbox ${noon} false`]),
  )
  t.same(mailbox.unread(), [away, letter, forged])
  t.notOk(mailbox.unread().includes(deep), 'a long one is read as far as it matters')

  const fetched = () => mailbox.commands.filter(command => command === 'UID FETCH').length
  const before = fetched()
  await look()
  t.equal(fetched(), before, 'what was left is not read again')
  t.equal(found.length, 6, 'nor counted')

  mailbox.renumber()
  await look()
  t.same(found.slice(6), ['automatic', 'other', 'unproven'], 'where the numbers are others, everything is looked at')
  t.equal((await bounces()).length, 2)
})

t.test('a line that breaks anywhere loses nothing, and nothing counts twice', async t => {
  for (const at of ['LOGIN', 'SELECT', 'UID SEARCH', 'UID FETCH', 'UID STORE', 'LOGOUT'] as const)
    for (const when of ['before', 'midway', 'after'] as const) {
      const name = `${when} ${at}`
      const { mailbox, found, letterTo, look, bounces } = await scene(t)
      mailbox.put(report({ to: await letterTo('school-21-head') }))
      mailbox.put(report({ to: await letterTo('school-36-head') }))
      mailbox.breakOnce(at, when)
      await look().catch(() => undefined)
      await look()
      t.same(mailbox.unread(), [], name)
      t.equal((await bounces()).length, 2, name)
      t.equal(found.filter(each => each === 'flagged').length, 2, name)
      t.ok(found.length <= 3, `${name}: ${found}`)
    }
})

t.test('a note that could not be committed leaves the message unread', async t => {
  const { mailbox, letterTo, look, bounces, looking } = await scene(t)
  mailbox.put(report({ to: await letterTo('school-21-head') }))
  const rulesOf = () => Promise.reject(new Error('the database is away'))
  await t.rejects(look({ bouncing: { ...looking.bouncing, rulesOf } }))
  t.equal(mailbox.unread().length, 1)
  t.same(await bounces(), [])
  await look()
  t.equal(mailbox.unread().length, 0)
  t.equal((await bounces()).length, 1)
})

t.test('of several processes one looks at a time, and none so soon after another', async t => {
  const { mailbox, looking, clock } = await scene(t)
  const turns = await Promise.all(Array.from({ length: 5 }, () => lookIntoMailbox(looking)))
  t.equal(turns.filter(Boolean).length, 1)
  clock.ms += 30_000
  t.equal(await lookIntoMailbox(looking), false)
  clock.ms += 30_000
  t.equal(await lookIntoMailbox(looking), true)
  t.equal(mailbox.commands.filter(command => command === 'LOGIN').length, 2)
})

t.test('whoever died while looking is waited for three minutes', async t => {
  const { looking, clock, db } = await scene(t)
  const until = new Date(clock.ms + 180_000).toISOString()
  await db.updateTable('bounce_mailbox').set({ leased_until: until }).execute()
  t.equal(await lookIntoMailbox(looking), false)
  clock.ms += 180_001
  t.equal(await lookIntoMailbox(looking), true)
})

t.test('a process that stops ends between two messages', async t => {
  const { mailbox, look, letterTo, stopper, found } = await scene(t)
  for (const name of ['school-21-head', 'school-36-head'] as const) mailbox.put(report({ to: await letterTo(name) }))
  await look({
    count: each => {
      found.push(each)
      stopper.abort()
    },
  })
  t.equal(found.length, 1)
  t.equal(mailbox.unread().length, 1)
})

t.test('a server that falls silent does not hold up a process that stops', async t => {
  const { mailbox, looking, stopper } = await scene(t)
  mailbox.silentAt('SELECT')
  const look = t.rejects(lookIntoMailbox(looking))
  while (!mailbox.commands.includes('SELECT')) await looking.db.selectFrom('clock').select('mode').execute()
  const begun = Date.now()
  stopper.abort()
  await look
  t.ok(Date.now() - begun < 10_000)
})

t.test(
  'a mailbox that is away, or does not know the password, is complained of once, without a word of it',
  async t => {
    const { mailbox, looking, stopper, letterTo, bounces, db } = await scene(t)
    const lines: Record<string, unknown>[] = []
    const log = openLog('silent')
    const note = (level: string) => (fields: object | string, msg?: string) => {
      lines.push({ level, ...(typeof fields === 'string' ? { msg: fields } : { ...fields, msg }) })
    }
    Object.assign(log, { warn: note('warn'), info: note('info') })
    let looks = 0
    const counting: Looking = {
      ...looking,
      period: 5,
      now: () => {
        looks += 1
        return Date.now()
      },
      place: { ...mailbox.place, password: 'wrong' },
    }
    const first = new AbortController()
    const until = async (fact: () => boolean | Promise<boolean>) => {
      while (!(await fact())) await db.selectFrom('clock').select('mode').execute()
    }
    const denied = watchMailbox({ ...counting, log, stopping: first.signal })
    await until(() => looks > 5)
    first.abort()
    await denied
    t.match(lines, [{ level: 'warn', reason: 'password', msg: 'the mailbox of bounces cannot be read' }])
    t.equal(lines.length, 1)
    t.notMatch(JSON.stringify(lines), /example\.org|wrong/)

    lines.length = 0
    looks = 0
    mailbox.put(report({ to: await letterTo('school-21-head') }))
    await mailbox.away()
    const watching = watchMailbox({ ...counting, place: mailbox.place, log })
    await until(() => looks > 5)
    t.match(lines, [{ level: 'warn', reason: 'connection' }])
    await mailbox.back()
    await until(() => lines.length > 1)
    t.match(lines[1], { level: 'info', msg: 'the mailbox of bounces answers again' })
    stopper.abort()
    await watching
    t.equal((await bounces()).length, 1)
    t.equal(lines.length, 2)
  },
)
