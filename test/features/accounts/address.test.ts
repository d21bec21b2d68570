import t from 'tap'
import { onceKey, sessionOf, testHouse } from '../../fixtures/house.ts'
import { type Browser, browser, letterTo, noon, pathIn, plain, webOn } from './fixtures/web.ts'

const th = await testHouse(t)
const { db, person } = th
const clock = { ms: noon }
const { app } = webOn(th.house, clock)
t.teardown(() => app.close())

const now = '2022-09-29T09:00:00.000Z'
await th.at(now)

const school = (name: string) => String(th.demo.schools.get(name))
const peopleAt = (name: string) => `/schools/${school(name)}/people`
const personAt = (name: string, who: string) => `${peopleAt(name)}/${person(who)}`
const as = async (name: string): Promise<Browser> => browser(app, { cookie: await sessionOf(th, name) })
const fails = (who: string, status: string | null, says: string | null = null) =>
  db
    .insertInto('address_fault')
    .values({ person: person(who), since: '2022-09-28T21:30:00.000Z', status, says })
    .execute()
const flagged = async () => (await db.selectFrom('address_fault').select('person').execute()).map(row => row.person)
const emailOf = async (who: string) =>
  (await db.selectFrom('person').select(['email', 'address_since']).where('id', '=', person(who)).executeTakeFirst()) ??
  {}

t.beforeEach(async () => {
  clock.ms += 25 * 3_600_000
  await db.deleteFrom('address_fault').execute()
})

t.test('the people’s page says whom letters do not reach, since when on the reader’s calendar, and why', async t => {
  await fails('school-21-helper', '5.1.1', '550 5.1.1 <…>: User unknown')
  await fails('school-21-coordinator', null)
  const head = await as('school-21-head')
  const shown = plain(await head.get(peopleAt('school-21')))
  t.match(
    shown,
    /helper@school-21\.example\.org.*Письма не доходят с 29 сентября: такого адреса нет.*Сменить адрес или/s,
  )
  t.match(shown, /coordinator@school-21\.example\.org.*Письма не доходят с 29 сентября: сервер их не принимает/s)
  const helper = plain(await (await as('school-21-helper')).get(peopleAt('school-21')))
  t.match(helper, /Письма не доходят/)
  t.notMatch(helper, /Сменить адрес/, 'who may not change anything, is offered nothing')
  const one = plain(await head.get(personAt('school-21', 'school-21-helper')))
  t.match(one, /Ответ почтового сервера: <q>550 5\.1\.1 &lt;…&gt;: User unknown<\/q>.*Адрес снова работает/s)
  const { body } = await app.inject({
    url: `/api${peopleAt('school-21')}`,
    headers: { cookie: await sessionOf(th, 'school-21-head') },
  })
  const faults = JSON.parse(body).map(({ addressFault }: { addressFault: object | null }) => addressFault)
  t.match(faults, [
    null,
    { since: '2022-09-28T21:30:00.000Z', status: null },
    { status: '5.1.1', says: '550 5.1.1 <…>: User unknown' },
  ])
})

t.test('«it works again» ends it; said twice it is the same', async t => {
  await fails('school-21-helper', '5.2.2')
  const municipal = await as('municipal-smolensk')
  const at = personAt('school-21', 'school-21-helper')
  const shown = await municipal.get(at)
  t.match(plain(shown), /ящик переполнен/)
  for (let again = 0; again < 2; again++) {
    const said = await municipal.send(shown, `${at}/address/works`)
    t.equal(said.headers.location, `${peopleAt('school-21')}?done=works`)
  }
  t.same(await flagged(), [])
  t.match(plain(await municipal.get(`${peopleAt('school-21')}?done=works`)), /письма снова пойдут на этот адрес/)
  t.match(await emailOf('school-21-helper'), { email: 'helper@school-21.example.org', address_since: now })
})

t.test('another address: letters go there, links of the former one open nothing, and work goes on', async t => {
  await fails('school-36-helper', '5.1.1')
  const head = await as('school-36-head')
  const at = personAt('school-36', 'school-36-helper')
  const shown = await head.get(at)
  await head.send(shown, `${at}/invite`)
  const former = pathIn(await letterTo(th.letters, 'helper@school-36.example.org'))
  const helper = await as('school-36-helper')
  const changed = await head.send(shown, `${at}/address`, {
    address: ' Assistant@school-36.example.org ',
    once: onceKey(),
  })
  t.equal(changed.headers.location, `${peopleAt('school-36')}?done=address`)
  t.same(await flagged(), [])
  t.match(await emailOf('school-36-helper'), { email: 'Assistant@school-36.example.org', address_since: now })
  const invitation = await letterTo(th.letters, 'Assistant@school-36.example.org')
  const [old, fresh] = [browser(app), browser(app)]
  t.notMatch((await old.get(former)).body, `action="${former}"`, 'the former link has nothing to press')
  const path = pathIn(invitation)
  t.equal((await fresh.send(await fresh.get(path), path)).statusCode, 303)
  t.match(plain(await helper.get('/notes')), /«СШ № 36.*помощник/s, 'who is at work is not thrown out')
})

t.test('an address that does not fit is said beside its field', async t => {
  const head = await as('school-40-head')
  const at = personAt('school-40', 'school-40-helper')
  const shown = await head.get(at)
  const send = async (address: string) => {
    const answer = await head.send(shown, `${at}/address`, { address, once: onceKey() })
    t.equal(answer.statusCode, 422, address)
    t.ok(answer.body.includes(`value="${address}"`), 'what was typed stays')
    return plain(answer)
  }
  t.match(await send('assistant@'), /Не похоже на адрес почты/)
  t.match(await send('HELPER@school-40.example.org'), /Этот адрес и записан сейчас/)
  t.match(await send('head@school-21.example.org'), /Этот адрес уже записан у другого человека/)
  t.match(await emailOf('school-40-helper'), { email: 'helper@school-40.example.org', address_since: null })
})

t.test('whoever has a role elsewhere keeps their address: it would open what is not this school’s', async t => {
  const federal = person('federal')
  await db
    .insertInto('member')
    .values({ person: federal, school: school('taychinskaya'), role: 'helper' })
    .execute()
  const municipal = await as('municipal-tevriz')
  const at = `${peopleAt('taychinskaya')}/${federal}`
  const shown = await municipal.get(at)
  const tried = await municipal.send(shown, `${at}/address`, { address: 'mine@tevriz.example.org' })
  t.equal(tried.statusCode, 422)
  t.match(plain(tried), /есть роль и вне школы/)
  t.notMatch(await emailOf('federal'), { email: 'mine@tevriz.example.org' })
  await db.deleteFrom('member').where('person', '=', federal).execute()
})

t.test('neither a stranger nor a helper changes an address or says that it works', async t => {
  await fails('school-21-head', '5.1.1')
  for (const [who, status] of [
    ['school-21-helper', 403],
    ['taychinskaya-head', 404],
    ['curator-gymnasium-1', 403],
  ] as const) {
    const headers = { cookie: await sessionOf(th, who), 'x-vzaimo': '1', 'sec-fetch-site': 'same-origin' }
    const call = (path: string, payload: object) =>
      app.inject({
        method: 'POST',
        url: `/api${personAt('school-21', 'school-21-head')}/${path}`,
        headers: { ...headers, 'idempotency-key': onceKey(), 'if-match': '"0123456789abcdef"' },
        payload,
      })
    t.equal((await call('address', { address: 'x@school-21.example.org' })).statusCode, status, who)
    t.equal((await call('address/works', {})).statusCode, status, who)
  }
  t.same(await flagged(), [person('school-21-head')])
})

t.test('a person sees on their own page that letters do not arrive, and may say that they do', async t => {
  await fails('school-21-head', '5.1.2')
  const head = await as('school-21-head')
  const shown = await head.get('/me')
  t.match(plain(shown), /Письма не доходят с 29 сентября: такого почтового сервера нет.*Новый адрес запишет тот/s)
  t.equal((await head.send(shown, '/me/address-works')).headers.location, '/me?done=addressWorks')
  t.same(await flagged(), [])
  t.match(plain(await head.get('/me?done=addressWorks')), /письма снова пойдут на ваш адрес/)
})
