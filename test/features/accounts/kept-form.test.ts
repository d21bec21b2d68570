import t from 'tap'
import { hashPassword } from '../../../src/features/accounts/passwords.ts'
import { testHouse } from '../../fixtures/house.ts'
import { type Browser, browser, formOn, letterTo, noon, pathIn, plain, signIn, webOn } from './fixtures/web.ts'

const head = 'head@school-21.example.org'
const phrase = 'зелёная тетрадь на двоих'
const TEXT = '\nНе конкретизированы показатели: "в цифре" <b>трудно</b> измерить & сравнить\n  со второй строки'

const th = await testHouse(t)
const clock = { ms: noon }
const { app, written } = webOn(th.house, clock)
t.teardown(() => app.close())
await th.db
  .insertInto('password')
  .values(
    await Promise.all(
      ['school-21-head', 'school-21-helper'].map(async name => ({
        person: th.person(name),
        hash: await hashPassword(phrase),
        changed_at: '2026-01-01T00:00:00.000Z',
      })),
    ),
  )
  .execute()

let asked = 0
/** The head writes, her session ends meanwhile, she sends: the page that she gets. */
const lateForm = async (who: Browser) => {
  await signIn(th, who, head)
  asked += 1
  const shown = await who.get('/notes')
  await th.db.deleteFrom('session').where('person', '=', th.person('school-21-head')).execute()
  const late = await who.send(shown, '/notes', { text: TEXT })
  t.equal(late.statusCode, 401)
  t.match(plain(late), /Всё написанное на месте/)
  t.notMatch(late.body, /конкретизированы/)
  return late
}
const lastLetter = async (n: number) => pathIn(await letterTo(th.letters, head, n))
t.beforeEach(() => {
  clock.ms += 2 * 3_600_000
  written.length = 0
})

t.test('by password the text comes back at once, and goes through by one press', async t => {
  const who = browser(app)
  const late = await lateForm(who)
  const wrong = await who.send(late, '/sign-in/password', { account: head, password: 'не тот пароль, совсем' })
  t.equal(wrong.statusCode, 401)
  const back = await who.send(wrong, '/sign-in/password', { account: head, password: phrase })
  t.equal(back.statusCode, 200)
  t.match(plain(back), /Написанное на месте.*конкретизированы/s)
  t.equal(formOn(back.body, '/notes').text, TEXT)
  t.notMatch(back.body, new RegExp(phrase))
  t.equal((await who.send(back, '/notes')).statusCode, 303)
  t.same(written, [`${th.person('school-21-head')}: ${TEXT}`])
})

t.test(
  'by a link in a second tab: the first tab keeps the text, says when it is too early, and brings it back',
  async t => {
    const who = browser(app)
    const late = await lateForm(who)
    const typo = await who.send(late, '/sign-in', { email: 'head@' })
    t.equal(typo.statusCode, 422)
    const sent = await who.send(typo, '/sign-in', { email: head })
    t.match(plain(sent), /Не закрывайте эту вкладку: она хранит написанное/)

    const early = await who.send(sent, '/kept-form')
    t.equal(early.statusCode, 401)
    t.equal(formOn(early.body, '/sign-in').kept, formOn(late.body, '/sign-in').kept)

    asked += 1
    const path = await lastLetter(asked)
    const secondTab = await who.send(await who.get(path), path.split('?')[0] ?? '')
    t.equal(secondTab.headers.location, '/signed-in')
    t.match(plain(await who.get('/signed-in')), /Написанное ждёт в соседней вкладке/)

    const back = await who.send(sent, '/kept-form')
    t.equal(back.statusCode, 200)
    t.equal((await who.send(back, '/notes')).statusCode, 303)
    t.same(written, [`${th.person('school-21-head')}: ${TEXT}`])
  },
)

t.test(
  'a colleague signs in by password in that tab: nothing is shown, and the text goes on waiting for its writer',
  async t => {
    const who = browser(app)
    const late = await lateForm(who)
    const others = await who.send(late, '/sign-in/password', {
      account: 'helper@school-21.example.org',
      password: phrase,
    })
    t.equal(others.statusCode, 409)
    t.match(plain(others), /Форму заполнял другой человек/)
    t.notMatch(others.body, /конкретизированы/)
    const again = await who.send(others, '/sign-out', { kept: formOn(late.body, '/sign-in').kept ?? '' })
    t.equal(again.statusCode, 200)
    const back = await who.send(again, '/sign-in/password', { account: head, password: phrase })
    t.equal((await who.send(back, '/notes')).statusCode, 303)
    t.same(written, [`${th.person('school-21-head')}: ${TEXT}`])
  },
)

t.test('too many attempts, an unknown address, another language: the text is carried through every page', async t => {
  const who = browser(app)
  let shown = await lateForm(who)
  const { kept } = formOn(shown.body, '/sign-in')
  for (let i = 0; i < 11; i += 1)
    shown = await who.send(shown, '/sign-in/password', { account: head, password: `не тот пароль, раз ${i}` })
  t.equal(shown.statusCode, 429)
  t.equal(formOn(shown.body, '/sign-in').kept, kept)
  for (let i = 0; i < 6; i += 1)
    shown = await who.send({ body: shown.body.replace('/kept-form', '/sign-in') }, '/sign-in', {
      email: 'nobody@example.org',
      next: '/notes',
    })
  t.equal(shown.statusCode, 429)
  t.equal(formOn(shown.body, '/sign-in').kept, kept)
  asked += 1
  const sent = await who.send(shown, '/sign-in', { email: head })
  const path = await lastLetter(asked)
  await who.send(await who.get(path), path.split('?')[0] ?? '')
  const back = await who.send(sent, '/kept-form')
  t.equal((await who.send(back, '/notes')).statusCode, 303)
  t.equal(written.length, 1)
})

t.test('a page that was asked for comes after signing in; a form of nobody leads back to its page', async t => {
  const who = browser(app)
  const wanted = await who.get('/notes?tab=2')
  t.equal(wanted.statusCode, 401)
  t.equal(formOn(wanted.body, '/sign-in').next, '/notes?tab=2')
  t.equal(formOn(wanted.body, '/sign-in').kept, undefined)
  const lost = await who.post('/notes', { text: TEXT }, { referer: 'http://vzaimo.example.org/notes?tab=3' })
  t.equal(lost.statusCode, 401)
  t.equal(formOn(lost.body, '/sign-in').next, '/notes?tab=3')
  const elsewhere = await who.post('/notes', { text: TEXT }, { referer: 'http://evil.example/notes' })
  t.equal(formOn(elsewhere.body, '/sign-in').next, '/')
  const long = await who.get(`/notes?${'a'.repeat(2000)}`)
  t.equal(formOn(long.body, '/sign-in').next, '/')
})
