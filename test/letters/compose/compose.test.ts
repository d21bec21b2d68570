import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import t from 'tap'
import { type ComposeDeps, composeLetters } from '../../../src/letters/compose/compose.ts'
import { type Composed, type Draft, type Item, signInMark } from '../../../src/letters/types.ts'
import { LANGS, type Lang } from '../../../src/words/index.ts'
import { type TestHouse, testHouse } from '../../fixtures/house.ts'

t.setTimeout(240_000)

/** What every statement of this process asks of the database. */
const heard: string[] = []
const { query } = pg.Client.prototype
pg.Client.prototype.query = function listened(this: pg.Client, ...asked: unknown[]) {
  const [first] = asked as [string | { text: string }]
  heard.push(typeof first === 'string' ? first : first.text)
  return Reflect.apply(query, this, asked)
} as typeof query

const at = '2022-10-04T06:00:00.000Z'

const depsOf = ({ house }: TestHouse): ComposeDeps => ({
  publicUrl: house.publicUrl,
  from: 'vzaimo@example.org',
  seasons: house.seasons,
})

/** Everything in the ledger that has a reader. */
const ledger = async ({ db }: TestHouse): Promise<(Item & { person: string; zone: string })[]> => {
  const { rows } = await sql<Item & { person: string; zone: string }>`
    SELECT e.id AS entry, e.kind, e.root, e.key, e.step, e.role, e.seat, e.school, e.deadline, e.detail,
      e.opened_at AS "openedAt", e.person, p.zone
    FROM letter_entry e JOIN person p ON p.id = e.person ORDER BY e.id
  `.execute(db)
  return rows
}

const draftOf = (lang: Lang, { person, zone, ...item }: Item & { person: string; zone: string }): Draft => ({
  id: randomUUID(),
  person,
  lang,
  zone,
  class: 'ordinary',
  items: [item],
})

const faultsOf = (names: readonly string[], { subject, text, html, next }: Composed): string[] => {
  const all = `${subject}\n${text}\n${html}`
  return [
    ...(subject.trim() === '' ? ['no subject'] : []),
    ...(text.split(signInMark).length === 2 ? [] : ['not one sign-in link in the text']),
    ...(html.split(signInMark).length === 2 ? [] : ['not one sign-in link in the HTML']),
    ...(/undefined|null|NaN|\{\{|\{%|\[object/.test(all) ? [`an unprinted value: ${text}`] : []),
    ...(/<(script|img|link|style|iframe)/.test(html) ? ['something fetched or run'] : []),
    ...(next.startsWith('/') ? [] : [`leads to ${next}`]),
    ...names.filter(name => all.includes(name)).map(name => `names ${name}`),
  ]
}

t.test(
  'every entry of the ledger becomes a letter in both languages, with one sign-in link and nobody’s name',
  async t => {
    const test = await testHouse(t)
    const people = await test.db.selectFrom('person').select(['name', 'email']).execute()
    const names = people.flatMap(({ name, email }) => [name, email]).filter(name => name !== null)
    const entries = await ledger(test)
    t.ok(entries.length > 100, `${entries.length} entries`)
    for (const lang of LANGS) {
      const drafts = entries.map(entry => draftOf(lang, entry))
      const written = await composeLetters(test.db, depsOf(test), drafts, at)
      t.equal(written.size, drafts.length)
      t.same([...new Set([...written.values()].flatMap(letter => faultsOf(names, letter)))], [])
    }
  },
)

t.test('a thousand letters ask the database as often as one does, and write nothing', async t => {
  const test = await testHouse(t)
  const entries = await ledger(test)
  const [first] = entries
  if (first === undefined) throw new Error('the ledger is empty')
  const asked = async (drafts: readonly Draft[]) => {
    heard.length = 0
    await composeLetters(test.db, depsOf(test), drafts, at)
    t.same(
      heard.filter(statement => !/^\s*select/i.test(statement)),
      [],
    )
    return heard.length
  }
  const one = await asked([draftOf('ru', first)])
  const many = Array.from({ length: 1000 }, (_, index) => draftOf('ru', entries[index % entries.length] ?? first))
  t.equal(await asked(many), one)
  t.equal(await asked([]), 0)
})

t.test('what people wrote stays words: no link, no heading, no line of its own', async t => {
  const test = await testHouse(t)
  const [entry] = (await ledger(test)).filter(({ kind }) => kind === 'pairsPublished')
  if (entry === undefined) throw new Error('the pairs were not published')
  const id = randomUUID()
  const body =
    'Проверочный текст\n\n# заголовок\n\n[ссылка](https://evil.example.org) <b>жирно</b> {{ link }} ![](https://evil.example.org/x.png)'
  await test.db
    .insertInto('reason')
    .values({ id, root: entry.root, author: null, at, salt: 'a', body, sha256: '0'.repeat(64) })
    .execute()
  const draft = draftOf('ru', { ...entry, kind: 'pairDissolved', detail: { reason: { id } } })
  await sql`UPDATE school SET name = 'СШ *5* <i>№</i> [x](javascript:alert(1))' WHERE id = ${entry.school}::uuid`.execute(
    test.db,
  )
  const letter = (await composeLetters(test.db, depsOf(test), [draft], at)).get(draft.id)
  t.match(letter?.html, '&lt;b&gt;жирно&lt;/b&gt; {{ link }}')
  t.match(letter?.html, 'СШ *5* &lt;i&gt;№&lt;/i&gt; [x](javascript:alert(1))')
  t.notMatch(letter?.html, /href="(javascript|https:\/\/evil)|<img|<b>|<h1/)
  t.match(letter?.text, '> Проверочный текст # заголовок [ссылка](https://evil.example.org) <b>жирно</b>')
  await test.db.updateTable('reason').set({ body: null }).where('id', '=', id).execute()
  const erased = (await composeLetters(test.db, depsOf(test), [draft], at)).get(draft.id)
  t.notMatch(erased?.text, /Почему:|Проверочный/)
})

t.test('a broken text of the coordinator’s gives way to the original, a good one is used', async t => {
  const test = await testHouse(t)
  const [entry] = (await ledger(test)).filter(({ kind }) => kind === 'pairsPublished')
  if (entry === undefined) throw new Error('the pairs were not published')
  const draft = draftOf('ru', entry)
  const compose = async () => (await composeLetters(test.db, depsOf(test), [draft], at)).get(draft.id)
  const original = await compose()
  const write = (version: number, subject: string, body: string) =>
    test.db
      .insertInto('letter_template')
      .values({ kind: 'pairsPublished', lang: 'ru', version, subject, body, at, author: test.person('federal') })
      .execute()
  await write(1, 'Проверочный текст: {{ partner }}', 'Проверочный текст. [Войти]({{ link }})')
  t.match((await compose())?.subject, /^Проверочный текст: /)
  await write(2, '{{ nobody }}', '{{ link }}')
  t.same(await compose(), original, 'an unknown value')
  await write(3, 'x', '{% for i in (1..100000000) %}{{ link }}{% endfor %}')
  t.same(await compose(), original, 'one that never ends')
  await write(4, '', '')
  t.same(await compose(), original, 'the original once more')
})

t.test('a meeting has one entry in the calendar: invited when agreed, taken out when moved or off', async t => {
  const test = await testHouse(t)
  const [entry] = (await ledger(test)).filter(({ kind, role }) => kind === 'pairsPublished' && role === 'school')
  if (entry === undefined) throw new Error('the pairs were not published')
  const slot = { at: '2022-10-13T08:00:00.000Z', minutes: 90 }
  const written = async (kind: Item['kind'], detail: Item['detail']) => {
    const draft = draftOf('ru', { ...entry, kind, key: 'meeting', detail })
    const letter = (await composeLetters(test.db, depsOf(test), [draft], at)).get(draft.id)
    return { thread: letter?.thread, method: letter?.calendar?.method, text: letter?.calendar?.text ?? '' }
  }
  const thread = `meeting-${entry.root}`
  t.match(await written('meetingProposed', { slots: [slot], slot: null, sequence: 1 }), { thread, text: '' })
  const agreed = await written('meetingAgreed', { slots: [slot], slot, sequence: 1 })
  t.match(agreed, { thread, method: 'REQUEST', text: `UID:meeting-${entry.root}@vzaimo\r\nSEQUENCE:3\r\n` })
  t.match(agreed.text, 'mailto:vzaimo@example.org')
  t.equal(agreed.text.split('ATTENDEE').length, 2, 'nobody else’s address goes along')
  t.match(await written('meetingMoved', { slots: [], slot, sequence: 2 }), { method: 'CANCEL', text: 'SEQUENCE:4' })
  t.match(await written('meetingCancelled', { slots: [], slot, sequence: 2 }), {
    method: 'CANCEL',
    text: 'STATUS:CANCELLED',
  })
  t.match(await written('meetingCancelled', { slots: [], slot: null, sequence: 2 }), { text: '' })
})

t.test('whoever holds two roles reads a thing once; what is late comes first', async t => {
  const test = await testHouse(t)
  const entries = (await ledger(test)).filter(
    ({ kind, role, key }) => kind === 'rung' && role === 'school' && key.startsWith('duty/1/'),
  )
  const own = entries.filter(({ person }) => person === entries[0]?.person).slice(0, 3)
  const [one, two, three] = own.map(({ person: _, zone: __, ...item }) => item)
  if (!one || !two || !three || !entries[0]) throw new Error('the ledger is too short')
  const { person, zone } = entries[0]
  const due = (item: Item, step: number, deadline: string): Item => ({
    ...item,
    key: `duty/1/${step}`,
    step,
    deadline,
    detail: { act: 'package', about: null },
  })
  const items = [
    due(one, 7, '2022-10-11T21:00:00.000Z'),
    due(two, 0, '2022-10-04T21:00:00.000Z'),
    due(three, 1, '2022-10-03T21:00:00.000Z'),
    due(three, 1, '2022-10-03T21:00:00.000Z'),
  ]
  const draft: Draft = { id: randomUUID(), person, zone, lang: 'en', class: 'ordinary', items }
  const letter = (await composeLetters(test.db, depsOf(test), [draft], at)).get(draft.id)
  t.equal(letter?.subject, 'Mutual expertise: 3\u00A0things to do, overdue: 1')
  t.same(
    letter?.text.match(/^.*(?=\n---)/gm)?.map(title => title.replaceAll('\u00A0', ' ')),
    [
      'Package of documents: the deadline has passed',
      'Today is the last day: send the package of documents',
      'Send the package of documents by 11 October',
    ],
  )
  t.equal(letter?.next, '/')
})
