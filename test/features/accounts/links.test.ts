import t from 'tap'
import { makeLink } from '../../../src/features/accounts/links.ts'
import { testHouse } from '../../fixtures/house.ts'
import { type Browser, browser, formOn, letterTo, noon, pathIn, plain, webOn } from './fixtures/web.ts'

const HOUR = 3_600_000

const th = await testHouse(t)
const clock = { ms: noon }
const { app } = webOn(th.house, clock)
t.teardown(() => app.close())

/** A link as it is handed over, as a path. */
const linkOf = async (name: string, purpose: 'signIn' | 'invitation' = 'signIn', next = '/notes'): Promise<string> => {
  const { url } = await makeLink(th.house, { person: th.person(name), purpose, next }, clock.ms)
  return url.replace(th.house.publicUrl, '')
}
const bare = (path: string) => path.split('?')[0] ?? ''
const press = async (who: Browser, path: string) => who.send(await who.get(path), bare(path))
const stateOf = async (name: string) =>
  th.db.selectFrom('link').select(['used_at', 'expires_at']).where('person', '=', th.person(name)).execute()

t.test('a mail scanner opens the link a hundred times; the head still comes in by it, once', async t => {
  const path = await linkOf('school-21-head')
  const scanner = browser(app, { ip: '198.51.100.1' })
  for (let i = 0; i < 100; i += 1) t.equal((await scanner.get(path)).statusCode, 200)
  t.equal(scanner.cookie(), '')
  t.ok((await stateOf('school-21-head')).every(({ used_at }) => used_at === null))

  const who = browser(app)
  const shown = await who.get(path)
  t.match(plain(shown), /Вы входите как.*СШ № 21 .*директор/s)
  const came = await who.send(shown, bare(path))
  t.equal(came.statusCode, 303)
  t.equal(came.headers.location, '/notes')
  t.equal((await who.get('/notes')).statusCode, 200)

  const late = browser(app)
  t.equal((await late.get(path)).statusCode, 410)
  t.equal((await late.post(bare(path))).statusCode, 410)
  t.equal(late.cookie(), '')
})

t.test('of two who press the same link at once one comes in', async t => {
  const path = await linkOf('school-21-head')
  const both = [browser(app), browser(app)]
  const answers = await Promise.all(both.map(who => who.post(bare(path), { next: '/notes' })))
  t.same(answers.map(({ statusCode }) => statusCode).sort(), [303, 410])
  t.equal(both.filter(who => who.cookie() !== '').length, 1)
})

t.test('a link lives 24 hours, one in an invitation 14 days; then a new one is one press away, by mail', async t => {
  for (const [purpose, hours] of [
    ['signIn', 24],
    ['invitation', 14 * 24],
  ] as const) {
    clock.ms = noon
    const path = await linkOf('priirtyshskaya-head', purpose)
    clock.ms = noon + hours * HOUR - 1
    t.equal((await browser(app).get(path)).statusCode, 200)
    clock.ms = noon + hours * HOUR
    const who = browser(app)
    const dead = await who.get(path)
    t.equal(dead.statusCode, 410)
    t.match(plain(dead), /Срок этой ссылки истёк/)
    t.notMatch(dead.body, /priirtyshskaya\.example/)
    const asked = await who.send(dead, `${bare(path)}/new`)
    t.equal(asked.statusCode, 200)
    t.notMatch(asked.body, /priirtyshskaya\.example/)
    const n = purpose === 'signIn' ? 1 : 2
    const fresh = pathIn(await letterTo(th.letters, 'head@priirtyshskaya.example.org', n))
    t.match(fresh, /\?next=%2Fnotes$/)
    t.equal((await press(who, fresh)).headers.location, '/notes')
  }
  clock.ms = noon
})

t.test(
  'an unknown link, a cut one and one of somebody without a role lead to the sign-in page, and tell nothing',
  async t => {
    const path = await linkOf('taychinskaya-helper')
    const cut = path.slice(0, 40)
    await th.db.deleteFrom('member').where('person', '=', th.person('taychinskaya-helper')).execute()
    const who = browser(app)
    const answers = await Promise.all(
      [path, cut, '/sign-in/link/password', `/sign-in/link/${'x'.repeat(43)}`].flatMap(link => [
        who.get(link),
        who.post(bare(link)),
        who.post(`${bare(link)}/new`),
      ]),
    )
    t.ok(answers.every(({ statusCode }) => statusCode === 404))
    t.ok(answers.every(answer => /Такой ссылки у нас нет/.test(plain(answer))))
    t.notOk(answers.some(({ body }) => body.includes('Тайчинская')))
  },
)

t.test('the token goes into no cache and no referrer, and its page sends its form as one of ours', async t => {
  const path = await linkOf('school-21-head')
  const shown = await browser(app).get(path)
  t.equal(shown.headers['referrer-policy'], 'strict-origin')
  t.equal(shown.headers['cache-control'], 'no-store')
  t.notMatch(shown.body, /(src|href)="[^"]*link\//)
  const foreign = await browser(app).post(
    bare(path),
    {},
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  )
  t.equal(foreign.statusCode, 403)
  t.equal((await press(browser(app), path)).statusCode, 303)
})

t.test('a link that mail programs have added to still works, and never leads to another site', async t => {
  const path = await linkOf('school-21-head', 'signIn', '/')
  const who = browser(app)
  const shown = await who.get(`${path}?utm_source=mail&next=https%3A%2F%2Fevil.example`)
  t.same(formOn(shown.body, path), { next: '/' })
  t.equal((await who.send(shown, path, { next: '//evil.example' })).headers.location, '/')
})

t.test('somebody else is at work in this browser: the page says so, and their session ends with the press', async t => {
  const mine = await linkOf('school-21-head')
  const who = browser(app)
  await press(who, mine)
  const before = browser(app, { cookie: who.cookie() })
  const theirs = await linkOf('school-21-coordinator')
  const shown = await who.get(theirs)
  t.match(plain(shown), /работает другой человек: .*директор/)
  await who.send(shown, bare(theirs))
  t.match(plain(await who.get('/notes')), /координатор от школы/)
  t.equal((await before.get('/notes')).statusCode, 401)
})

t.test('at work already: a used link of an old letter simply leads on', async t => {
  const path = await linkOf('school-21-head')
  const who = browser(app)
  await press(who, path)
  t.equal((await who.get(path)).headers.location, '/notes')
  t.equal((await who.post(bare(path), { next: '/notes' })).headers.location, '/notes')
})

t.test('the mail server does not take the letter: no link is left behind that nobody got', async t => {
  const refusing = webOn({ ...th.house, mail: async () => Promise.reject(new Error('451 later')) }, clock)
  const before = await stateOf('school-40-head')
  const answer = await browser(refusing.app).post('/sign-in', { email: 'head@school-40.example.org' })
  t.equal(answer.statusCode, 200)
  await refusing.app.close()
  t.same(await stateOf('school-40-head'), before)
})
