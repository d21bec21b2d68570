import t from 'tap'
import { words } from '../../../src/words/index.ts'
import { testApp } from '../../fixtures/app.ts'
import { plainSpaces } from '../../fixtures/frame.ts'
import { sessionOf, testHouse } from '../../fixtures/house.ts'

const th = await testHouse(t)
const app = await testApp(th)
t.teardown(() => app.close())
const pair = th.demo.groups.get('pair') ?? ''
const trio = th.demo.groups.get('trio') ?? ''

const page = async (person: string, url = '/', lang = 'ru') => {
  const cookie = await sessionOf(th, person)
  if (lang === 'en') await th.db.updateTable('person').set({ lang }).where('id', '=', th.person(person)).execute()
  const { statusCode, body } = await app.inject({ url, headers: { cookie } })
  return { statusCode, body, text: plainSpaces(body.replaceAll(/<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' ') }
}
const api = async (person: string, root = pair) =>
  (await app.inject({ url: `/api/partnerships/${root}`, headers: { cookie: await sessionOf(th, person) } })).json()

t.test('on the first morning the next step is the package, and the time left is the school’s own', async t => {
  await th.at('2022-10-05T09:00:00.000Z')
  const { text } = await page('school-21-coordinator')
  t.match(text, 'Собрать и отправить пакет документов')
  t.match(text, '2 дня 12 часов')
  t.match(text, 'до 7 октября, 23:59 по Москве')
  t.match(text, 'у партнёра это 8 октября, 01:59 по Екатеринбургу')
})

t.test(
  'a page never depends on a worker: at midnight in Tobolsk one school is overdue, the other has two hours left',
  async t => {
    await th.at('2022-10-07T18:59:59.999Z')
    const stateOf = (home: { duties: { key: string; state: string }[] }, key: string) =>
      home.duties.find(duty => duty.key === key)?.state
    t.equal(stateOf(await api('priirtyshskaya-head'), 'duty/2/package'), 'open')
    await th.at('2022-10-07T19:00:00.000Z')
    const home = await api('priirtyshskaya-head')
    t.equal(stateOf(home, 'duty/2/package'), 'overdue')
    t.equal(stateOf(home, 'duty/1/package'), 'open')
    const { text } = await page('priirtyshskaya-head')
    t.match(text, 'срок был 7 октября, 23:59 по Екатеринбургу')
    t.match((await page('school-21-head')).text, '2 часа')
    const stored = await th.db
      .selectFrom('thing')
      .select('value')
      .where('root', '=', pair)
      .where('key', '=', 'duty/2/package')
      .executeTakeFirstOrThrow()
    t.equal(stored.value, 'open', 'nobody has written it yet')
  },
)

t.test('a trio is shown with all three, and its helper may look too', async t => {
  await th.at('2022-10-05T09:00:00.000Z')
  const { text } = await page('school-36-helper')
  for (const school of ['Тайчинская СОШ', 'СШ № 40']) t.match(text, school)
})

t.test('officers see the partnerships of their territory, and no next step of their own', async t => {
  const list = await page('municipal-smolensk')
  t.match(list.body, `/partnerships/${pair}`)
  t.match(list.body, `/partnerships/${trio}`)
  const { statusCode, text } = await page('regional-tyumen', `/partnerships/${pair}`)
  t.equal(statusCode, 200)
  t.notMatch(text, words('ru').home.next)
  t.equal((await page('regional-omsk', `/partnerships/${pair}`)).statusCode, 404, 'a foreign one is not there')
})

t.test('the history names who did what, newest first, page by page', async t => {
  const { text } = await page('priirtyshskaya-helper', `/partnerships/${pair}/history`)
  t.match(text, 'первый вход в систему')
  t.match(text, 'Координатор от школы, СШ № 21', 'the first of the school who came')
})

t.test('every page of a person who reads English is English', async t => {
  const { text } = await page('taychinskaya-coordinator', '/', 'en')
  t.match(text, 'The next step')
  const ours = text.replaceAll(/[^.·]*(СОШ|СШ|район|область|Координатор|координатор|Русски|русски)[^.·]*/g, '')
  t.notMatch(ours.replaceAll(/[«»]/g, ''), /Следующий|Осталось|Выйти/)
})
