import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Registry } from 'prom-client'
import t, { type Test } from 'tap'
import { openWakeMetrics } from '../../src/delivery/wake-metrics.ts'
import { sealSource } from '../../src/delivery/wake-seals.ts'
import { makeSeals, readSeal } from '../../src/engine/seal.ts'
import { verifySeals } from '../../src/engine/verify-seals.ts'
import { createRulesOf } from '../../src/letters/rules-of.ts'
import { createTellOfSeals } from '../../src/letters/tell-of-seal.ts'
import { openLog } from '../../src/log.ts'
import { checkCopy, readCopy } from '../../src/seals/check-copy.ts'
import { sealText, writeSealFiles } from '../../src/seals/seal-files.ts'
import { type TestHouse, testHouse } from '../fixtures/house.ts'
import { runProgram } from '../fixtures/program.ts'

t.setTimeout(180_000)

const zone = 'Europe/Moscow'
const [wednesday, thursday, friday, saturday] = ['2022-09-28', '2022-09-29', '2022-09-30', '2022-10-01'].map(
  day => `${day}T21:00:00.000Z`,
) as [string, string, string, string]

const opened = async (t: Test) => {
  const it = await testHouse(t)
  const folder = join(it.folder, 'seals')
  const tell = createTellOfSeals(createRulesOf(it.house.seasons))
  const source = sealSource({
    ...{ db: it.db, zone, folder, tell, log: openLog('silent') },
    ...{ metrics: openWakeMetrics(new Registry()), now: () => Date.now() },
  })
  const never = new AbortController().signal
  /** The worker's look at an instant of the program's clock. */
  const wakes = async (at: string) => {
    await it.at(at)
    const due = await source.find(at, at)
    for (const { share } of due) await source.apply(share, never)
    return due
  }
  const entries = () =>
    it.db.selectFrom('letter_entry').selectAll().where('kind', '=', 'seal').orderBy('opened_at').execute()
  return { ...it, seals: folder, tell, source, wakes, entries }
}

const copyOf = async ({ seals }: { seals: string }, day: string) => {
  const copy = readCopy(await readFile(join(seals, `${day}.json`), 'utf8'))
  if (copy === null) throw new Error('no seal')
  return copy
}

const saysOf = async ({ db }: Pick<TestHouse, 'db'>, copy: Parameters<typeof checkCopy>[1]) =>
  (await checkCopy(db, copy)).map(({ root, says }) => `${root === null ? '' : 'a root: '}${says}`)

t.test('a worker seals each day at midnight, writes it down and tells of it in the next digest', async t => {
  const it = await opened(t)
  const before = '2022-09-28T20:59:55.000Z'
  await it.wakes(before)
  const began = (await it.db.selectFrom('seal').selectAll().execute()).map(({ day }) => day)
  t.same(await it.source.find(before, wednesday), [{ share: 0, since: wednesday, things: 1 }], 'it is seen coming')
  t.same(await it.source.find(before, before), [], 'and not due before')
  await it.wakes(wednesday)
  const roots = (await it.db.selectFrom('root').select('id').execute()).length
  t.match(await it.db.selectFrom('seal').selectAll().where('day', '=', '2022-09-28').execute(), [
    { at: wednesday, roots },
  ])
  t.same((await readdir(it.seals)).sort(), [...began, '2022-09-28'].map(day => `${day}.json`).sort())
  t.match(await copyOf(it, '2022-09-28'), { day: '2022-09-28', at: wednesday, roots })
  t.equal((await copyOf(it, '2022-09-28')).heads.length, roots)

  const [last] = (await it.entries()).slice(-1)
  t.match(last, {
    root: it.demo.cycle,
    key: 'seal/2022-09-28',
    person: it.person('federal'),
    role: 'federalCoordinator',
    seat: 0,
    school: null,
    class: 'ordinary',
    state: 'due',
    send_at: '2022-09-29T06:00:00.000Z',
    detail: { day: '2022-09-28', roots, hash: (await copyOf(it, '2022-09-28')).hash },
  })
  await it.wakes(friday)
  await it.wakes(saturday)
  const told = (await it.entries()).slice(-2)
  t.same(
    told.map(({ key, send_at }) => [key, send_at]),
    [
      ['seal/2022-09-30', '2022-10-03T06:00:00.000Z'],
      ['seal/2022-10-01', '2022-10-03T06:00:00.000Z'],
    ],
    'of Thursday and Friday, sealed at once, the later speaks; the weekend’s wait for Monday',
  )
  t.same(await verifySeals(it.db), { seals: began.length + 4, faults: [] })
})

t.test('where nobody could be told, the ledger says so', async t => {
  const it = await opened(t)
  await sql`UPDATE person SET email = NULL WHERE id = ${it.person('federal')}`.execute(it.db)
  await it.wakes(wednesday)
  t.match((await it.entries()).slice(-1), [
    { person: null, state: 'skipped', reason: 'nobodyAppointed', ended_at: wednesday },
  ])
  await sql`UPDATE thing SET value = '"closed"' WHERE root = ${it.demo.cycle} AND key = ''`.execute(it.db)
  const before = (await it.entries()).length
  await it.wakes(thursday)
  t.equal((await it.entries()).length, before, 'and without a running season there is nothing to tell under')
  t.ok(await readSeal(it.db, '2022-09-29'), 'it is sealed all the same')
})

t.test('a file that a process left unwritten is made up for; one that is there is never touched', async t => {
  const it = await opened(t)
  await makeSeals(it.db, zone, wednesday, it.tell)
  await mkdir(it.seals)
  await writeFile(join(it.seals, '2022-09-28.json'), 'Проверочный текст')
  await it.wakes(thursday)
  t.equal(await readFile(join(it.seals, '2022-09-28.json'), 'utf8'), 'Проверочный текст')
  await rm(join(it.seals, '2022-09-29.json'))
  t.same(await writeSealFiles(it.db, it.seals), ['2022-09-29'])
  const seal = await readSeal(it.db, '2022-09-29')
  t.equal(await readFile(join(it.seals, '2022-09-29.json'), 'utf8'), seal && sealText(seal))
  t.notOk(
    (await readdir(it.seals)).some(name => name.startsWith('.')),
    'nothing half written stays',
  )
})

t.test('a copy kept elsewhere finds what was rewritten together with all seals', async t => {
  const it = await opened(t)
  await it.wakes(wednesday)
  const copy = await copyOf(it, '2022-09-28')
  await it.wakes(friday)
  t.same(await saysOf(it, copy), [])
  const pair = it.demo.groups.get('pair') ?? ''

  await sql`UPDATE history SET hash = ${'a'.repeat(64)} WHERE root = ${pair} AND n = 1`.execute(it.db)
  await sql`DELETE FROM seal_head`.execute(it.db)
  await sql`DELETE FROM seal`.execute(it.db)
  await sql`UPDATE root SET head = ${'a'.repeat(64)} WHERE id = ${pair} AND n = 1`.execute(it.db)
  await makeSeals(it.db, zone, friday, async () => {})
  t.same((await verifySeals(it.db)).faults, [], 'the new seals by themselves are well')
  t.same(await saysOf(it, copy), ['a root: Row 1 is not the one sealed', 'The database has another seal of this day'])
})

t.test('a copy misses a root that is gone, a seal that is gone, and knows when it was changed itself', async t => {
  const it = await opened(t)
  await it.wakes(wednesday)
  const copy = await copyOf(it, '2022-09-28')
  const pair = it.demo.groups.get('pair') ?? ''
  for (const table of ['deadline', 'thing', 'history', 'reason'] as const)
    await it.db.deleteFrom(table).where('root', '=', pair).execute()
  t.same(await saysOf(it, copy), ['a root: Row 1 was sealed and is gone'])
  const [first, ...rest] = copy.heads
  if (first === undefined) throw new Error('no heads')
  t.match(await saysOf(it, { ...copy, heads: rest }), ['The copy’s heads are not those it seals'])
  t.match(await saysOf(it, { ...copy, at: friday }), ['The copy itself was changed'])
  await sql`DELETE FROM seal_head`.execute(it.db)
  await sql`DELETE FROM seal`.execute(it.db)
  t.match((await saysOf(it, copy)).at(-1), 'The database has no seal of this day')
  for (const text of ['', '{}', '[]', 'Проверочный текст', JSON.stringify({ ...copy, hash: 'x' })])
    t.equal(readCopy(text), null, text.slice(0, 20))
})

t.test('verify --seal FILE says all of it, and ends with 1 where anything does not hold', async t => {
  const it = await opened(t)
  await it.wakes(wednesday)
  const file = join(it.seals, '2022-09-28.json')
  const verify = async (...args: string[]) => {
    const env = { DATABASE_URL: it.url, VZAIMO_DATA: it.folder, VZAIMO_LOG_LEVEL: 'silent' }
    return runProgram(t, { args: ['verify', ...args], env })
  }
  const whole = await verify('--json', '--seal', file)
  t.equal(whole.code, 0, whole.output)
  t.match(JSON.parse(whole.output), { ok: true, seals: Number, sealFaults: [] })
  await sql`UPDATE root SET n = n, head = ${'c'.repeat(64)} WHERE id = ${it.demo.cycle}`.execute(it.db)
  await sql`UPDATE history h SET hash = ${'c'.repeat(64)} FROM root r WHERE r.id = h.root AND r.n = h.n AND r.id = ${it.demo.cycle}`.execute(
    it.db,
  )
  const broken = await verify('--seal', file)
  t.equal(broken.code, 1)
  t.match(broken.output, /Seal of 2022-09-28, [0-9a-f-]{36}: Row \d+ is not the one sealed\./)
  t.match(await verify('--seal', join(it.folder, 'none.json')), { code: 1, output: /--seal is followed by a file/ })
  await writeFile(join(it.folder, 'no-seal.json'), '{}')
  t.match(await verify('--seal', join(it.folder, 'no-seal.json')), { code: 1, output: /is no seal\./ })
})
