import t from 'tap'
import { faultless, sent, signedIn, small } from './fixtures/small-season.ts'
import { expectedOf } from './oracle/expected.ts'
import type { Arrived, Found } from './oracle/found.ts'
import { judge, type Verdict } from './oracle/verdict.ts'

const story = small([
  signedIn(1),
  signedIn(2),
  sent(1, '2022-10-03T08:30:00.000Z'),
  sent(2, '2022-10-12T08:30:00.000Z'),
  { type: 'review', table: 'pair', seat: 1, about: 2, person: 'near head', at: '2022-10-14T08:30:00.000Z' },
])

const counts = ({ lost, wrongDate, toTheDone, outsideHours, repeated, unexplained, disagreements }: Verdict) => ({
  ...{ lost, wrongDate, toTheDone, outsideHours, repeated, unexplained, disagreements },
})
const none = {
  ...{ lost: 0, wrongDate: 0, toTheDone: 0, outsideHours: 0, repeated: 0, unexplained: 0, disagreements: 0 },
}

/** The first letter that carries a rung of a duty. */
const letterOf = ({ sink, entries }: Found, key: string): Arrived => {
  const ids = new Set(entries.filter(entry => entry.kind === 'rung' && entry.key === key).map(({ id }) => id))
  const found = sink.find(letter => letter.entries.some(id => ids.has(id)))
  if (found === undefined) throw new Error(`Nothing speaks of ${key}`)
  return found
}

const changed = (found: Found, letter: Arrived, to: Partial<Arrived>): Found => ({
  ...found,
  sink: found.sink.map(each => (each === letter ? { ...each, ...to } : each)),
})

t.test('a season in which all went as it had to', async t => {
  const verdict = judge(story, faultless(story))
  t.same(verdict.findings, [])
  t.same(counts(verdict), none)
  t.ok(verdict.expected > 30, `${verdict.expected} letters`)
  t.equal(verdict.longestWindow, 5)
})

t.test('a letter that never came is lost, whatever the ledger says', async t => {
  const found = faultless(story)
  const letter = letterOf(found, 'duty/2/package')
  const verdict = judge(story, { ...found, sink: found.sink.filter(each => each !== letter) })
  t.same(counts(verdict), { ...none, lost: 1, disagreements: 1 })
})

t.test('a letter that came an hour late, or on another day, has a wrong date', async t => {
  const found = faultless(story)
  const letter = letterOf(found, 'duty/2/package')
  const later = (hours: number) => new Date(Date.parse(letter.at) + hours * 3_600_000).toISOString()
  t.same(counts(judge(story, changed(found, letter, { at: later(1) }))), { ...none, wrongDate: 1 })
  t.same(counts(judge(story, changed(found, letter, { at: later(3) }))), { ...none, wrongDate: 1 })
})

t.test('a letter that names another instant than the duty’s has a wrong date', async t => {
  const found = faultless(story)
  const entries = found.entries.map(entry =>
    entry.key === 'duty/2/package' && entry.step === -3 ? { ...entry, deadline: '2022-10-06T12:00:00.000Z' } : entry,
  )
  t.same(counts(judge(story, { ...found, entries })), { ...none, wrongDate: 1 })
})

t.test('a letter whose words name another day has a wrong date', async t => {
  const found = faultless(story)
  const letter = letterOf(found, 'duty/2/package')
  const saying = (text: string) => counts(judge(story, changed(found, letter, { text })))
  t.same(saying('до 7\u00A0октября, 23:59'), none)
  t.same(saying('до 6\u00A0октября, 23:59'), { ...none, wrongDate: 1 })
})

t.test('a reminder of what was done goes to the done', async t => {
  const without = small(story.acts.filter(act => !(act.type === 'package' && act.seat === 1)))
  // The program did not know of the first school's package: it reminded of it, and held what waits for it.
  const verdict = judge(story, faultless(without))
  t.ok(verdict.toTheDone > 3, verdict.findings.filter(each => each.startsWith('to the done')).join('\n'))
  t.ok(verdict.lost > 0, 'and what the package would have brought about is lost')
})

t.test('a letter by night, and one on a day off, go outside hours', async t => {
  const found = faultless(story)
  const letter = letterOf(found, 'duty/2/package')
  const night = judge(story, changed(found, letter, { at: '2022-09-30T11:00:00.000Z' }))
  t.same(counts(night), { ...none, wrongDate: 1, outsideHours: 1 }, '23:00 in Kamchatka')
  const holiday = judge(story, changed(found, letter, { at: '2022-11-04T00:00:00.000Z' }))
  t.equal(holiday.outsideHours, 1, 'noon of 4 November')
})

t.test('a letter that came twice is a repeat: around a kill it is explained, else it is not', async t => {
  const found = faultless(story)
  const letter = letterOf(found, 'duty/2/package')
  const again: Found = { ...found, sink: [...found.sink, { ...letter, real: letter.real + 15_000 }] }
  t.same(counts(judge(story, again)), { ...none, repeated: 1, unexplained: 1 })
  const killed = (real: number) => ({ ...again, kills: [{ real, what: 'worker' }] })
  t.same(counts(judge(story, killed(letter.real + 20))), { ...none, repeated: 1 })
  t.same(counts(judge(story, killed(letter.real + 2_000))), { ...none, repeated: 1, unexplained: 1 }, 'too late for it')
})

t.test('two digests on one day, a letter unknown to the ledger, and what is still due are told', async t => {
  const found = faultless(story)
  const letter = letterOf(found, 'duty/2/package')
  const strange = { ...letter, letter: 'nobody’s', messageId: '<nobody@example.org>', entries: [] }
  t.equal(judge(story, { ...found, sink: [...found.sink, strange] }).disagreements, 1)
  const due = found.entries.map((entry, n) => (n === 0 ? { ...entry, state: 'due', letter: null } : entry))
  t.equal(judge(story, { ...found, entries: due }).disagreements, 2, 'and the sink has what the ledger calls due')
})

t.test(
  'everything has a letter, or a reason why not: what is expected ends with the last step of the clock',
  async t => {
    const cut = small(story.acts, { steps: story.steps.filter(step => step < '2022-10-05T00:00:00.000Z') })
    t.ok(expectedOf(cut).every(({ at }) => at < '2022-10-05'))
    t.same(counts(judge(cut, faultless(cut))), none)
  },
)
