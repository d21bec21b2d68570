import t from 'tap'
import { hashPassword, passwordMatches } from '../../../src/features/accounts/passwords.ts'
import { testHouse } from '../../fixtures/house.ts'
import { browser, letterTo, noon, pathIn, plain, signIn, webOn } from './fixtures/web.ts'

const head = 'head@school-21.example.org'
const phrase = 'зелёная тетрадь на двоих'

const th = await testHouse(t)
const clock = { ms: noon }
const { app } = webOn(th.house, clock)
t.teardown(() => app.close())
await th.db
  .insertInto('password')
  .values({
    person: th.person('school-21-head'),
    hash: await hashPassword(phrase),
    changed_at: '2026-01-01T00:00:00.000Z',
  })
  .execute()

t.test('the sign-in page asks for one thing, in Russian first, and works without scripts', async t => {
  const shown = await browser(app).get('/sign-in')
  t.equal(shown.statusCode, 200)
  t.match(
    plain(shown),
    /<html lang="ru">.*Ссылка для входа.*Пароль не нужен.*Прислать ссылку.*<details><summary>Войти с паролем/s,
  )
  t.equal((shown.body.match(/class="btn"/g) ?? []).length, 1)
  t.match(plain(await browser(app).get('/sign-in', { 'accept-language': 'en' })), /Send the link/)
})

t.test(
  'a known address, an unknown one and one whose owner has no role get the very same answer; one letter goes out',
  async t => {
    const { db } = th
    const roleless = 'helper@taychinskaya.example.org'
    await db.deleteFrom('member').where('person', '=', th.person('taychinskaya-helper')).execute()
    const answers = []
    for (const email of [head, 'nobody@school-21.example.org', roleless]) {
      const answer = await browser(app).post('/sign-in', { email, next: '/notes' })
      t.equal(answer.statusCode, 200)
      answers.push(answer.body.replaceAll(email, 'ADDRESS'))
    }
    t.equal(new Set(answers).size, 1)
    t.match(pathIn(await letterTo(th.letters, head)), /^\/sign-in\/link\/[\w-]{43}\?next=%2Fnotes$/)
    await browser(app).post('/sign-in', { email: 'coordinator@school-21.example.org' })
    await letterTo(th.letters, 'coordinator@school-21.example.org')
    t.same(
      th.letters.map(({ to }) => to),
      [head, 'coordinator@school-21.example.org'],
    )
  },
)

t.test(
  'the answer does not wait for the letter: a slow mail server tells nobody which addresses are known',
  async t => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const slow = webOn({ ...th.house, mail: () => promise }, clock)
    const answer = await browser(slow.app).post('/sign-in', { email: 'head@school-36.example.org' })
    t.equal(answer.statusCode, 200)
    let closed = false
    const closing = slow.app.close().then(() => {
      closed = true
    })
    t.equal(closed, false, 'a server that stops hands the letter over first')
    resolve()
    await closing
    t.equal(closed, true)
  },
)

t.test('an address that is none is said beside its field, and costs nobody a letter', async t => {
  const answer = await browser(app).post('/sign-in', { email: 'head@', next: '/notes' })
  t.equal(answer.statusCode, 422)
  t.match(plain(answer), /Не похоже на адрес почты.*value="head@"/s)
  t.match(answer.body, /name="next" value="\/notes"/)
})

t.test('with a password: in at once, to where one was going; the case of the address does not matter', async t => {
  const who = browser(app)
  const asked = await who.get('/notes')
  t.equal(asked.statusCode, 401)
  const came = await who.send(asked, '/sign-in/password', { account: head.toUpperCase(), password: phrase })
  t.equal(came.statusCode, 303)
  t.equal(came.headers.location, '/notes')
  t.equal((await who.get('/notes')).statusCode, 200)
  t.equal((await who.get('/sign-in?next=/notes')).headers.location, '/notes')
})

t.test('a wrong password, an unknown address and an account without one get one answer', async t => {
  const answers = []
  for (const [account, password] of [
    [head, 'не тот пароль, совсем'],
    ['nobody@school-21.example.org', phrase],
    ['coordinator@school-21.example.org', phrase],
    [head, ''],
    [head, `${phrase} `],
  ] as const) {
    const answer = await browser(app).post('/sign-in/password', { account, password })
    t.equal(answer.statusCode, 401)
    t.notMatch(answer.body, new RegExp(phrase))
    answers.push(answer.body.replaceAll(account, 'ADDRESS'))
  }
  t.equal(new Set(answers).size, 1)
})

t.test('the hash is argon2id with its own salt; nobody’s password costs as much to try as somebody’s', async t => {
  const [one, other] = [await hashPassword(phrase), await hashPassword(phrase)]
  t.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  t.not(one, other)
  t.equal(await passwordMatches(one, phrase.normalize('NFD')), true)
  t.equal(await passwordMatches(one, phrase.toUpperCase()), false)
  t.equal(await passwordMatches(null, phrase), false)
  const fastest = async (stored: string | null) => {
    const times = []
    for (let i = 0; i < 5; i += 1) {
      const begun = performance.now()
      await passwordMatches(stored, 'не тот пароль')
      times.push(performance.now() - begun)
    }
    return Math.min(...times)
  }
  const [nobody, somebody] = [await fastest(null), await fastest(one)]
  t.comment(`nobody’s ${nobody.toFixed(1)} ms, somebody’s ${somebody.toFixed(1)} ms`)
  t.ok(nobody > somebody / 3 && nobody < somebody * 3)
})

t.test('another site cannot sign anybody in or out', async t => {
  const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  const who = browser(app)
  await signIn(th, who, 'helper@school-21.example.org')
  const refused = [
    await who.post('/sign-in', { email: head }, evil),
    await who.post('/sign-in/password', { account: head, password: phrase }, evil),
    await who.post('/sign-out', {}, evil),
  ]
  t.same(
    refused.map(({ statusCode }) => statusCode),
    [403, 403, 403],
  )
  t.equal((await who.get('/notes')).statusCode, 200)
  t.notOk(refused.some(({ body }) => body.includes(phrase)))
})

t.test('signing out ends this browser’s session and no other; pressing it twice is no trouble', async t => {
  const [one, other] = [browser(app), browser(app)]
  await signIn(th, one, 'head@priirtyshskaya.example.org')
  await signIn(th, other, 'head@priirtyshskaya.example.org')
  const shown = await one.get('/notes')
  t.equal((await one.send(shown, '/sign-out')).headers.location, '/sign-in')
  t.equal((await one.send(shown, '/sign-out')).headers.location, '/sign-in')
  t.equal((await one.get('/notes')).statusCode, 401)
  t.equal((await other.get('/notes')).statusCode, 200)
})
