import t from 'tap'
import { composeHouse } from '../../../src/compose.ts'
import { openDatabase } from '../../../src/db/pool.ts'
import { onceKey, sessionOf, testHouse } from '../../fixtures/house.ts'
import { type Browser, browser, formOn, letterTo, noon, pathIn, plain, signIn, webOn } from './fixtures/web.ts'

const th = await testHouse(t)
const { db, person } = th
const clock = { ms: noon }
const { app } = webOn(th.house, clock)
t.teardown(() => app.close())

const school = (name: string) => String(th.demo.schools.get(name))
const peopleAt = (name: string) => `/schools/${school(name)}/people`
const personAt = (name: string, who: string) => `${peopleAt(name)}/${person(who)}`
const as = async (name: string): Promise<Browser> => browser(app, { cookie: await sessionOf(th, name) })
const rolesAt = async (name: string) =>
  Object.fromEntries(
    (
      await db
        .selectFrom('member')
        .innerJoin('person', 'person.id', 'member.person')
        .select(['person.email', 'member.role'])
        .where('school', '=', school(name))
        .execute()
    ).map(({ email, role }) => [email, role]),
  )
t.beforeEach(() => {
  clock.ms += 25 * 3_600_000
})

t.test('the head invites a colleague: a letter with a link for 14 days, and the colleague comes in by it', async t => {
  const head = await as('school-21-head')
  const shown = await head.get(peopleAt('school-21'))
  t.match(plain(shown), /Директор, СШ № 21.*директор.*Пригласить/s)
  const newcomer = { name: 'Заместитель директора', email: 'deputy@school-21.example.org', role: 'schoolCoordinator' }
  const invited = await head.send(shown, peopleAt('school-21'), newcomer)
  t.equal(invited.headers.location, `${peopleAt('school-21')}?done=invited`)
  const letter = await letterTo(th.letters, newcomer.email)
  t.match(plain({ body: letter.subject }), /Приглашение во «Взаимо»: МБОУ «СШ № 21/)
  t.match(plain({ body: letter.text }), /Ваша роль: координатор от школы.*действует 14 дней/s)
  t.match(
    plain(await head.get(`${peopleAt('school-21')}?done=invited`)),
    /Приглашение отправлено.*письмо со ссылкой отправлено/s,
  )

  t.equal((await head.send(shown, peopleAt('school-21'), newcomer)).statusCode, 303, 'a double click invites once')
  t.equal(th.letters.filter(({ to }) => to === newcomer.email).length, 1)

  clock.ms += 14 * 24 * 3_600_000 - 1
  const path = pathIn(letter)
  const deputy = browser(app)
  t.equal((await deputy.send(await deputy.get(path), path)).statusCode, 303)
  t.match(plain(await deputy.get('/notes')), /СШ № 21.*\| координатор от школы/)
  t.match(await db.selectFrom('person').selectAll().where('email', '=', newcomer.email).executeTakeFirst(), {
    name: newcomer.name,
    zone: 'Europe/Moscow',
    lang: 'ru',
  })
})

t.test('an invitation that does not fit is said beside its fields, and what was typed stays', async t => {
  const head = await as('school-21-head')
  const shown = await head.get(peopleAt('school-21'))
  const send = (name: string, email: string) =>
    head.send(shown, peopleAt('school-21'), { name, email, role: 'head', once: onceKey() })
  const empty = await send(' ', 'deputy@')
  t.equal(empty.statusCode, 422)
  t.match(plain(empty), /как к человеку обращаться.*Не похоже на адрес почты.*value="deputy@"/s)
  t.match(empty.body, /<option value="head" selected>/)
  t.match(plain(await send('Кто-то', 'HELPER@school-21.example.org')), /уже есть в школе/)
  t.match(
    plain(await send('Кто-то', 'curator@tobolsk.example.org')),
    /уже есть роль здесь\. В школу его добавляет координатор/,
  )
  t.notMatch(await rolesAt('school-21'), { 'curator@tobolsk.example.org': String })
})

t.test('a coordinator of the territory adds somebody who has a role elsewhere; their name stays theirs', async t => {
  const municipal = await as('municipal-smolensk')
  const shown = await municipal.get(peopleAt('school-36'))
  const invited = await municipal.send(shown, peopleAt('school-36'), {
    name: 'Другое имя',
    email: 'head@taychinskaya.example.org',
    role: 'helper',
  })
  t.equal(invited.statusCode, 303)
  t.match(await rolesAt('school-36'), { 'head@taychinskaya.example.org': 'helper' })
  t.match(
    await db.selectFrom('person').select('name').where('id', '=', person('taychinskaya-head')).executeTakeFirst(),
    {
      name: 'Директор, Тайчинская СОШ',
    },
  )
})

t.test('a role changes, and a page that was opened before says that it is old', async t => {
  const head = await as('school-40-head')
  const at = personAt('school-40', 'school-40-helper')
  const [shown, old] = [await head.get(at), await head.get(at)]
  t.equal((await head.send(shown, `${at}/role`, { role: 'schoolCoordinator' })).statusCode, 303)
  t.match(await rolesAt('school-40'), { 'helper@school-40.example.org': 'schoolCoordinator' })
  const stale = await head.send(old, `${at}/role`, { role: 'helper' })
  t.equal(stale.statusCode, 409)
  t.match(plain(stale), /Состав школы с тех пор изменился/)
  t.match(await rolesAt('school-40'), { 'helper@school-40.example.org': 'schoolCoordinator' })
})

t.test(
  'the last who decides is not removed and not made a helper, even by two at once; replaced they may be',
  async t => {
    const federal = await as('federal')
    const pages = await Promise.all(
      ['taychinskaya-head', 'taychinskaya-coordinator'].map(async who => {
        const at = personAt('taychinskaya', who)
        return { at, shown: await federal.get(at) }
      }),
    )
    const both = await Promise.all(pages.map(({ at, shown }) => federal.send(shown, `${at}/remove`)))
    t.same(both.map(({ statusCode }) => statusCode).sort(), [303, 409])
    const [last] = (
      await db.selectFrom('member').selectAll().where('school', '=', school('taychinskaya')).execute()
    ).filter(({ role }) => role !== 'helper')
    const at = `${peopleAt('taychinskaya')}/${last?.person}`
    const shown = await federal.get(at)
    t.match(plain(shown), /Это единственный, кто может отправлять и подтверждать/)
    t.throws(() => formOn(shown.body, `${at}/remove`))
    const { seen = '' } = formOn(shown.body, `${at}/role`)
    const removed = await federal.send(shown, `${at}/role`, { role: 'helper' })
    t.equal(removed.statusCode, 409)
    t.match(plain(removed), /Сначала пригласите второго или замените контакт/)
    const token = formOn(shown.body, `${at}/role`)
    const forced = await federal.post(`${at}/remove`, { _token: token._token ?? '', once: onceKey(), seen })
    t.equal(forced.statusCode, 409)

    const newcomer = { name: 'Новый директор', email: 'new@taychinskaya.example.org' }
    t.equal((await federal.send(shown, `${at}/replace`, newcomer)).statusCode, 303)
    t.match(await rolesAt('taychinskaya'), { 'new@taychinskaya.example.org': last?.role })
    t.match((await letterTo(th.letters, newcomer.email)).text, /Тайчинская/)
  },
)

t.test(
  'a contact is replaced: the former one is out at once in every program, their links are dead, their words stay',
  async t => {
    const elsewhere = openDatabase(th.url)
    t.teardown(() => elsewhere.destroy())
    const there = webOn(composeHouse({ ...th.house, db: elsewhere }), clock)
    t.teardown(() => there.app.close())
    const former = browser(app)
    await signIn(th, former, 'head@priirtyshskaya.example.org')
    const formerThere = browser(there.app, { cookie: former.cookie() })
    t.equal((await formerThere.get('/notes')).statusCode, 200)
    await browser(app).post('/sign-in', { email: 'head@priirtyshskaya.example.org' })
    const unused = pathIn(await letterTo(th.letters, 'head@priirtyshskaya.example.org', 2))

    const municipal = await as('municipal-tobolsk')
    const at = personAt('priirtyshskaya', 'priirtyshskaya-head')
    const shown = await municipal.get(at)
    t.match(
      plain(await municipal.send(shown, `${at}/replace`, { name: 'Тот же', email: 'HEAD@priirtyshskaya.example.org' })),
      /Это адрес того, кого вы заменяете/,
    )
    const replaced = await municipal.send(shown, `${at}/replace`, {
      name: 'Новый директор',
      email: 'new@priirtyshskaya.example.org',
      once: onceKey(),
    })
    t.equal(replaced.headers.location, `${peopleAt('priirtyshskaya')}?done=replaced`)

    t.equal((await formerThere.get('/notes')).statusCode, 401)
    t.equal((await former.get(unused)).statusCode, 404)
    const letters = th.letters.length
    await browser(app).post('/sign-in', { email: 'head@priirtyshskaya.example.org' })
    await browser(app).post('/sign-in', { email: 'coordinator@priirtyshskaya.example.org' })
    await letterTo(th.letters, 'coordinator@priirtyshskaya.example.org')
    t.equal(th.letters.slice(letters).filter(({ to }) => to.startsWith('head@')).length, 0)
    t.match(
      await db.selectFrom('person').select('name').where('id', '=', person('priirtyshskaya-head')).executeTakeFirst(),
      { name: String },
    )
  },
)

t.test('a foreign school and one that does not exist look the same; who may only read is told so', async t => {
  const nowhere = '/schools/00000000-0000-4000-8000-000000000000/people'
  const foreign = ['school-40-head', 'curator-tobolsk', 'municipal-tevriz', 'regional-tyumen']
  for (const name of foreign) {
    const who = await as(name)
    const [theirs, none] = [await who.get(peopleAt('school-21')), await who.get(nowhere)]
    t.same([theirs.statusCode, none.statusCode], [404, 404], name)
    const same = (body: string) => body.replace(/value="[^"]*"/g, '')
    t.equal(same(theirs.body), same(none.body))
  }
  // The coordinator of one school of the pair answers for that one and not for its partner.
  const half = await as('municipal-tobolsk')
  t.equal((await half.get(peopleAt('priirtyshskaya'))).statusCode, 200)
  t.equal((await half.get(peopleAt('school-21'))).statusCode, 404)
  t.equal((await half.get(personAt('school-21', 'school-21-head'))).statusCode, 404)

  for (const name of ['school-21-helper', 'curator-gymnasium-1']) {
    const reader = await as(name)
    const shown = await reader.get(peopleAt('school-21'))
    t.equal(shown.statusCode, 200, name)
    t.notMatch(plain(shown), /Пригласить|Изменить/)
    t.equal((await reader.get(personAt('school-21', 'school-21-head'))).statusCode, 403)
  }
  const head = await as('school-21-head')
  t.equal((await head.get(personAt('school-21', 'school-40-head'))).statusCode, 404)
})

t.test('no act without its form’s token', async t => {
  const head = await as('school-21-head')
  const at = personAt('school-21', 'school-21-helper')
  const shown = await head.get(at)
  const forms: [string, Record<string, string>][] = [
    [peopleAt('school-21'), { name: 'А', email: 'a@example.org', role: 'helper' }],
    [`${at}/invite`, {}],
    [`${at}/role`, { role: 'head' }],
    [`${at}/replace`, { name: 'А', email: 'a@example.org' }],
    [`${at}/remove`, {}],
  ]
  const before = await rolesAt('school-21')
  for (const [url, fields] of forms) {
    const { _token, ...hidden } = url === peopleAt('school-21') ? { once: onceKey() } : formOn(shown.body, url)
    t.equal((await head.post(url, { ...hidden, ...fields } as Record<string, string>)).statusCode, 403, url)
  }
  t.same(await rolesAt('school-21'), before)
})

t.test('an invitation may be sent again, but not without end; a mail server that refuses is told about', async t => {
  const head = await as('school-36-head')
  const at = personAt('school-36', 'school-36-helper')
  const again = async () => (await head.send(await head.get(at), `${at}/invite`)).headers.location
  for (let i = 0; i < 5; i += 1) t.match(await again(), /done=invited$/)
  t.match(await again(), /done=tooOften$/)
  const refusing = webOn({ ...th.house, mail: async () => Promise.reject(new Error('451 later')) }, clock)
  t.teardown(() => refusing.app.close())
  const there = browser(refusing.app, { cookie: head.cookie() })
  const newcomer = { name: 'Новый помощник', email: 'second@school-36.example.org', role: 'helper' }
  const invited = await there.send(await there.get(peopleAt('school-36')), peopleAt('school-36'), newcomer)
  t.match(invited.headers.location, /done=unsent$/)
  t.match(await rolesAt('school-36'), { 'second@school-36.example.org': 'helper' })
  t.match(
    plain(await there.get(`${peopleAt('school-36')}?done=unsent`)),
    /почтовый сервер не принял письмо.*ещё не приглашали/s,
  )
})

t.test('the same by JSON: versions, keys, and the answer of the first time', async t => {
  const cookie = await sessionOf(th, 'school-40-head')
  const ask = (method: 'GET' | 'POST', url: string, headers: Record<string, string> = {}, payload?: object) =>
    app.inject({ method, url, headers: { cookie, 'x-vzaimo': '1', ...headers }, ...(payload ? { payload } : {}) })
  const at = `/api${peopleAt('school-40')}`
  const list = await ask('GET', at)
  t.equal(list.statusCode, 200)
  const etag = String(list.headers.etag)
  t.match(list.json(), [{ role: 'head', email: 'head@school-40.example.org', access: String }])
  const newcomer = { name: 'Помощник', email: 'json@school-40.example.org', role: 'helper' }
  t.equal((await ask('POST', at, {}, newcomer)).statusCode, 400)
  const key = { 'idempotency-key': onceKey() }
  const invited = await ask('POST', at, key, newcomer)
  t.match(invited.json(), { person: String, letter: 'sent' })
  t.same((await ask('POST', at, key, newcomer)).json(), invited.json(), 'the first answer again')
  t.equal((await ask('POST', at, key, { ...newcomer, role: 'head' })).statusCode, 422)
  t.match((await ask('POST', at, { 'idempotency-key': onceKey() }, newcomer)).json(), { fields: [{ field: 'email' }] })

  const one = `${at}/${invited.json().person}`
  t.equal((await ask('POST', `${one}/remove`, { 'idempotency-key': onceKey() }, {})).statusCode, 428)
  t.equal((await ask('POST', `${one}/remove`, { 'idempotency-key': onceKey(), 'if-match': etag }, {})).statusCode, 412)
  const now = String((await ask('GET', at)).headers.etag)
  t.equal(
    (await ask('POST', `${one}/role`, { 'idempotency-key': onceKey(), 'if-match': now }, { role: 'king' })).statusCode,
    422,
  )
  t.equal((await ask('POST', `${one}/remove`, { 'idempotency-key': onceKey(), 'if-match': now }, {})).statusCode, 200)
  const gone = await ask('POST', `${one}/remove`, { 'idempotency-key': onceKey(), 'if-match': now }, {})
  t.equal(gone.statusCode, 409)
  t.match(gone.json(), { reason: { code: 'gone' } })
  t.equal((await ask('GET', `/api${peopleAt('school-21')}`)).statusCode, 404)
})
