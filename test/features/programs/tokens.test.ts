import { randomUUID } from 'node:crypto'
import t from 'tap'
import { buildWeb } from '../../../src/web.ts'
import { testApp } from '../../fixtures/app.ts'
import { keptLog } from '../../fixtures/frame.ts'
import { sessionOf, testHouse } from '../../fixtures/house.ts'

t.setTimeout(120_000)

const th = await testHouse(t)
const app = await testApp(th)
t.teardown(() => app.close())
const pair = th.demo.groups.get('pair') ?? ''
const trio = th.demo.groups.get('trio') ?? ''

/** A session that began a moment ago: only such a one may make a token. */
const freshSession = async (name: string): Promise<string> => {
  const cookie = await sessionOf(th, name)
  await th.db
    .updateTable('session')
    .set({ made_at: new Date().toISOString() })
    .where('person', '=', th.person(name))
    .execute()
  return cookie
}

const browser = (cookie: string) => ({ cookie, 'sec-fetch-site': 'same-origin', 'x-vzaimo': '1', accept: 'text/html' })

type Wish = { name?: string; access?: string; days?: string; only?: string; address?: string; once?: string }

const post = (cookie: string, wish: Wish = {}) =>
  app.inject({
    method: 'POST',
    url: '/me/programs',
    headers: browser(cookie),
    payload: { name: 'Проверочный текст', access: 'write', days: '30', only: 'all', once: randomUUID(), ...wish },
  })

const shownToken = (body: string): string => /vzaimo_[\w-]{43}/.exec(body)?.[0] ?? ''

const tokenOf = async (name: string, wish: Wish = {}): Promise<string> => {
  const answer = await post(await freshSession(name), wish)
  t.equal(answer.statusCode, 200, answer.body.slice(0, 200))
  return shownToken(answer.body)
}

const api = (token: string, url: string, method: 'GET' | 'POST' | 'PUT' = 'GET', payload?: object) =>
  app.inject({
    method,
    url,
    headers: {
      authorization: `Bearer ${token}`,
      ...(method === 'GET' ? {} : { 'idempotency-key': randomUUID(), 'if-match': '"0"' }),
    },
    ...(payload === undefined ? {} : { payload }),
  })

const privacy = `/api/partnerships/${pair}/seats/1/package/privacy`

t.test('a person makes a token, it is shown once, and the program acts in their name', async t => {
  const cookie = await freshSession('school-21-head')
  const once = randomUUID()
  const made = await post(cookie, { once })
  const token = shownToken(made.body)
  t.ok(token, 'the page shows it')
  t.equal(made.headers['cache-control'], 'no-store')
  const again = await post(cookie, { once })
  t.equal(again.statusCode, 409, 'the same form sent twice makes one')
  t.equal(shownToken(again.body), '', 'and shows nothing')
  t.equal(shownToken((await app.inject({ url: '/me/programs', headers: browser(cookie) })).body), '')
  const rows = await th.db
    .selectFrom('program_token')
    .selectAll()
    .where('person', '=', th.person('school-21-head'))
    .execute()
  t.equal(rows.length, 1)
  t.notOk(JSON.stringify(rows).includes(token), 'it is stored nowhere')
  t.match(th.letters.at(-1), { subject: /[Кк]люч/ }, 'its person gets a letter')
  t.notOk(th.letters.some(({ text }) => text.includes(token)))
  t.match((await api(token, '/api/me')).json(), {
    person: th.person('school-21-head'),
    via: 'token',
    access: 'write',
    only: null,
  })
  t.equal((await api(token, privacy, 'POST', { removed: true })).statusCode, 200, 'no form token, no header, no cookie')
  const [used] = await th.db
    .selectFrom('program_token')
    .select('used_at')
    .where('person', '=', th.person('school-21-head'))
    .execute()
  t.ok(used?.used_at, 'its last use is noted')
})

t.test('a token opens the API alone, and no cookie takes part', async t => {
  const token = await tokenOf('school-21-helper')
  const authorization = `Bearer ${token}`
  t.equal(
    (await app.inject({ url: '/me', headers: { authorization, accept: 'text/html' } })).statusCode,
    401,
    'no page',
  )
  t.equal((await app.inject({ url: '/api/me', headers: { authorization } })).statusCode, 200)
  const cookie = await sessionOf(th, 'federal')
  const both = await app.inject({ url: '/api/me', headers: { authorization, cookie } })
  t.equal(both.json().person, th.person('school-21-helper'), 'beside a cookie the token counts')
  const wrong = await app.inject({ url: '/api/me', headers: { authorization: `${authorization}x`, cookie } })
  t.equal(wrong.statusCode, 401, 'and a wrong one is not made good by a cookie')
  t.equal(
    (
      await app.inject({
        method: 'POST',
        url: privacy,
        headers: { cookie: await sessionOf(th, 'school-21-head'), 'idempotency-key': randomUUID() },
        payload: { removed: true },
      })
    ).statusCode,
    403,
    'a cookie alone changes nothing without the header of our own pages',
  )
})

t.test('a wrong token is told so, and too many are told to wait', async t => {
  const wrong = await api(`vzaimo_${'x'.repeat(43)}`, '/api/me')
  t.equal(wrong.statusCode, 401)
  t.match(wrong.headers['content-type'], /^application\/problem\+json/)
  t.match(wrong.headers['www-authenticate'], /^Bearer .*invalid_token/)
  t.equal(wrong.json().type, '/problems/bad-token')
  t.match((await app.inject('/api/me')).headers['www-authenticate'], /^Bearer/, 'nobody at all is told how to come')
  const statuses = []
  for (let i = 0; i < 10; i++) statuses.push((await api(`vzaimo_${'x'.repeat(43)}`, '/api/me')).statusCode)
  t.equal(statuses.at(-1), 429)
  const token = await tokenOf('school-21-helper')
  t.equal((await api(token, '/api/me')).statusCode, 200, 'a good one of the same address still works')
})

t.test('a token that only reads changes nothing', async t => {
  const token = await tokenOf('school-21-head', { access: 'read' })
  t.equal((await api(token, `/api/partnerships/${pair}`)).statusCode, 200)
  for (const [method, url] of [
    ['POST', privacy],
    ['PUT', `/api/partnerships/${pair}/seats/1/package/factors`],
    ['POST', `/api/partnerships/${randomUUID()}/seats/1/package/send`],
  ] as const) {
    const refused = await api(token, url, method, { removed: true })
    t.equal(refused.statusCode, 403, url)
    t.equal(refused.json().type, '/problems/read-only')
  }
})

const text = (body: string) => body.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')

t.test('a token for one partnership finds nothing else, as if there were nothing else', async t => {
  const token = await tokenOf('federal', {
    only: 'address',
    address: `http://vzaimo.example.org/partnerships/${pair}/history`,
  })
  t.equal((await api(token, `/api/partnerships/${pair}`)).statusCode, 200)
  t.equal((await api(token, `/api/partnerships/${pair.toUpperCase()}`)).statusCode, 200)
  const [other, none] = [
    await api(token, `/api/partnerships/${trio}`),
    await api(token, `/api/partnerships/${randomUUID()}`),
  ]
  t.equal(other.statusCode, 404)
  t.equal(text(other.body), text(none.body), 'to the letter')
  t.equal((await api(token, '/api/machines')).statusCode, 404, 'what is about no partnership at all')
  t.equal((await api(token, `/api/schools/${th.demo.schools.get('school-21')}`)).statusCode, 404)
  t.same((await api(token, '/api/me')).json().only, { kind: 'partnership', id: pair })
  const listed = (await api(token, '/api/partnerships')).json()
  t.same(
    listed.partnerships.map(({ root }: { root: string }) => root),
    [pair],
    'the list holds it alone',
  )
})

t.test('a token for one school reaches the school and its partnerships', async t => {
  const school = th.demo.schools.get('school-21') ?? ''
  const token = await tokenOf('federal', { only: 'address', address: `/schools/${school}` })
  t.equal((await api(token, `/api/schools/${school}`)).statusCode, 200)
  t.equal((await api(token, `/api/schools/${school}/people`)).statusCode, 200)
  t.equal((await api(token, `/api/partnerships/${pair}`)).statusCode, 200)
  t.equal((await api(token, `/api/partnerships/${trio}`)).statusCode, 404)
  t.equal((await api(token, '/api/partnerships/nonsense')).statusCode, 404)
  const listed = (await api(token, '/api/partnerships')).json()
  t.same(
    listed.partnerships.map(({ root }: { root: string }) => root),
    [pair],
  )
})

t.test('nobody makes a token for what is not theirs, and the answer does not tell whether it exists', async t => {
  const cookie = await freshSession('school-21-head')
  const foreign = await post(cookie, { only: `partnership:${trio}` })
  const none = await post(cookie, { only: `partnership:${randomUUID()}` })
  t.equal(foreign.statusCode, 422)
  t.equal(none.statusCode, 422)
  t.equal((await post(cookie, { only: 'address', address: 'https://example.org/' })).statusCode, 422)
  t.equal((await post(cookie, { name: '  ' })).statusCode, 422)
})

t.test('a session that began long ago makes no token', async t => {
  const cookie = await sessionOf(th, 'priirtyshskaya-head')
  t.equal((await post(cookie)).statusCode, 403)
  t.same(
    await th.db
      .selectFrom('program_token')
      .select('id')
      .where('person', '=', th.person('priirtyshskaya-head'))
      .execute(),
    [],
  )
})

t.test('twenty tokens are enough; two forms at the same time do not make one more', async t => {
  const cookie = await freshSession('curator-school-40')
  for (let i = 0; i < 18; i++) t.equal((await post(cookie, { access: 'read' })).statusCode, 200)
  const last = await Promise.all([1, 2, 3, 4].map(() => post(cookie, { access: 'read' })))
  t.same(last.map(({ statusCode }) => statusCode).toSorted(), [200, 200, 409, 409])
})

t.test('a token ends at once: by its person, by its date, with the last role, with the person', async t => {
  const works = async (token: string) => (await api(token, '/api/me')).statusCode
  const cookie = await freshSession('priirtyshskaya-coordinator')
  const own = shownToken((await post(cookie)).body)
  const row = await th.db
    .selectFrom('program_token')
    .select('id')
    .where('person', '=', th.person('priirtyshskaya-coordinator'))
    .executeTakeFirstOrThrow()
  const end = (by: string) =>
    app.inject({ method: 'POST', url: `/me/programs/${row.id}/end`, headers: browser(by), payload: {} })
  t.equal((await end(await sessionOf(th, 'federal'))).statusCode, 404, 'not by anybody else')
  t.equal(await works(own), 200)
  t.equal((await end(cookie)).statusCode, 303)
  t.equal(await works(own), 401, 'by its person')

  const dated = await tokenOf('priirtyshskaya-coordinator')
  await th.db
    .updateTable('program_token')
    .set({ expires_at: new Date(Date.now() - 1000).toISOString() })
    .where('person', '=', th.person('priirtyshskaya-coordinator'))
    .execute()
  t.equal(await works(dated), 401, 'by its date')

  const helper = await tokenOf('priirtyshskaya-helper')
  const school = th.demo.schools.get('priirtyshskaya') ?? ''
  const people = await app.inject({
    url: `/api/schools/${school}/people`,
    headers: browser(await sessionOf(th, 'priirtyshskaya-head')),
  })
  const removed = await app.inject({
    method: 'POST',
    url: `/api/schools/${school}/people/${th.person('priirtyshskaya-helper')}/remove`,
    headers: {
      ...browser(await sessionOf(th, 'priirtyshskaya-head')),
      'if-match': String(people.headers.etag),
      'idempotency-key': randomUUID(),
    },
    payload: {},
  })
  t.equal(removed.statusCode, 200, removed.body)
  t.equal(await works(helper), 401, 'with the role')
  t.same(
    await th.db
      .selectFrom('program_token')
      .select('id')
      .where('person', '=', th.person('priirtyshskaya-helper'))
      .execute(),
    [],
    'for ever',
  )

  const curator = await tokenOf('curator-gymnasium-1')
  await th.db.deleteFrom('curator').where('person', '=', th.person('curator-gymnasium-1')).execute()
  t.equal(await works(curator), 401, 'with the last role, whoever took it away')

  const erased = await tokenOf('municipal-smolensk')
  await th.db
    .updateTable('person')
    .set({ erased_at: '2022-10-01T00:00:00.000Z' })
    .where('id', '=', th.person('municipal-smolensk'))
    .execute()
  t.equal(await works(erased), 401, 'with the person')
})

t.test('no token stands in a log, neither a good one nor a wrong one', async t => {
  const { log, lines } = keptLog()
  const logged = buildWeb(th.house, {
    log,
    checks: {
      stopping: new AbortController().signal,
      database: async () => {},
      migrations: async () => 'current',
      queue: async () => {},
    },
    outbox: { folder: th.folder, open: false },
  })
  t.teardown(() => logged.close())
  const [good, wrong] = [await tokenOf('federal'), `vzaimo_${'y'.repeat(43)}`]
  for (const token of [good, wrong])
    await logged.inject({ url: '/api/me', headers: { authorization: `Bearer ${token}` } })
  const made = await logged.inject({
    method: 'POST',
    url: '/me/programs',
    headers: browser(await freshSession('school-21-helper')),
    payload: { name: 'Проверочный текст', access: 'read', days: '7', only: 'all', once: randomUUID() },
  })
  const written = lines.join('\n')
  t.match(written, /\/api\/me/, 'the log is there')
  for (const token of [good, wrong, shownToken(made.body)]) t.notOk(written.includes(token.slice(7)))
})
