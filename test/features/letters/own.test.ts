import t from 'tap'
import { unsubscribeToken } from '../../../src/letters/unsubscribe-token.ts'
import { words } from '../../../src/words/index.ts'
import { skipReasons } from '../../../workflows/letters/kinds.ts'
import { type EntryJson, key, openLetterRoom } from './fixtures/letter-room.ts'

type Mine = { status: number; entries: EntryJson[]; next: string | null; muted: string[]; muteable: string[] }

const room = await openLetterRoom(t)
const { db, person } = room
const mine = async (as: string, query = '') => (await room.get(as, `/api/me/letters${query}`)) as unknown as Mine
const monday = '2022-10-03T07:00:00.000Z'

t.test('everybody reads of every letter why it went, will go, or did not', async t => {
  await room.deliver(monday)
  const { entries } = await mine('school-21-head')
  t.ok(entries.length > 5)
  t.ok(
    entries.every(({ person: reader }) => reader === person('school-21-head')),
    'one’s own alone',
  )
  t.ok(entries.every(({ what, why }) => what !== '' && why !== ''))
  t.same(new Set(entries.map(({ state }) => state)), new Set(['due', 'sent', 'skipped']))
  t.match(entries.find(({ state }) => state === 'sent')?.why, /Почтовый сервер принял письмо/)
  t.match(entries.find(({ state }) => state === 'due')?.why, /Уйдёт/)
  for (const lang of ['ru', 'en'] as const)
    t.same(Object.keys(words(lang).letterPages.why.reasons), [...skipReasons], lang)
  const found: EntryJson[] = []
  let after = ''
  do {
    const part = await mine('school-21-head', `?limit=2${after}`)
    found.push(...part.entries)
    after = part.next === null ? '' : `&after=${encodeURIComponent(part.next)}`
  } while (after !== '')
  t.same(found, entries, 'the parts are the whole')
})

t.test('a bounce and a cancelling are told, too', async t => {
  const [sent] = (await mine('school-21-head')).entries.filter(({ state }) => state === 'sent')
  await db
    .insertInto('letter_bounce')
    .values({
      id: room.house.newId(),
      letter: sent?.letter ?? '',
      at: monday,
      source: 'mailbox',
      permanent: true,
      status: '5.2.2',
      says: 'mailbox full',
    })
    .execute()
  const told = (await mine('school-21-head')).entries.find(({ id }) => id === sent?.id)
  t.match(told?.why, /вернулось: mailbox full/)
  const [due] = (await mine('school-21-head')).entries.filter(({ state, letter }) => state === 'due' && letter === null)
  await room.press('municipal-smolensk', `/letters/entries/${due?.id}/cancel`, {
    reason: 'Проверочный текст: уже созвонились',
  })
  t.match((await mine('school-21-head')).entries.find(({ id }) => id === due?.id)?.why, /уже созвонились/)
})

t.test(
  'a coordinator reads it of people and schools of the territory; others are as if they were not there',
  async t => {
    const of = (as: string, name: string) =>
      room.get(as, `/api/people/${person(name)}/letters`) as unknown as Promise<Mine>
    t.same(
      (await of('municipal-smolensk', 'school-21-head')).entries.length,
      (await mine('school-21-head')).entries.length,
    )
    const [foreign, none] = [
      await of('municipal-smolensk', 'priirtyshskaya-head'),
      await room.get('municipal-smolensk', '/api/people/00000000-0000-4000-8000-000000000001/letters'),
    ]
    t.same([foreign.status, none.status], [404, 404])
    t.equal((await of('school-21-head', 'school-21-head')).status, 403)
    const school = room.demo.schools.get('school-21') ?? ''
    const whole = (await room.get('municipal-smolensk', `/api/schools/${school}/letters`)) as unknown as Mine
    const own = (await room.get('school-21-head', `/api/schools/${school}/letters`)) as unknown as Mine
    t.ok(whole.entries.some(({ role }) => role === 'curator'))
    t.ok(
      own.entries.every(({ role }) => role === 'school' || role === 'actor'),
      'a school sees what its own people were written',
    )
    t.ok(own.entries.length > 0 && own.entries.length < whole.entries.length)
    t.equal((await room.get('school-21-helper', `/api/schools/${school}/letters`)).status, 403)
    t.equal((await room.get('priirtyshskaya-head', `/api/schools/${school}/letters`)).status, 404)
  },
)

t.test('one does without informative letters, and without no others', async t => {
  const { muteable, muted } = await mine('school-21-head')
  t.same(muted, [])
  t.notOk(muteable.includes('rung') || muteable.includes('meetingAgreed') || muteable.includes('receipt'))
  const headers = key()
  const mute = (kinds: string[], more = headers) => room.post('school-21-head', '/api/me/letters/mute', { kinds }, more)
  t.same((await mute(['revealed', 'fileConfirmed'])).json(), { muted: ['revealed', 'fileConfirmed'] })
  t.same((await mine('school-21-head')).muted.sort(), ['fileConfirmed', 'revealed'])
  t.equal((await mute(['rung'], key())).statusCode, 422, 'no reminder can be muted')
  t.equal((await mute([])).statusCode, 422, 'the same key for something else')
  t.same((await mute([], key())).json(), { muted: [] })
  t.same((await mine('school-21-head')).muted, [])
})

const mutedOf = async (name: string) =>
  (await db.selectFrom('letter_mute').select('kind').where('person', '=', person(name)).execute())
    .map(({ kind }) => kind)
    .sort()

t.test('the link of a letter says what it will do, and a look does nothing', async t => {
  const url = `/letters/unsubscribe/${unsubscribeToken(room.house.secret, person('school-40-head'))}`
  const shown = await room.app.inject({ url, headers: { accept: 'text/html' } })
  t.equal(shown.statusCode, 200)
  t.match(shown.body, /Больше не\sприсылать/)
  t.notMatch(shown.body, 'Печать дня', 'what a school never gets is not spoken of')
  t.same(await mutedOf('school-40-head'), [], 'mail scanners open links')
  const done = await room.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: '',
  })
  t.equal(done.statusCode, 200)
  t.match(done.body, /приходить\sбудут/)
  t.equal((await mutedOf('school-40-head')).length, (await mine('school-40-head')).muteable.length)
})

t.test(
  'a mail program posts there by itself, in either encoding, without session, cookie or token (RFC 8058)',
  async t => {
    const boundary = 'x'
    const bodies = [
      ['application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click', 'school-36-head'],
      [
        `multipart/form-data; boundary=${boundary}`,
        `--${boundary}\r\ncontent-disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--${boundary}--\r\n`,
        'taychinskaya-head',
      ],
    ] as const
    for (const [type, payload, name] of bodies) {
      const url = `/letters/unsubscribe/${unsubscribeToken(room.house.secret, person(name))}`
      const answer = await room.app.inject({ method: 'POST', url, headers: { 'content-type': type }, payload })
      t.equal(answer.statusCode, 200, type)
      t.ok((await mutedOf(name)).includes('revealed'), type)
      const again = await room.app.inject({ method: 'POST', url, headers: { 'content-type': type }, payload })
      t.equal(again.statusCode, 200, 'twice is once')
    }
  },
)

t.test('a link that is nobody’s mutes nobody', async t => {
  const good = unsubscribeToken(room.house.secret, person('federal'))
  for (const token of [`${good.slice(0, -2)}AA`, 'nothing', unsubscribeToken('0'.repeat(64), person('federal'))]) {
    const url = `/letters/unsubscribe/${token}`
    t.equal((await room.app.inject(url)).statusCode, 404, token)
    const posted = await room.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'List-Unsubscribe=One-Click',
    })
    t.equal(posted.statusCode, 404, token)
  }
  t.same(await mutedOf('federal'), [])
})
