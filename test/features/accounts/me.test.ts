import t from 'tap'
import { testHouse } from '../../fixtures/house.ts'
import { browser, formOn, letterTo, noon, pathIn, plain, signIn, webOn } from './fixtures/web.ts'

const HOUR = 3_600_000
const head = 'head@school-21.example.org'
const phrase = 'зелёная тетрадь на двоих'
const other = 'синяя тетрадь, тоже на двоих'

const th = await testHouse(t)
const clock = { ms: noon }
const { app } = webOn(th.house, clock)
t.teardown(() => app.close())

const lettersToHead = () => th.letters.filter(({ to }) => to === head).length
const enters = async (password: string) =>
  (await browser(app).post('/sign-in/password', { account: head, password })).statusCode === 303

t.test('a person says how they are called, which language they read and where they live', async t => {
  const who = browser(app)
  await signIn(th, who, head)
  const about = { name: ' Анна Петровна ', phone: '+7 (4812) 00-00-00', lang: 'en', zone: 'Asia/Omsk' }
  const shown = await who.get('/me')
  t.match(plain(shown), /Ваши роли: директор \(МБОУ «СШ № 21/)
  t.equal((await who.send(shown, '/me', about)).headers.location, '/me?done=saved')
  t.match(
    await th.db.selectFrom('person').selectAll().where('id', '=', th.person('school-21-head')).executeTakeFirst(),
    { name: 'Анна Петровна', phone: '+7 (4812) 00-00-00', lang: 'en', zone: 'Asia/Omsk', email: head },
  )
  t.match(plain(await who.get('/me?done=saved')), /Saved.*Language of pages/s)

  const wrong = await who.send(await who.get('/me'), '/me', { ...about, name: ' ', phone: 'позже', zone: 'Mars/Base' })
  t.equal(wrong.statusCode, 422)
  t.match(plain(wrong), /Write how this person is addressed.*Digits, spaces.*Choose a zone/s)
  t.match(wrong.body, /value="позже"/)
  await who.send(await who.get('/me'), '/me', { ...about, lang: 'ru', zone: 'Europe/Moscow' })
})

t.test(
  'a password is set right after signing in; other devices are signed out, and the owner gets a letter',
  async t => {
    const [who, elsewhere] = [browser(app), browser(app)]
    await signIn(th, who, head)
    await signIn(th, elsewhere, head)
    for (const [password, says] of [
      ['коротко', /Коротко: нужно не меньше 15 знаков/],
      ['а'.repeat(20), /Такой пароль подбирают первым/],
    ] as const) {
      const refused = await who.send(await who.get('/me'), '/me/password', { act: 'set', password })
      t.equal(refused.statusCode, 422)
      t.match(plain(refused), says)
      t.notMatch(refused.body, new RegExp(`value="${password}"`))
    }
    const before = lettersToHead()
    const set = await who.send(await who.get('/me'), '/me/password', { act: 'set', password: phrase })
    t.equal(set.headers.location, '/me?done=passwordSet')
    const letter = await letterTo(th.letters, head, before + 1)
    t.match(letter.subject, /Пароль/)
    t.equal((await elsewhere.get('/notes')).statusCode, 401)
    t.equal((await who.get('/notes')).statusCode, 200)
    t.equal(await enters(phrase), true)
  },
)

t.test('an hour later the present password is asked for; guesses of it are counted', async t => {
  clock.ms += 2 * HOUR
  const who = browser(app)
  await who.post('/sign-in/password', { account: head, password: phrase })
  clock.ms += HOUR + 1
  const shown = await who.get('/me')
  t.match(plain(shown), /Нынешний пароль/)
  const wrong = await who.send(shown, '/me/password', {
    act: 'set',
    presentPassword: 'не тот пароль, совсем',
    password: other,
  })
  t.equal(wrong.statusCode, 422)
  t.match(plain(wrong), /Нынешний пароль другой/)
  const right = await who.send(shown, '/me/password', { act: 'set', presentPassword: phrase, password: other })
  t.equal(right.statusCode, 303)
  t.same([await enters(phrase), await enters(other)], [false, true])
  const guesses = []
  for (let i = 0; i < 12; i += 1)
    guesses.push((await who.send(shown, '/me/password', { act: 'remove', presentPassword: `раз ${i}` })).statusCode)
  t.match(guesses, [422, 422, 422, 422, 422, 422, 422, 422, 429, 429, 429, 429])
})

t.test('whoever forgot it asks for a link to this page, and removes the password without knowing it', async t => {
  clock.ms += 2 * HOUR
  const who = browser(app)
  await signIn(th, who, head)
  clock.ms += 2 * HOUR
  await th.db.deleteFrom('password').execute()
  const shown = await who.get('/me')
  t.match(plain(shown), /Пароля нет.*нужен недавний вход/s)
  const before = lettersToHead()
  t.match(plain(await who.send(shown, '/me/link')), /Проверьте почту/)
  const path = pathIn(await letterTo(th.letters, head, before + 1))
  t.match(path, /next=%2Fme$/)
  t.equal((await who.send(await who.get(path), path.split('?')[0] ?? '')).headers.location, '/me')
  t.equal((await who.send(await who.get('/me'), '/me/password', { act: 'set', password: phrase })).statusCode, 303)
  t.equal(
    (await who.send(await who.get('/me'), '/me/password', { act: 'remove' })).headers.location,
    '/me?done=passwordRemoved',
  )
  t.equal(await enters(phrase), false)
})

t.test('a person sees where they are signed in, and leaves everywhere else, or everywhere', async t => {
  clock.ms += 2 * HOUR
  const [here, there] = [browser(app), browser(app)]
  await signIn(th, here, 'helper@school-21.example.org')
  await signIn(th, there, 'helper@school-21.example.org')
  const shown = await here.get('/me')
  t.equal((shown.body.match(/<li>/g) ?? []).length, 2)
  t.match(plain(shown), /вход сегодня, 21:00, последнее обращение сегодня, 21:00 <b>\(этот браузер\)/)
  await here.send(shown, '/me/sign-out-elsewhere')
  t.same([(await here.get('/notes')).statusCode, (await there.get('/notes')).statusCode], [200, 401])
  await signIn(th, there, 'helper@school-21.example.org')
  await here.send(await here.get('/me'), '/me/sign-out-everywhere')
  t.same([(await here.get('/notes')).statusCode, (await there.get('/notes')).statusCode], [401, 401])
})

t.test('no act of this page without its form’s token, and none for whoever is signed out', async t => {
  const who = browser(app)
  await signIn(th, who, 'coordinator@school-21.example.org')
  const { _token: token = '' } = formOn((await who.get('/me')).body, '/me')
  const about = { name: 'А', phone: '', lang: 'ru', zone: 'Europe/Moscow' }
  const acts = [
    ['/me', about],
    ['/me/password', { act: 'set', password: phrase }],
    ['/me/link', {}],
    ['/me/sign-out-elsewhere', {}],
    ['/me/sign-out-everywhere', {}],
  ] as const
  for (const [url, fields] of acts) {
    t.equal((await who.post(url, fields)).statusCode, 403, url)
    t.equal(
      (await who.post(url, { ...fields, _token: token }, { origin: 'https://evil.example' })).statusCode,
      403,
      url,
    )
    t.equal((await browser(app).post(url, { ...fields, _token: token })).statusCode, 401, url)
  }
  t.equal((await who.get('/notes')).statusCode, 200)
  t.same(await th.db.selectFrom('password').selectAll().execute(), [])
})

t.test('the first federal coordinator has no address: the page asks for one, and takes no one else’s', async t => {
  const person = th.person('federal')
  const who = browser(app)
  await signIn(th, who, 'coordinator@federal.example.org')
  await th.db.updateTable('person').set({ email: null, name: null }).where('id', '=', person).execute()
  const about = { name: 'Федеральный координатор', phone: '', lang: 'ru', zone: 'Europe/Moscow' }
  const taken = await who.send(await who.get('/me'), '/me', { ...about, email: head.toUpperCase() })
  t.equal(taken.statusCode, 422)
  t.match(plain(taken), /Этот адрес записан за другим человеком/)
  t.equal((await who.send(taken, '/me', { ...about, email: '' })).statusCode, 422)
  t.equal((await who.send(taken, '/me', { ...about, email: 'new@federal.example.org' })).statusCode, 303)
  const back = browser(app)
  await signIn(th, back, 'new@federal.example.org')
  await back.send(await back.get('/me'), '/me', { ...about, email: 'another@federal.example.org' })
  t.match(await th.db.selectFrom('person').select('email').where('id', '=', person).executeTakeFirst(), {
    email: 'new@federal.example.org',
  })
})
