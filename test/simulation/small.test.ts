import { sql } from 'kysely'
import t from 'tap'
import { loadSeasons } from '../../src/seasons.ts'
import type { Report } from '../../src/simulation/report.ts'
import { simulate, type Wish } from '../../src/simulation/simulate.ts'
import { testDatabase } from '../fixtures/database.ts'

type Test = { teardown(handler: () => Promise<void>): unknown }

const play = async (t: Test, breaks: Wish['breaks'] = {}): Promise<Report> => {
  const { db } = await testDatabase(t)
  return simulate(db, loadSeasons(), { schools: 24, seed: 1, realNow: () => new Date().toISOString(), breaks })
}

/** What two runs of one seed have in common. */
const counts = ({ seconds: _s, secondsByPart: _p, lettersPerSecond: _l, peakMemoryMb: _m, ...rest }: Report) => rest

const brokenIn = ({ invariants }: Report) =>
  invariants.filter(({ verdict }) => verdict === 'broken').map(({ name }) => name)

t.test('a season of 24 schools, whose people are of every kind', async t => {
  const report = await play(t)
  for (const { name, verdict, checked, examples } of report.invariants) {
    t.equal(verdict, 'holds', `${name}: ${examples.join('; ')}`)
    t.ok(checked > 0, `${name} looked at ${checked}`)
  }
  t.same(report.refusals, [], 'nobody was refused what they had reason to think possible')
  for (const [kind, count] of Object.entries(report.schoolsByKind)) t.ok(count > 0, `somebody is ${kind}`)
  for (const outcome of ['complete', 'completeLate', 'notCompleted', 'oneSided'])
    t.ok((report.outcomes[outcome] ?? 0) > 0, `a school ended ${outcome}`)
  for (const kind of ['ordinary sent', 'urgent sent', 'asked sent', 'ordinary failed'])
    t.ok((report.letters.find(({ name }) => name === kind)?.count ?? 0) > 0, kind)

  t.same(counts(await play(t)), counts(report), 'the same seed gives the same season')
})

t.test('what is broken on purpose is found by its name', async t => {
  let [lies, gone, wrong] = [3, 0, 0]
  const report = await play(t, {
    // One rung of a silent school is deleted from the ledger.
    before: async ({ house: { db } }, at) => {
      if (gone > 0 || at < '2022-10-06') return
      const { numAffectedRows = 0n } = await sql`
        DELETE FROM letter_entry WHERE id = (
          SELECT e.id FROM letter_entry e JOIN person p ON p.id = e.person JOIN school s ON s.id = e.school
          WHERE e.state = 'due' AND e.kind = 'rung' AND e.key LIKE 'duty/%/package' AND e.step = 1 AND e.role = 'school'
            AND p.email LIKE 'head-%' AND EXISTS (
              SELECT FROM thing t WHERE t.root = e.root AND t.key = 'seat/' || e.seat AND t.context->>'signedInAt' IS NULL
            )
          ORDER BY e.key, p.email LIMIT 1
        )
      `.execute(db)
      gone = Number(numAffectedRows)
    },
    server: (real, { tables }) => ({
      ...real,
      take: (letter, at) => {
        // One digest chases somebody who has sent their package.
        const done = [...tables.values()].find(({ seats }) => (seats[0]?.sentAt ?? '') > '')
        const [item] = letter.items
        const isDigest = letter.class === 'ordinary' && item !== undefined && done !== undefined && wrong === 0
        const chase = isDigest
          ? [{ ...item, kind: 'rung' as const, root: done.root, key: 'duty/1/package', step: 1, seat: 1 }]
          : []
        wrong += chase.length
        const outcome = real.take({ ...letter, items: [...letter.items, ...chase] }, at)
        if (outcome.outcome !== 'sent' || at < '2022-10-05' || lies === 0) return outcome
        // Some letters are taken, and the server says that they were not.
        lies -= 1
        return { ...outcome, outcome: 'deferred', code: 451, answer: '451 4.3.0 not now' }
      },
    }),
  })
  const broken = brokenIn(report)
  t.same({ lies, gone, wrong }, { lies: 0, gone: 1, wrong: 1 })
  t.ok(broken.includes('what the mail server took is what the ledger says'), broken.join())
  t.ok(broken.includes('every rung that was owed went on its date'), broken.join())
  t.ok(broken.includes('no letter to the done'), broken.join())
})
