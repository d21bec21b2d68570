import t from 'tap'
import { sessionOf, testHouse } from '../../fixtures/house.ts'
import { type Browser, browser, formOn, noon, plain, webOn } from '../accounts/fixtures/web.ts'

const th = await testHouse(t)
const { db, person } = th
const { app } = webOn(th.house, { ms: noon })
t.teardown(() => app.close())

const id = (name: string) => String(th.demo.schools.get(name))
const at = (name: string) => `/schools/${id(name)}`
const as = async (name: string): Promise<Browser> => browser(app, { cookie: await sessionOf(th, name) })
const stored = (name: string) =>
  db.selectFrom('school').selectAll().where('id', '=', id(name)).executeTakeFirstOrThrow()

/** Every field of the form as the page shows it. */
const shownIn = (body: string): Record<string, string> => {
  const inputs = [...body.matchAll(/<input class="in"[^>]*value="([^"]*)"[^>]*name="([^"]+)"/g)].map(
    ([, value = '', name = '']) => [name, value],
  )
  const selects = [...body.matchAll(/<select[^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g)].map(
    ([, name = '', options = '']) => [
      name,
      options.match(/value="([^"]*)" selected/)?.[1] ?? options.match(/value="([^"]*)"/)?.[1] ?? '',
    ],
  )
  return Object.fromEntries([...inputs, ...selects])
}
const edit = async (who: Browser, name: string, change: Record<string, string>) => {
  const shown = await who.get(`${at(name)}/edit`)
  return who.send(shown, at(name), { ...shownIn(shown.body), ...change })
}

t.test('everyone of the school reads its record; who decides edits it, a helper does not', async t => {
  const helper = await as('school-21-helper')
  const shown = await helper.get(at('school-21'))
  t.match(
    plain(shown),
    /Смоленская область.*город Смоленск.*по Москве, UTC\+3.*640.*пять дней.*Дефицит педагогических кадров.*Высокая/s,
  )
  t.notMatch(plain(shown), /Изменить данные/)
  t.equal((await helper.get(`${at('school-21')}/edit`)).statusCode, 403)

  const head = await as('school-21-head')
  t.match(plain(await head.get(at('school-21'))), /Изменить данные/)
  const saved = await edit(head, 'school-21', {
    name: ' МБОУ «СШ № 21» ',
    students: '655',
    week: '6',
    level2: 'medium',
  })
  t.equal(saved.headers.location, `${at('school-21')}?done=saved`)
  t.match(await stored('school-21'), {
    name: 'МБОУ «СШ № 21»',
    students: 655,
    week: 6,
    version: 2,
    region: 'Смоленская область',
    risk_profile: { 1: 'medium', 2: 'medium', 10: 'medium' },
  })
  t.match(plain(await head.get(`${at('school-21')}?done=saved`)), /Сохранено/)
  await edit(head, 'school-21', {})
  t.equal((await stored('school-21')).version, 2, 'what changes nothing is no new version')
})

t.test('what does not fit is said beside its line, all at once, and everything typed stays', async t => {
  const head = await as('school-40-head')
  const wrong = await edit(head, 'school-40', { name: ' ', students: 'много', week: '7', locality: 'moon', level3: '' })
  t.equal(wrong.statusCode, 422)
  t.match(
    plain(wrong),
    /Всё написанное на месте.*Название: Не заполнено.*Населённый пункт: Выберите одно.*Учеников: Целое число от 1 до 10 000.*Рабочая неделя: Выберите.*Рисковый профиль: Укажите значимость всех десяти/s,
  )
  t.match(wrong.body, /value="много"/)
  t.equal((await stored('school-40')).version, 1)
  const none = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`level${i + 1}`, '']))
  t.equal((await edit(head, 'school-40', none)).statusCode, 303)
  t.equal((await stored('school-40')).risk_profile, null)
  t.match(plain(await head.get(at('school-40'))), /Профиль ещё не заполнен/)
})

t.test('region, municipality and zone are the coordinators’ alone', async t => {
  const head = await as('school-36-head')
  const shown = await head.get(`${at('school-36')}/edit`)
  t.match(plain(shown), /Регион, муниципалитет и часовой пояс меняет координатор/)
  t.notMatch(shown.body, /name="(region|municipality|zone)"/)
  const forced = await edit(head, 'school-36', { zone: 'Asia/Omsk', municipality: 'город Рославль' })
  t.equal(forced.statusCode, 422)
  t.match(plain(forced), /Муниципалитет: Это меняет координатор.*Часовой пояс: Это меняет координатор/s)
  t.match(await stored('school-36'), { zone: 'Europe/Moscow', municipality: 'город Смоленск', version: 1 })
})

t.test('a coordinator moves a school only within what is theirs; its people’s clocks go along', async t => {
  const municipal = await as('municipal-smolensk')
  const away = await edit(municipal, 'school-36', { municipality: 'город Рославль' })
  t.equal(away.statusCode, 422)
  t.match(plain(away), /Перенести школу может тот, кто отвечает и за новую территорию/)
  t.equal((await edit(municipal, 'school-36', { zone: 'Mars/Base' })).statusCode, 422)
  await db.updateTable('person').set({ zone: 'Asia/Tomsk' }).where('id', '=', person('school-36-helper')).execute()
  t.equal((await edit(municipal, 'school-36', { zone: 'Europe/Samara' })).statusCode, 303)
  const zones = await db
    .selectFrom('person')
    .select('zone')
    .where('id', 'in', [person('school-36-head'), person('school-36-helper')])
    .orderBy('zone')
    .execute()
  t.same(zones, [{ zone: 'Asia/Tomsk' }, { zone: 'Europe/Samara' }])

  const regional = await as('regional-smolensk')
  t.equal(
    (await edit(regional, 'school-36', { municipality: 'город Рославль', zone: 'Europe/Moscow' })).statusCode,
    303,
  )
  t.equal((await municipal.get(at('school-36'))).statusCode, 404)
  t.equal((await edit(regional, 'school-36', { region: 'Омская область' })).statusCode, 422)
  const federal = await as('federal')
  t.equal((await edit(federal, 'school-36', { region: 'Омская область' })).statusCode, 303)
  t.equal((await regional.get(at('school-36'))).statusCode, 404)
  t.equal((await (await as('regional-omsk')).get(at('school-36'))).statusCode, 200)
})

t.test(
  'two edit at once: untouched lines take the newer words, lines both touched show both, nothing is lost',
  async t => {
    const [head, colleague] = [await as('taychinskaya-head'), await as('taychinskaya-coordinator')]
    const [mine, theirs] = [
      await head.get(`${at('taychinskaya')}/edit`),
      await colleague.get(`${at('taychinskaya')}/edit`),
    ]
    const fields = shownIn(mine.body)
    await colleague.send(theirs, at('taychinskaya'), {
      ...fields,
      name: 'Тайчинская школа',
      students: '130',
      week: '5',
    })

    const met = await head.send(mine, at('taychinskaya'), { ...fields, students: '125', locality: 'town', name: ' ' })
    t.equal(met.statusCode, 409)
    t.match(
      plain(met),
      /данные изменил кто-то ещё.*Название: сейчас записано.*Тайчинская школа.*Учеников: сейчас записано.*130.*Учеников: у вас.*125/s,
    )
    t.notMatch(plain(met), /Рабочая неделя: сейчас записано|Населённый пункт: сейчас записано/)
    t.match(shownIn(met.body), { students: '125', locality: 'town', week: '5', name: ' ' })
    t.match(await stored('taychinskaya'), { students: 130, version: 2 })

    const again = await head.send(met, at('taychinskaya'), { ...shownIn(met.body), name: 'Тайчинская школа' })
    t.equal(again.statusCode, 303)
    t.match(await stored('taychinskaya'), {
      name: 'Тайчинская школа',
      students: 125,
      locality: 'town',
      week: 5,
      version: 3,
    })
  },
)

t.test('of two who save at the very same time one meets the other’s words', async t => {
  const head = await as('priirtyshskaya-head')
  const shown = await head.get(`${at('priirtyshskaya')}/edit`)
  const fields = shownIn(shown.body)
  const answers = await Promise.all(
    ['421', '422', '423', '424'].map(students => head.send(shown, at('priirtyshskaya'), { ...fields, students })),
  )
  t.same(answers.map(({ statusCode }) => statusCode).sort(), [303, 409, 409, 409])
  t.equal((await stored('priirtyshskaya')).version, 2)
})

t.test(
  'a foreign school and none at all look the same, to read and to write; half-own is own for one school alone',
  async t => {
    const half = await as('municipal-tobolsk')
    t.equal((await half.get(at('priirtyshskaya'))).statusCode, 200)
    for (const path of [at('school-21'), `${at('school-21')}/edit`, '/schools/00000000-0000-4000-8000-000000000000'])
      t.equal((await half.get(path)).statusCode, 404, path)
    const shown = await half.get(`${at('priirtyshskaya')}/edit`)
    const forced = await half.send(shown, at('priirtyshskaya'), shownIn(shown.body))
    t.equal(forced.statusCode, 303)
    const hidden = formOn(shown.body, at('priirtyshskaya'))
    t.equal((await half.post(at('school-21'), { ...hidden, ...shownIn(shown.body) })).statusCode, 404)
    const { _token: _, ...tokenless } = hidden
    t.equal((await half.post(at('priirtyshskaya'), { ...tokenless, ...shownIn(shown.body) })).statusCode, 403)
    t.equal((await (await as('curator-tobolsk')).get(`${at('priirtyshskaya')}/edit`)).statusCode, 403)
  },
)

t.test('the same by JSON, over the version that was seen', async t => {
  const cookie = await sessionOf(th, 'priirtyshskaya-coordinator')
  const ask = (
    method: 'GET' | 'PUT',
    headers: Record<string, string> = {},
    payload?: object,
    name = 'priirtyshskaya',
  ) =>
    app.inject({
      method,
      url: `/api${at(name)}`,
      headers: { cookie, 'x-vzaimo': '1', 'accept-language': 'ru', ...headers },
      ...(payload ? { payload } : {}),
    })
  const read = await ask('GET')
  const { id: _id, version, ...record } = read.json()
  t.equal(read.headers.etag, `"${version}"`)
  t.match(record, { zone: 'Asia/Yekaterinburg', riskProfile: { 1: 'low', 10: 'low' } })
  t.equal((await ask('PUT', {}, record)).statusCode, 428)
  t.equal((await ask('PUT', { 'if-match': `"${version}"` }, { ...record, students: '300' })).statusCode, 422)
  t.equal((await ask('PUT', { 'if-match': `"${version}"` }, { ...record, colour: 'red' })).statusCode, 422)
  const written = await ask('PUT', { 'if-match': `"${version}"` }, { ...record, students: 300 })
  t.match([written.statusCode, written.headers.etag, written.json()], [200, `"${version + 1}"`, { students: 300 }])
  const stale = await ask('PUT', { 'if-match': `"${version}"` }, { ...record, students: 301 })
  t.match([stale.statusCode, plain(stale)], [412, /Изменилось: Учеников/])
  const moved = await ask('PUT', { 'if-match': `"${version + 1}"` }, { ...record, zone: 'Asia/Omsk' })
  t.match(moved.json(), { status: 422, fields: [{ field: 'zone', code: 'coordinators' }] })
  t.equal(
    (await ask('PUT', { 'if-match': `"${version + 1}"` }, { ...record, riskProfile: { 1: 'low', 11: 'high' } }))
      .statusCode,
    422,
  )
  t.equal((await ask('GET', {}, undefined, 'school-21')).statusCode, 404)
})
