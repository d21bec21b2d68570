import { sql } from 'kysely'
import t from 'tap'
import { localDate } from '../../../workflows/deadlines.ts'
import { type EntryJson, openLetterRoom } from './fixtures/letter-room.ts'

type Day = { date: string; letters: number; entries: number; reminders: number; overdue: number; events: number }
type Forecast = {
  status: number
  total: Omit<Day, 'date'>
  days: Day[]
  held: number
  date: string | null
  letters: { sendAt: string; person: string; entries: EntryJson[] }[]
  next: string | null
}

const room = await openLetterRoom(t)
const { db, person } = room
const read = async (as: string, query = '') =>
  (await room.get(as, `/api/letters/forecast${query}`)) as unknown as Forecast

type Due = { person: string; zone: string; sendAt: string; kind: string; step: number; class: string; school: string }
const dueRows = async (): Promise<Due[]> =>
  (
    await sql<Due>`
      SELECT e.person, p.zone, e.send_at AS "sendAt", e.kind, e.step, e.class, e.school
      FROM letter_entry e JOIN person p ON p.id = e.person WHERE e.state = 'due'
    `.execute(db)
  ).rows

/** The same counts, the slow and plain way: what is due in the future, by the reader's own day. */
const countedPlainly = (rows: readonly Due[]) => {
  const letters = Map.groupBy(
    rows,
    ({ person: reader, sendAt, zone }) => `${localDate(sendAt, zone)} ${reader} ${sendAt}`,
  )
  const days = new Map<string, Omit<Day, 'date'>>()
  for (const [at, entries] of letters) {
    const date = at.slice(0, 10)
    const day = days.get(date) ?? { letters: 0, entries: 0, reminders: 0, overdue: 0, events: 0 }
    const overdue = entries.some(({ kind, step }) => kind === 'rung' && step > 0)
    const event = entries.some(({ kind }) => kind !== 'rung')
    days.set(date, {
      letters: day.letters + 1,
      entries: day.entries + entries.length,
      overdue: day.overdue + (overdue ? 1 : 0),
      events: day.events + (!overdue && event ? 1 : 0),
      reminders: day.reminders + (!overdue && !event ? 1 : 0),
    })
  }
  return [...days].map(([date, day]) => ({ date, ...day })).sort((one, other) => (one.date < other.date ? -1 : 1))
}

t.test('what will go is counted by the reader’s day, letters and reasons, from Kaliningrad to Kamchatka', async t => {
  await room.at('2022-09-28T05:00:00.000Z')
  for (const [name, zone] of [
    ['school-21-coordinator', 'Asia/Kamchatka'],
    ['school-36-head', 'Europe/Kaliningrad'],
  ] as const)
    await db.updateTable('person').set({ zone }).where('id', '=', person(name)).execute()
  await sql`
    UPDATE letter_entry SET send_at = send_at - interval '9 hours' WHERE person = ${person('school-21-coordinator')}::uuid AND state = 'due'
  `.execute(db)
  const rows = await dueRows()
  const { days, total } = await read('federal')
  t.same(days, countedPlainly(rows))
  t.equal(total.entries, rows.length)
  t.ok(
    days.some(({ letters, entries }) => entries > letters),
    'several reasons of one person are one letter',
  )
})

t.test('the letters of a day come in parts, each once, with all that it will say', async t => {
  const { days } = await read('federal')
  for (const { date, letters, entries } of days) {
    const found: Forecast['letters'] = []
    let after = ''
    do {
      const part = await read('federal', `?day=${date}&limit=3${after}`)
      found.push(...part.letters)
      after = part.next === null ? '' : `&after=${encodeURIComponent(part.next)}`
    } while (after !== '')
    t.equal(found.length, letters, date)
    t.equal(new Set(found.flatMap(it => it.entries.map(({ id }) => id))).size, entries, `${date}: each reason once`)
  }
  t.equal((await read('federal', '?after=nothing')).status, 404)
})

t.test('it can be narrowed, and narrows to a territory by itself', async t => {
  const all = await read('federal')
  const sum = async (query: string) => (await read('federal', query)).total.entries
  t.equal(
    (await sum('?about=signIn')) + (await sum('?about=package')) + (await sum('?about=pairsPublished')),
    all.total.entries,
  )
  t.equal(
    (await sum('?role=school')) +
      (await sum('?role=curator')) +
      (await sum('?role=municipalCoordinator')) +
      (await sum('?role=regionalCoordinator')),
    all.total.entries,
  )
  t.equal(await sum(`?season=${room.cycle}`), all.total.entries)
  t.equal(await sum('?class=urgent'), 0)
  t.equal(await sum('?school=такой школы нет'), 0)
  const smolensk = await read('municipal-smolensk')
  t.ok(smolensk.total.entries > 0 && smolensk.total.entries < all.total.entries)
  t.equal(smolensk.total.entries, await sum(`?region=${encodeURIComponent('Смоленская область')}`))
  const own = new Set(['school-21', 'school-36', 'school-40'].map(name => room.demo.schools.get(name)))
  for (const { date } of smolensk.days)
    for (const { entries } of (await read('municipal-smolensk', `?day=${date}`)).letters)
      t.ok(
        entries.every(({ school }) => own.has(school ?? '')),
        'of its own schools alone',
      )
  t.equal((await read('municipal-smolensk', `?region=${encodeURIComponent('Тюменская область')}`)).total.entries, 0)
  t.equal((await room.get('school-21-head', '/api/letters/forecast')).status, 403)
})

t.test('what waits for a partner is counted apart', async t => {
  t.equal((await read('federal')).held, 20)
  const { rows } = await sql<{
    n: number
  }>`SELECT count(*) AS n FROM thing WHERE machine = 'duty' AND value = '"held"'`.execute(db)
  t.equal(rows[0]?.n, 20, 'as many as the machines say')
})

t.test('a look at a letter shows it as it will be, and changes nothing', async t => {
  const before = await room.ledger()
  const { letters } = await read('federal')
  const [letter] = letters
  const entry = letter?.entries[0]
  const shown = await room.get('federal', `/api/letters/preview/${entry?.id}`)
  t.equal(shown.status, 200)
  t.match(shown.text, /Пары опубликованы/)
  const page = await room.app.inject({
    url: `/letters/preview/${entry?.id}`,
    headers: { cookie: await room.cookieOf('federal') },
  })
  t.match(page.body, /здесь будет ссылка для\sвхода/)
  t.notMatch(page.body, '⟦')
  t.equal(await room.ledger(), before)
  const foreign = room.demo.schools.get('priirtyshskaya')
  const { letters: tyumen } = await read('regional-tyumen')
  const theirs = tyumen.flatMap(it => it.entries).find(({ school }) => school === foreign)
  t.equal((await room.get('municipal-smolensk', `/api/letters/preview/${theirs?.id}`)).status, 404, 'a foreign one')
  t.equal(
    (await room.get('municipal-smolensk', '/api/letters/preview/999999')).status,
    404,
    'and one that there is not',
  )
})

t.test('what is due already goes on the next day on which it may', async t => {
  await room.at('2022-10-01T20:00:00.000Z')
  const { days } = await read('federal', '?about=pairsPublished')
  t.same(
    days.map(({ date }) => date),
    ['2022-10-03'],
    'a Saturday night’s letters go on Monday',
  )
})
