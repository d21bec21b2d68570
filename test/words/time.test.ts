import fc from 'fast-check'
import t from 'tap'
import {
  clockTime,
  dateTime,
  deadline,
  deadlineDate,
  deadlineShortDate,
  longDate,
  plainDate,
  relativeTime,
  shortDate,
  timeLeft,
  utcOffset,
  weekdayDate,
  zoneName,
} from '../../src/words/time.ts'
import { dueInstant } from '../../workflows/deadlines.ts'

/** `~` stands for the space at which no line may end. */
const seen = (text: string | null) => text?.replaceAll('\u00A0', '~')

const smolensk = 'Europe/Moscow'
const tobolsk = 'Asia/Yekaterinburg'
const now = '2022-10-13T11:02:00.000Z'
const due = dueInstant('2022-10-21', smolensk)

t.test('a deadline is spoken of as its last minute, on the clocks of its reader', async t => {
  t.equal(seen(deadline('ru', due, smolensk, now)), '21~октября, 23:59 по~Москве')
  t.equal(seen(deadline('ru', due, tobolsk, now)), '22~октября, 01:59 по~Екатеринбургу')
  t.equal(seen(deadline('en', due, smolensk, now)), '21~October, 23:59 Moscow~time')
  t.equal(seen(deadlineDate('ru', due, smolensk, now)), '21~октября')
  t.equal(seen(deadlineShortDate('ru', due, smolensk)), '21~окт')
})

t.test('the last day of a deadline is its own date in its own zone, whatever the zone', async () => {
  const zone = fc.constantFrom('Europe/Kaliningrad', smolensk, tobolsk, 'Asia/Kamchatka', 'America/Sao_Paulo')
  const date = fc
    .integer({ min: 0, max: 3650 })
    .map(n => Temporal.PlainDate.from('2018-01-01').add({ days: n }).toString())
  fc.assert(
    fc.property(zone, date, (zone, date) => {
      const at = dueInstant(date, zone)
      return deadlineDate('ru', at, zone, now) === plainDate('ru', date, now)
    }),
  )
})

t.test('the time left is said in its two largest units, rounded down', async t => {
  const left = (to: string) => seen(timeLeft('ru', now, to))
  t.equal(left(due), '8~дней 9~часов')
  t.equal(left('2022-10-13T14:22:59.999Z'), '3~часа 20~минут')
  t.equal(left('2022-10-14T11:02:00.000Z'), '1~день')
  t.equal(left('2022-10-14T11:50:00.000Z'), '1~день', 'minutes do not matter beside days')
  t.equal(left('2022-10-13T12:02:00.000Z'), '1~час')
  t.equal(left('2022-10-13T11:23:00.000Z'), '21~минута')
  t.equal(left('2022-10-13T11:02:00.001Z'), 'меньше минуты')
  t.equal(left(now), undefined, 'nothing is left')
  t.equal(left('2022-10-07T21:00:00.000Z'), undefined)
  t.equal(seen(timeLeft('en', now, due)), '8~days 9~hours')
  t.equal(timeLeft('en', now, '2022-10-13T11:02:59.999Z'), 'less than a minute')
})

t.test('what happened is told by its day as the reader counts days', async t => {
  const told = (at: string, zone = smolensk) => seen(relativeTime('ru', at, zone, now))
  t.equal(told('2022-10-13T08:40:00.000Z'), 'сегодня, 11:40')
  t.equal(told('2022-10-12T06:15:00.000Z'), 'вчера, 09:15')
  t.equal(told('2022-10-14T07:00:00.000Z'), 'завтра, 10:00')
  t.equal(told('2022-10-11T12:48:00.000Z'), '11~октября, 15:48')
  t.equal(told('2021-10-11T12:48:00.000Z'), '11~октября~2021~г., 15:48')
  t.equal(told('2022-10-12T20:30:00.000Z'), 'вчера, 23:30')
  t.equal(told('2022-10-12T20:30:00.000Z', tobolsk), 'сегодня, 01:30')
  t.equal(relativeTime('en', '2022-10-12T06:15:00.000Z', smolensk, now), 'yesterday, 09:15')
})

t.test('dates and hours', async t => {
  t.equal(clockTime('ru', now, smolensk), '14:02')
  t.equal(clockTime('en', '2022-10-12T21:00:00.000Z', smolensk), '00:00', 'midnight is not 24:00')
  t.equal(seen(longDate('ru', now, tobolsk, now)), '13~октября')
  t.equal(seen(longDate('en', '2021-12-31T22:00:00.000Z', smolensk, now)), '1~January', 'already this year there')
  t.equal(seen(dateTime('ru', now, tobolsk, now)), '13~октября, 16:02')
  t.equal(seen(shortDate('ru', '2022-05-03T12:00:00.000Z', smolensk)), '3~мая')
  t.equal(seen(weekdayDate('ru', now, smolensk)), 'четверг, 13~октября')
  t.equal(seen(weekdayDate('en', now, smolensk)), 'Thursday 13~October')
  t.equal(seen(plainDate('ru', '2022-10-07', now)), '7~октября')
  t.equal(seen(plainDate('ru', '2023-01-09', now)), '9~января~2023~г.')
})

t.test('an instant may be text or a Temporal value', async t => {
  t.equal(clockTime('ru', Temporal.Instant.from(now), smolensk), '14:02')
})

t.test('a zone is named by its city, one without a name by its offset', async t => {
  t.equal(seen(zoneName('ru', 'Asia/Omsk', now)), 'по~Омску')
  t.equal(seen(zoneName('en', 'Asia/Kamchatka', now)), 'Petropavlovsk-Kamchatsky~time')
  t.equal(seen(zoneName('ru', 'Europe/Berlin', now)), 'по~UTC+2')
  t.equal(zoneName('en', 'Europe/Berlin', '2022-12-13T11:02:00.000Z'), 'UTC+1')
  t.same(
    ['Europe/Moscow', 'Asia/Yekaterinburg', 'Asia/Kathmandu', 'America/New_York', 'UTC'].map(zone =>
      utcOffset(zone, now),
    ),
    ['UTC+3', 'UTC+5', 'UTC+5:45', 'UTC−4', 'UTC'],
  )
})

t.test('ten thousand deadlines are spoken of within a second', async t => {
  const zones = [smolensk, tobolsk, 'Asia/Omsk', 'Asia/Kamchatka']
  const start = performance.now()
  for (let n = 0; n < 10_000; n += 1) deadline('ru', due, zones[n % zones.length] ?? smolensk, now)
  const took = performance.now() - start
  t.comment(`${Math.round(took)} ms`)
  t.ok(took < 1000)
})
