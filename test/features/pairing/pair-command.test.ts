import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path, { join } from 'node:path'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { sampleSchools } from '../../../bench/pairing-schools.ts'
import { checkCertificate } from '../../../src/features/pairing/check-certificate.ts'
import { pairCommand } from '../../../src/features/pairing/pair-command.ts'
import { schoolColumns } from '../../../src/features/pairing/read-schools.ts'
import type { School } from '../../../src/features/pairing/schools.ts'
import { requestOf } from './fixtures/random-request.ts'

const csv = (schools: readonly School[]): string =>
  [schoolColumns, ...schools.map(({ risks, ...rest }) => [...Object.values(rest), ...risks])]
    .map(cells => cells.join(','))
    .join('\n')

/** Runs the command in a folder of its own, with the given files written there first. */
const run = async (t: Test, files: Record<string, string>, ...argv: string[]) => {
  const folder = t.testdir(files)
  const [printed, complained]: [string[], string[]] = [[], []]
  const args = argv.map(arg => (arg in files || arg.endsWith('.json') ? join(folder, arg) : arg))
  const code = await pairCommand(args, { print: line => printed.push(line), complain: line => complained.push(line) })
  return { code, folder, printed, complained: complained.map(line => line.replaceAll(`${folder}/`, '')) }
}

t.test('schools, with history, bans, locks and a certificate', async t => {
  const schools = sampleSchools(31, 4)
  const [a = '', b = '', c = '', d = ''] = schools.map(({ id }) => id)
  const files = {
    'schools.csv': csv(schools),
    'history.csv': `a,b\n${a},${b}\n`,
    'bans.csv': `a,b\n${c},${d}\n`,
    'locks.csv': `a,b\n${b},${c}\n`,
  }
  const lists = ['--history', 'history.csv', '--bans', 'bans.csv', '--locks', 'locks.csv']
  const { code, folder, printed, complained } = await run(
    t,
    files,
    '--schools',
    'schools.csv',
    ...lists,
    '--certificate',
    'c.json',
    '--json',
  )
  t.same(complained, [])
  t.equal(code, 0)
  const output = JSON.parse(printed.join(''))
  t.equal(output.pairs.length, 14)
  t.match(output, { schools: 31, optimal: true, trio: { members: { length: 3 } }, bound: output.total, objections: [] })
  for (const figure of ['seconds', 'checkSeconds', 'peakMemoryMb', 'rounds']) t.type(output[figure], 'number', figure)
  t.ok(output.fairness.proposed.total > output.fairness.random.total)
  const certificate = JSON.parse(await readFile(join(folder, 'c.json'), 'utf8'))
  const request = requestOf(schools, { earlier: [[a, b]], bans: [[c, d]], locks: [[b, c]] })
  t.same(checkCertificate(request, { ...output, certificate }).faults, [], 'what was written proves what was printed')
})

t.test('for a terminal', async t => {
  const { code, printed } = await run(
    t,
    { 'schools.csv': csv(sampleSchools(7, 4)) },
    '--schools',
    'schools.csv',
    '--lang',
    'en',
  )
  t.equal(code, 0)
  t.match(printed.at(-4), /^Total [\d,]+\. Nothing can be better: proven and checked\./)
  t.match(printed.at(-1), /^random: total/)
})

t.test('a plain graph', async t => {
  const graph = '1 2 5\n3 4 7\n1 3 10\n2 4 9\n1 4 3\n'
  const { code, printed } = await run(t, { g: graph }, '--graph', 'g', '--json')
  t.equal(code, 0)
  t.match(JSON.parse(printed.join('')), {
    pairs: [
      { a: '1', b: '3', weight: 10 },
      { a: '2', b: '4', weight: 9 },
    ],
    trio: null,
    total: 38,
    bound: 38,
    optimal: true,
  })
  const star = await run(t, { g: '1 2 5\n1 3 5\n1 4 5' }, '--graph', 'g', '--lang', 'en')
  t.equal(star.code, 2)
  t.same(star.complained, ['There is no perfect matching: without 1 vertices the graph has 3 parts of an odd number.'])
})

t.test('what cannot be answered ends with 2 and a sentence', async t => {
  const schools = sampleSchools(6, 4)
  const [a = '', b = ''] = schools.map(({ id }) => id)
  const text = csv(schools)
  const refused = async (files: Record<string, string>, ...argv: string[]) => {
    const { code, complained } = await run(t, { 'schools.csv': text, ...files }, '--lang', 'en', ...argv)
    t.equal(code, 2)
    return complained
  }
  const withLists = (files: Record<string, string>) =>
    refused(
      files,
      '--schools',
      'schools.csv',
      ...Object.keys(files).flatMap(name => [`--${name.replace('.csv', '')}`, name]),
    )
  t.match(await refused({}), [/^npm run -s pair/])
  t.match(await refused({}, '--schools', 'schools.csv', '--graph', 'schools.csv'), [/^npm run -s pair/])
  t.match(await refused({}, '--wrong'), [/^npm run -s pair/])
  t.same(await refused({}, '--schools', 'none.csv'), ['the file none.csv cannot be read'])
  t.same(await refused({}, '--schools', 'schools.csv', '--on', 'tomorrow'), [
    '--on: "tomorrow" is not a date such as 2022-10-07',
  ])
  t.same(await refused({ 'empty.csv': schoolColumns.join() }, '--schools', 'empty.csv'), [
    'empty.csv, line 1: there is no school after the header',
  ])
  t.same(await withLists({ 'history.csv': `a,b\n${a},${b}\n${b},s99\n` }), [
    'history.csv, line 3: there is no school with the id s99',
  ])
  t.match(await withLists({ 'locks.csv': `a,b\n${a},${b}`, 'bans.csv': `a,b\n${b},${a}` }), [
    /^locks.csv, line 2: .* but the pair is banned/,
  ])
  t.match(await refused({ 'twice.csv': `${text}\n${text.split('\n')[2]}` }, '--schools', 'twice.csv'), [
    /^twice.csv, line 8: the id s00002 stands a second time/,
  ])
  const one = schools.map(school => ({ ...school, region: 'R', municipality: 'M' }))
  t.same(await refused({ 'one.csv': csv(one) }, '--schools', 'one.csv'), [
    '6 schools of municipality M (R) have no admissible partner. 6 schools stay without a partner.',
    'A complete pairing exists if one may allow schools of one municipality; 3 such pairs are needed.',
  ])
  t.match(await refused({ 'lone.csv': csv(schools.slice(0, 1)) }, '--schools', 'lone.csv'), [
    /^School s00001 .* is alone/,
  ])
})

t.test('the best incomplete pairing, on request', async t => {
  const schools = sampleSchools(7, 4).map((school, i) => ({
    ...school,
    region: 'R',
    municipality: i < 5 ? 'M' : school.id,
  }))
  const { code, printed, complained } = await run(
    t,
    { 'schools.csv': csv(schools) },
    '--schools',
    'schools.csv',
    '--incomplete',
    '--json',
  )
  t.equal(code, 0)
  const output = JSON.parse(printed.join(''))
  t.match(output, { complete: false, optimal: true, alone: { length: 3 }, pairs: { length: 2 } })
  t.equal(complained.length, 2, 'and the reason is told all the same')
})

t.test('what npm prints reaches a slow reader whole, and the command loads nothing but pairing', async t => {
  const folder = t.testdir({ 'schools.csv': csv(sampleSchools(2400, 2)) })
  const root = path.resolve(import.meta.dirname, '../../..')
  // A pipe holds 64 KB: the command is done long before its answer is read.
  const line = `npm run -s pair -- --schools '${join(folder, 'schools.csv')}' --json | (sleep 2; cat)`
  const { stdout } = await promisify(execFile)('sh', ['-c', line], { cwd: root, maxBuffer: 2 ** 24 })
  t.ok(stdout.length > 2 ** 17, `${stdout.length} characters`)
  const { pairs, optimal, peakMemoryMb } = JSON.parse(stdout)
  t.equal(pairs.length, 1200)
  t.equal(optimal, true)
  t.ok(peakMemoryMb < 150, `${peakMemoryMb} MB, where the whole program needs 190`)
})
