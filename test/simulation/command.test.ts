import { execFile } from 'node:child_process'
import path from 'node:path'
import t from 'tap'
import { emptyDatabase, testDatabase } from '../fixtures/database.ts'

const root = path.resolve(import.meta.dirname, '../..')

type Ended = { readonly code: unknown; readonly out: string; readonly err: string }

const run = (...args: readonly string[]): Promise<Ended> =>
  new Promise(resolve => {
    execFile(process.execPath, ['src/main.ts', 'simulate', ...args], { cwd: root }, (error, out, err) =>
      resolve({ code: error === null ? 0 : error.code, out, err }),
    )
  })

t.test('words that make no sense', async t => {
  for (const args of [['--schools', '3'], ['--seed', 'x'], ['--quick']]) {
    const { code, out, err } = await run(...args)
    t.equal(code, 2, args.join(' '))
    t.equal(out, '')
    t.match(err, 'npm run -s simulate')
  }
})

t.test('a database that holds something is left alone', async t => {
  const { url, db } = await testDatabase(t)
  const { code, err } = await run('--schools', '20', '--database', url)
  t.equal(code, 1)
  t.match(err, 'The database is not empty')
  t.same(await db.selectFrom('root').selectAll().execute(), [])
})

t.test('one JSON object, and nothing else', async t => {
  const { url } = await emptyDatabase(t)
  const { code, out, err } = await run('--schools', '20', '--seed', '3', '--json', '--database', url)
  const report = JSON.parse(out)
  t.equal(code, 0, JSON.stringify(report.invariants))
  t.equal(err, '', 'no progress where nobody looks')
  t.match(report, { schools: 20, seed: 3, refusals: [], partnerships: Number, acts: Number, peakMemoryMb: Number })
  for (const invariant of report.invariants)
    t.match(invariant, { name: String, checked: Number, violations: 0, verdict: 'holds', examples: [] })
})
