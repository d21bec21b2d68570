import t from 'tap'
import { admit, noteSuccess } from '../../../src/features/accounts/limits.ts'
import { testHouse } from '../../fixtures/house.ts'
import { browser, noon, plain, signIn, webOn } from './fixtures/web.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const th = await testHouse(t)
const { house } = th

const letter = (email: string, ip: string, at: number) => admit(house, { kind: 'letter', email, ip }, at)
const wrong = (email: string, ip: string, at: number) => admit(house, { kind: 'password', email, ip }, at)
const taken = (answers: readonly object[]) => answers.filter(answer => 'id' in answer).length

t.test('an account gets five letters an hour and twenty a day, whether there is such an account or not', async t => {
  for (const email of ['head@school-36.example.org', 'nobody@school-36.example.org']) {
    for (let i = 0; i < 5; i += 1) t.match(await letter(email, `192.0.2.${i}`, noon + i), { id: String })
    t.same(await letter(email.toUpperCase(), '192.0.2.9', noon + 10 * MINUTE), { waitSeconds: 50 * 60 })
    let at = noon
    for (let hour = 1; hour < 4; hour += 1) {
      at = noon + hour * HOUR + 10
      for (let i = 0; i < 5; i += 1) t.match(await letter(email, '192.0.2.1', at + i), { id: String })
    }
    t.match(await letter(email, '192.0.2.1', at + HOUR + 10), { waitSeconds: 20 * 3600 })
    t.match(await letter(email, '192.0.2.1', noon + 24 * HOUR), { id: String })
  }
})

t.test('many guesses at once are not more than many in a row', async t => {
  const many = await Promise.all(
    Array.from({ length: 40 }, () => wrong('head@school-40.example.org', '203.0.113.5', noon)),
  )
  t.equal(taken(many), 10)
  const others = await Promise.all([
    letter('head@school-40.example.org', '203.0.113.5', noon),
    wrong('helper@school-40.example.org', '203.0.113.5', noon),
  ])
  t.equal(taken(others), 2)
})

t.test('whoever guesses from elsewhere does not lock the owner out, who has come in from here before', async t => {
  const email = 'coordinator@school-40.example.org'
  const own = await wrong(email, '192.0.2.50', noon - HOUR)
  if ('id' in own) await noteSuccess(house, own.id)
  for (let i = 0; i < 60; i += 1) await wrong(email, `203.0.113.${i}`, noon + i)
  t.match(await wrong(email, '203.0.113.200', noon + 100), { waitSeconds: Number })
  t.match(await wrong(email, '192.0.2.50', noon + 100), { id: String })
})

t.test(
  'a district behind one address: two hundred people ask for their links in an hour, and each gets one',
  async t => {
    const ip = '198.51.100.7'
    const answers = []
    for (let i = 0; i < 200; i += 1) answers.push(await letter(`teacher-${i}@district.example.org`, ip, noon))
    t.equal(taken(answers), 200)
    t.same(await letter('one-more@district.example.org', ip, noon), { waitSeconds: 3600 })
    t.match(await letter('one-more@district.example.org', '198.51.100.8', noon), { id: String })
  },
)

t.test('somebody fires passwords from a school’s address: its people go on as before', async t => {
  const ip = '198.51.100.99'
  const clock = { ms: noon }
  const { app } = webOn(house, clock)
  t.teardown(() => app.close())
  const teacher = browser(app, { ip })
  await signIn(th, teacher, 'head@school-21.example.org')
  for (let i = 0; i < 210; i += 1) await wrong(`somebody-${i}@school-21.example.org`, ip, noon)
  t.match(await wrong('stranger@school-21.example.org', ip, noon), { waitSeconds: 15 * 60 })
  t.match(await wrong('head@school-21.example.org', ip, noon), { id: String })
  await signIn(th, browser(app, { ip }), 'helper@school-21.example.org')
})

t.test('too many: 429, when to come again in the header and in a sentence, and another way in', async t => {
  const clock = { ms: noon + 48 * HOUR }
  const { app } = webOn(house, clock)
  t.teardown(() => app.close())
  const who = browser(app)
  const guess = { account: 'head@taychinskaya.example.org', password: 'не тот пароль, совсем' }
  for (let i = 0; i < 10; i += 1) t.equal((await who.post('/sign-in/password', guess)).statusCode, 401)
  clock.ms += 5 * MINUTE
  const answer = await who.post('/sign-in/password', { ...guess, kept: 'запечатанное' })
  t.equal(answer.statusCode, 429)
  t.equal(answer.headers['retry-after'], '600')
  t.match(plain(answer), /Следующая возможна через 10 минут.*По ссылке из письма можно войти и сейчас/s)
  t.match(answer.body, /name="kept" value="запечатанное"/)
  t.notMatch(answer.body, /не тот пароль/)
  t.equal((await who.post('/sign-in', { email: guess.account })).statusCode, 200)
  clock.ms += 10 * MINUTE
  t.equal((await who.post('/sign-in/password', guess)).statusCode, 401)
})
