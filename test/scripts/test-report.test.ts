import t from 'tap'
import { openReport } from '../../scripts/test-report.ts'

function report(lines: string, clean: boolean, failsWhenSkipped: (reason: string) => boolean = () => false) {
  const printed: string[] = []
  const { read, close } = openReport(line => printed.push(line))
  for (const line of lines.split('\n')) read(line)
  const counts = close({ clean, failsWhenSkipped })
  return { counts, printed }
}

const passing = `TAP version 14
# Subtest: test/a.test.ts
    ok 1 - one
    1..1
ok 1 - test/a.test.ts # time=12.7ms
`

t.test('a file that passes is one line', async t => {
  const { counts, printed } = report(`${passing}\n1..1\n# { total: 1, pass: 1 }\n# time=20ms`, true)
  t.same(printed, ['ok test/a.test.ts (12 ms)'])
  t.same(counts, { passed: 1, failed: 0, skipped: 0 })
})

t.test('a file that fails is printed whole, with what explains it', async t => {
  const failing = `# Subtest: test/b.test.ts
    not ok 1 - two
      ---
      at: b
      ...
    1..1
not ok 2 - test/b.test.ts # time=9.1ms
  ---
  exitCode: 1
  ...
`
  const { counts, printed } = report(`${failing}${passing}# { total: 2, pass: 1, fail: 1 }`, false)
  t.match(printed.join('\n'), /not ok 1 - two.*at: b.*exitCode: 1.*ok test\/a\.test\.ts/s)
  t.notMatch(printed.join('\n'), /ok 1 - one/)
  t.same(counts, { passed: 1, failed: 1, skipped: 0 })
})

t.test('what was skipped is named; where it may not be, it fails', async t => {
  const skipping = `    ok 1 - a # SKIP this machine lacks Redis
    ok 2 - b # SKIP this machine lacks Redis
    ok 3 - c # SKIP only on Tuesdays
ok 1 - test/c.test.ts # time=5ms
# { total: 4, pass: 1, skip: 3 }`
  const here = report(skipping, true)
  t.match(here.printed, [/^ok/, 'skipped: this machine lacks Redis (2 times)', 'skipped: only on Tuesdays'])
  t.same(here.counts, { passed: 1, failed: 0, skipped: 3 })
  const inCi = report(skipping, true, reason => reason.startsWith('this machine lacks'))
  t.match(inCi.printed, [/^ok/, 'failed, for it was skipped: this machine lacks Redis (2 times)', /^skipped/])
  t.same(inCi.counts, { passed: 1, failed: 2, skipped: 1 })
})

t.test('tap that broke off counts as a failure, and its last words are printed', async t => {
  const { counts, printed } = report('No valid test files found matching "test/typo.ts"', false)
  t.same(printed, ['No valid test files found matching "test/typo.ts"'])
  t.same(counts, { passed: 0, failed: 1, skipped: 0 })
})
