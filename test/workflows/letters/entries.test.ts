import fc from 'fast-check'
import t from 'tap'
import type { WorkingCalendar } from '../../../workflows/calendar.ts'
import { dueInstant } from '../../../workflows/deadlines.ts'
import {
  type Entry,
  type Holder,
  holdersOf,
  type LetterRules,
  ladderOf,
  noticeEntries,
  rungEntries,
} from '../../../workflows/letters/entries.ts'
import { type LetterRole, letterKinds } from '../../../workflows/letters/kinds.ts'
import type { DutyNews, Notice } from '../../../workflows/letters/news.ts'
import { anyDate, anyInstant, anyZone, season } from './grounds.ts'

const rules: LetterRules = { letters: season.letters, calendarOf: () => season.calendar }
const roles: readonly LetterRole[] = [
  ...(['school', 'curator', 'municipalCoordinator', 'regionalCoordinator', 'federalCoordinator'] as const),
]

const holder = (role: LetterRole, person: string = role, rest: Partial<Holder> = {}): Holder => ({
  ...{ school: 'A', role, person, zone: 'Europe/Moscow', week: 5, region: null, worksAt: [] },
  ...rest,
})

const everybody = holdersOf(roles.map(role => holder(role)))

const news = (date: string, rest: Partial<DutyNews> = {}): DutyNews => ({
  ...{ type: 'duty', key: 'duty/1/package', act: 'package', about: null, seat: 1, school: 'A', beside: ['B'] },
  ...{ at: '2022-09-28T06:00:00.000Z', deadline: { date, dueAt: dueInstant(date, 'Europe/Moscow') }, why: 'stale' },
  ...rest,
})

const notice = (kind: Notice['kind'], rest: Partial<Notice> = {}): Notice => ({
  ...{ type: 'notice', kind, key: 'meeting', n: 7, seat: 1, school: 'A', beside: ['B'], to: 'school', person: null },
  ...{ at: '2022-10-12T20:30:00.000Z', detail: {} },
  ...rest,
})

const brief = ({ step, role, person, sendAt, state, reason }: Entry) =>
  `${step} ${role} ${person} ${state === 'due' ? sendAt : reason}`

t.test('a duty has one entry for each rung and everybody who holds its role', async t => {
  t.same(rungEntries(rules, news('2022-10-07'), everybody).map(brief), [
    '-7 school school 2022-09-30T06:00:00.000Z',
    '-3 school school 2022-10-04T06:00:00.000Z',
    '-1 school school 2022-10-06T06:00:00.000Z',
    '0 school school 2022-10-07T06:00:00.000Z',
    '1 school school 2022-10-10T06:00:00.000Z',
    '1 curator curator 2022-10-10T06:00:00.000Z',
    '3 municipalCoordinator municipalCoordinator 2022-10-10T06:00:00.000Z',
    '7 regionalCoordinator regionalCoordinator 2022-10-14T06:00:00.000Z',
  ])
  const two = holdersOf([holder('school', 'head'), holder('school', 'coordinator')])
  const minusOne = rungEntries(rules, news('2022-10-07'), two).filter(({ step }) => step === -1)
  t.same(
    minusOne.map(({ person }) => person),
    ['head', 'coordinator'],
  )
})

t.test('a role that nobody holds leaves an entry that says so, and goes one level up', async t => {
  const without = (...absent: readonly LetterRole[]) =>
    holdersOf(roles.filter(role => !absent.includes(role)).map(role => holder(role)))
  const of = (step: number, ...absent: readonly LetterRole[]) =>
    rungEntries(rules, news('2022-10-07'), without(...absent))
      .filter(entry => entry.step === step)
      .map(({ role, person, reason }) => `${role} ${person ?? reason}`)
  t.same(of(3, 'municipalCoordinator'), [
    'municipalCoordinator nobodyAppointed',
    'regionalCoordinator regionalCoordinator',
  ])
  t.same(
    of(1, 'school'),
    ['school nobodyAppointed', 'curator curator'],
    'the curator, whose own rung it is too, is wanted once',
  )
  t.same(of(-7, 'school', 'curator', 'municipalCoordinator'), [
    'school nobodyAppointed',
    'curator nobodyAppointed',
    'municipalCoordinator nobodyAppointed',
    'regionalCoordinator regionalCoordinator',
  ])
  t.same(of(7, ...roles), ['regionalCoordinator nobodyAppointed', 'federalCoordinator nobodyAppointed'])
})

t.test('a curator of the partner’s staff is passed over for the municipal coordinator', async t => {
  const holders = holdersOf([holder('curator', 'beside', { worksAt: ['B'] }), holder('municipalCoordinator')])
  const plusOne = rungEntries(rules, news('2022-10-07'), holders).filter(({ step }) => step === 1)
  t.notOk(plusOne.some(({ person }) => person === 'beside'))
  t.ok(plusOne.some(({ person }) => person === 'municipalCoordinator'))
  const elsewhere = holdersOf([holder('curator', 'beside', { worksAt: ['C'] })])
  t.ok(rungEntries(rules, news('2022-10-07'), elsewhere).some(({ person }) => person === 'beside'))
})

t.test('a rung whose instant lay before the move ends with it, one at that very instant goes', async t => {
  const moved = (at: string) =>
    rungEntries(rules, news('2022-10-14', { at, why: 'moved' }), everybody)
      .filter(({ role }) => role === 'school')
      .map(brief)
  t.same(moved('2022-10-07T06:00:00.001Z').slice(0, 2), [
    '-7 school school moved',
    '-3 school school 2022-10-11T06:00:00.000Z',
  ])
  t.same(moved('2022-10-07T06:00:00.000Z').slice(0, 1), ['-7 school school 2022-10-07T06:00:00.000Z'])
})

t.test('a duty that is owed no more wants nothing', async t => {
  t.same(rungEntries(rules, news('2022-10-07', { deadline: null }), everybody), [])
})

t.test('what no ladder is given for follows the season’s', async t => {
  t.equal(ladderOf(season.letters, 'resend'), season.letters.ladder)
  t.equal(ladderOf(season.letters, 'signIn'), season.letters.ladders.signIn)
})

t.test('whoever reads by another region’s calendar reads on its working days', async t => {
  const regional: WorkingCalendar = { ...season.calendar, extraDaysOff: [{ from: '2022-10-10', to: '2022-10-10' }] }
  const there: LetterRules = { ...rules, calendarOf: region => (region === 'Татарстан' ? regional : season.calendar) }
  const holders = holdersOf([holder('school', 'here'), holder('school', 'there', { region: 'Татарстан' })])
  const plusOne = rungEntries(there, news('2022-10-07'), holders).filter(
    ({ step, role }) => step === 1 && role === 'school',
  )
  t.same(plusOne.map(brief), ['1 school here 2022-10-10T06:00:00.000Z', '1 school there 2022-10-11T06:00:00.000Z'])
})

const due = (entries: readonly Entry[]) =>
  entries
    .filter(({ state }) => state === 'due')
    .map(brief)
    .sort()

t.test('a date that is moved forth and back again leaves what is still due as it was', async t => {
  const everywhere = fc.array(anyZone, { minLength: roles.length, maxLength: roles.length })
  const runs = { numRuns: 1000 }
  fc.assert(
    fc.property(
      anyDate,
      anyInstant,
      anyZone,
      everywhere,
      fc.integer({ min: 1, max: 40 }),
      (date, opened, owner, zones, later) => {
        const holders = holdersOf(
          roles.map((role, index) => holder(role, role, { zone: zones[index] ?? 'UTC', week: 6 })),
        )
        const deadline = { date, dueAt: dueInstant(date, owner) }
        const hoursLater = (hours: number) => new Date(Date.parse(opened) + hours * 3_600_000).toISOString()
        const back = hoursLater(later * 5)
        const never = rungEntries(rules, news(date, { at: opened, deadline }), holders)
        const again = rungEntries(rules, news(date, { at: back, deadline, why: 'moved' }), holders)
        const still = never.filter(({ state, sendAt }) => state === 'due' && sendAt >= back)
        return due(again).join() === due(still).join()
      },
    ),
    runs,
  )
  t.pass(`${runs.numRuns} moves`)
})

t.test('a later date never brings a rung forward', async t => {
  fc.assert(
    fc.property(anyDate, anyZone, anyZone, fc.integer({ min: 1, max: 30 }), (date, owner, zone, days) => {
      const holders = holdersOf(roles.map(role => holder(role, role, { zone })))
      const instants = (day: string) =>
        rungEntries(
          rules,
          news(day, { at: '2020-01-01T00:00:00.000Z', deadline: { date: day, dueAt: dueInstant(day, owner) } }),
          holders,
        )
      const moved = instants(Temporal.PlainDate.from(date).add({ days }).toString())
      return instants(date).every(({ sendAt }, index) => sendAt <= (moved[index]?.sendAt ?? ''))
    }),
    { numRuns: 500 },
  )
  t.pass('500 moves')
})

t.test('an event is told at the hour of its class', async t => {
  const at = (kind: Notice['kind'], rest: Partial<Notice> = {}) =>
    noticeEntries(rules, notice(kind, rest), everybody).map(({ sendAt }) => sendAt)
  t.same(at('packageSent'), ['2022-10-13T06:00:00.000Z'], 'ordinary: the next morning')
  t.same(at('meetingProposed'), ['2022-10-13T05:00:00.000Z'], 'urgent, at 23:30: at eight')
  const slots = [{ at: '2022-10-14T06:00:00.000Z' }, { at: '2022-10-13T08:00:00.000Z' }]
  t.same(
    at('meetingProposed', { detail: { slots } }),
    ['2022-10-12T20:30:00.000Z'],
    'a slot of tomorrow at eleven: now',
  )
  t.same(
    at('meetingMoved', {
      detail: { slots: [{ at: '2022-10-20T06:00:00.000Z' }], slot: { at: '2022-10-13T07:00:00.000Z' } },
    }),
    ['2022-10-12T20:30:00.000Z'],
    'the meeting that is off would have been tomorrow at ten: now',
  )
  t.same(at('receipt', { to: 'actor', person: 'head' }), ['2022-10-12T20:30:00.000Z'], 'a receipt: now')
})

t.test('a receipt is the actor’s alone, whoever holds a role', async t => {
  const [entry, ...more] = noticeEntries(rules, notice('receipt', { to: 'actor', person: 'someone' }), holdersOf([]))
  t.match(entry, { role: 'actor', person: 'someone', class: 'asked', state: 'due' })
  t.same(more, [])
})

t.test('every kind but the rung answers an event, and only letters that expect nothing are informative', async t => {
  const informative = Object.entries(letterKinds).flatMap(([kind, { informative: it }]) => (it ? [kind] : []))
  t.same(informative, ['revealed', 'meetingNotHeld', 'recommendationsAnswered', 'fileConfirmed', 'seal'])
})
