import t from 'tap'
import { composeHouse } from '../../../src/compose.ts'
import { openDatabase } from '../../../src/db/pool.ts'
import { setClock } from '../../../src/engine/clock.ts'
import { resolveSession } from '../../../src/features/accounts/resolve-session.ts'
import { startSession } from '../../../src/features/accounts/sessions.ts'
import { firstMorning, testHouse } from '../../fixtures/house.ts'
import { browser, noon, plain, signIn, webOn } from './fixtures/web.ts'

const DAY = 24 * 3_600_000
const head = 'head@school-21.example.org'

const th = await testHouse(t)
const { db, person } = th

t.test(
  'a cookie leads to a person, their roles and the program’s clock in one answer; a made-up one to nobody',
  async t => {
    const id = await startSession(db, person('school-21-head'), noon)
    const { viewer, at } = await resolveSession(db, id, noon + 1)
    t.match(viewer, {
      personId: person('school-21-head'),
      displayName: 'МБОУ «СШ № 21 им. Н.И. Рыленкова»',
      subtitle: 'директор',
      lang: 'ru',
      zone: 'Europe/Moscow',
      roles: [{ role: 'head', scope: th.demo.schools.get('school-21') }],
      via: 'session',
    })
    t.equal(at, firstMorning)
    for (const cookie of [undefined, '', 'made-up', `${id}x`])
      t.same(await resolveSession(db, cookie, noon), { viewer: null, at: firstMorning, touched: false })
  },
)

t.test('the program’s clock may stand, be moved or be the real one; sessions live by the machine’s alone', async t => {
  const id = await startSession(db, person('school-21-head'), noon)
  const shows = async () => {
    const { viewer, at } = await resolveSession(db, id, noon)
    t.ok(viewer)
    return at
  }
  await setClock(db, { mode: 'real' })
  t.equal(await shows(), '2026-03-02T09:00:00.000Z')
  await setClock(db, { mode: 'offset', offsetMs: -DAY })
  t.equal(await shows(), '2026-03-01T09:00:00.000Z')
  await th.at('2031-01-01T00:00:00.000Z')
  t.equal(await shows(), '2031-01-01T00:00:00.000Z')
  await th.at(firstMorning)
})

t.test(
  'a session that is used lives on, one that is not ends after two weeks, and none outlives sixty days',
  async t => {
    const idle = await startSession(db, person('school-21-head'), noon)
    t.ok((await resolveSession(db, idle, noon + 14 * DAY - 1)).viewer)
    const left = await startSession(db, person('school-21-head'), noon)
    t.notOk((await resolveSession(db, left, noon + 14 * DAY)).viewer)

    const used = await startSession(db, person('school-21-head'), noon)
    for (const day of [10, 20, 30, 40, 50, 59])
      t.ok((await resolveSession(db, used, noon + day * DAY)).viewer, `day ${day}`)
    t.notOk((await resolveSession(db, used, noon + 60 * DAY)).viewer)
  },
)

t.test('a use is written down once an hour, whoever comes at the same time', async t => {
  const id = await startSession(db, person('school-21-head'), noon)
  t.equal((await resolveSession(db, id, noon + 3_600_000)).touched, false)
  const many = await Promise.all(Array.from({ length: 8 }, () => resolveSession(db, id, noon + 3_600_001)))
  t.equal(many.filter(({ touched }) => touched).length, 1)
  t.ok(many.every(({ viewer }) => viewer !== null))
})

t.test('a curator, a coordinator and somebody with several roles are named by what they are', async t => {
  const named = async (name: string) => {
    const { viewer } = await resolveSession(db, await startSession(db, person(name), noon), noon)
    return `${viewer?.displayName} | ${viewer?.subtitle} | ${viewer?.roles.map(({ role }) => role).join(' ')}`
  }
  t.equal(await named('municipal-smolensk'), 'город Смоленск | муниципальный координатор | municipalCoordinator')
  t.equal(await named('regional-omsk'), 'Омская область | региональный координатор | regionalCoordinator')
  t.equal(await named('federal'), 'Все регионы | федеральный координатор | federalCoordinator')
  t.equal(await named('curator-tobolsk'), 'Куратор, Тобольский район | куратор | curator')
  const twice = person('school-40-helper')
  await db
    .insertInto('member')
    .values({ person: twice, school: String(th.demo.schools.get('school-36')), role: 'head' })
    .execute()
  t.match(plain({ body: await named('school-40-helper') }), /^МБОУ «СШ № 36 .*\| директор и ещё 1 роль \| head helper$/)
})

t.test('somebody without a role, or erased, is nobody, even with a session', async t => {
  const gone = person('taychinskaya-helper')
  const id = await startSession(db, gone, noon)
  await db.deleteFrom('member').where('person', '=', gone).execute()
  t.equal((await resolveSession(db, id, noon)).viewer, null)
  const erased = person('taychinskaya-coordinator')
  const other = await startSession(db, erased, noon)
  await db
    .updateTable('person')
    .set({ erased_at: firstMorning, email: null, name: null })
    .where('id', '=', erased)
    .execute()
  t.equal((await resolveSession(db, other, noon)).viewer, null)
})

t.test(
  'two programs on one database: what one ends or changes holds in the other for the very next request',
  async t => {
    const elsewhere = openDatabase(th.url)
    t.teardown(() => elsewhere.destroy())
    const clock = { ms: noon }
    const here = webOn(th.house, clock)
    const there = webOn(composeHouse({ ...th.house, db: elsewhere }), clock)
    t.teardown(() => here.app.close())
    t.teardown(() => there.app.close())

    const one = browser(here.app)
    await signIn(th, one, head)
    const two = browser(there.app, { cookie: one.cookie() })
    t.match(plain(await two.get('/notes')), /\| директор</)

    await db.updateTable('member').set({ role: 'helper' }).where('person', '=', person('school-21-head')).execute()
    t.match(plain(await two.get('/notes')), /\| помощник</)
    await db.updateTable('member').set({ role: 'head' }).where('person', '=', person('school-21-head')).execute()

    await one.send(await one.get('/notes'), '/sign-out')
    t.equal((await two.get('/notes')).statusCode, 401)
    t.equal((await one.get('/notes')).statusCode, 401)

    const coordinator = browser(here.app)
    await signIn(th, coordinator, 'coordinator@school-21.example.org')
    const helper = browser(there.app)
    await signIn(th, helper, 'helper@school-21.example.org')
    t.equal((await helper.get('/notes')).statusCode, 200)
    const school = `/schools/${th.demo.schools.get('school-21')}/people`
    const at = `${school}/${person('school-21-helper')}`
    t.equal((await coordinator.send(await coordinator.get(at), `${at}/remove`)).statusCode, 303)
    t.equal((await helper.get('/notes')).statusCode, 401)
  },
)

t.test('over https the cookie is of this host alone and travels encrypted only; no script reads it', async t => {
  const plainWeb = webOn(th.house, { ms: noon })
  const secureWeb = webOn({ ...th.house, publicUrl: 'https://vzaimo.example.org' }, { ms: noon })
  t.teardown(() => plainWeb.app.close())
  t.teardown(() => secureWeb.app.close())
  const cookieOf = async ({ app }: typeof plainWeb) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/sign-out',
      payload: {},
      headers: { host: 'vzaimo.example.org' },
    })
    return String(answer.headers['set-cookie'])
  }
  t.match(await cookieOf(plainWeb), /^vzaimo=;/)
  t.match(await cookieOf(secureWeb), /^__Host-vzaimo=;.*Path=\/;.*HttpOnly; Secure; SameSite=Lax/)
  const who = browser(plainWeb.app)
  await who.post('/sign-in', { email: head })
  await signIn(th, who, head)
  t.match(who.cookie(), /^vzaimo=[\w-]{43}$/)
})
