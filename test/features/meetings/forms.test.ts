import t from 'tap'
import { meetingView } from '../../../src/features/meetings/meeting-query.ts'
import { act, browse, hiddenOf, meetingRoom, pathOf, post, state, text, write } from './fixtures/meeting-room.ts'

t.setTimeout(240_000)

const head = 'school-21-head'
const partner = 'priirtyshskaya-head'
const slots = [{ at: '2022-10-13T08:00:00.000Z', minutes: 60 }]

t.test('times are proposed by the proposer’s clock and read by everybody’s own', async t => {
  const room = await meetingRoom(t)
  const path = pathOf(room)
  const page = await browse(room, partner, path)
  t.match(page.words, 'Время встречи ещё не предложено')
  t.match(page.words, 'Время пишите по своим часам, по Екатеринбургу')
  t.match(page.words, 'четверг, 6 октября, 12:00–18:00 по Екатеринбургу')
  t.match(page.words, '10:00–16:00 по Москве · МБОУ «СШ № 21')
  const rows = { date: ['2022-10-13', '', '2022-10-14'], time: ['13:00', '', '00:30'], minutes: ['60', '60', '45'] }
  const sent = await post(room, partner, `${path}/propose`, { ...hiddenOf(page.body, `${path}/propose`), ...rows })
  t.equal(sent.status, 303, sent.words)
  t.match(await state(room, head), {
    slots: [
      { at: '2022-10-13T08:00:00.000Z', minutes: 60 },
      { at: '2022-10-13T19:30:00.000Z', minutes: 45 },
    ],
  })
  const read = await browse(room, head, path)
  t.match(read.words, 'Вам предложили время встречи')
  t.match(read.words, 'четверг, 13 октября, 11:00 по Москве')
  t.match(read.words, '13:00 по Екатеринбургу · МАОУ «Прииртышская СОШ»')
  t.match(read.words, 'пятница, 14 октября, 00:30 по Екатеринбургу', 'with its date where it is another day there')
  const yes = await post(room, head, `${path}/accept`, hiddenOf(read.body, `${path}/accept`))
  t.equal(yes.status, 303)
  const agreed = await browse(room, head, path)
  t.match(agreed.words, 'Встреча назначена четверг, 13 октября, 11:00 по Москве')
  t.match(agreed.body, `${path}.ics`)
})

t.test('a proposal that was not taken comes back with what was typed and what is wrong in each row', async t => {
  const room = await meetingRoom(t)
  const path = pathOf(room)
  const { body } = await browse(room, head, path)
  const send = (rows: Record<string, readonly string[]>) =>
    post(room, head, `${path}/propose`, { ...hiddenOf(body, `${path}/propose`), ...rows })
  const wrong = await send({
    date: ['2022-10-06', '2022-02-30', '2022-10-20', '2022-10-20', ''],
    time: ['09:59', '10:00', '10:00', '10:00', '12:00'],
    minutes: ['60', '60', '60', '60', '5'],
  })
  t.equal(wrong.status, 422)
  for (const says of [
    'Это время уже прошло',
    'Такого времени в этот день нет',
    'Это время уже названо',
    'Выберите дату',
    'Всё написанное на месте',
  ])
    t.match(wrong.words, says)
  t.match(wrong.body, 'value="09:59"')
  t.match((await send({ date: ['2022-10-20'], time: ['10:00'], minutes: ['5'] })).words, 'От 10 до 480 минут')
  t.match((await send({})).words, 'Назовите хотя бы одно время')
  t.match(await state(room, head), { state: 'unplanned' })
})

t.test('a meeting is recorded by one form, and what is missing in it is said with the text kept', async t => {
  const room = await meetingRoom(t)
  const path = pathOf(room)
  const page = await browse(room, head, `${path}/record`)
  t.match(page.words, 'Не все оценки ещё отправлены', 'a warning')
  const fields = hiddenOf(page.body, `${path}/record`)
  const wrong = await post(room, head, `${path}/record`, {
    ...fields,
    heldOn: '2022-10-09',
    took: ['1'],
    text,
    press: 'record',
  })
  t.equal(wrong.status, 422)
  for (const says of ['Эта дата ещё не наступила', 'Выберите, как прошла встреча', 'Отметьте хотя бы две школы', text])
    t.match(wrong.words, says)
  const noDay = { ...fields, heldOn: '2022-02-30', kind: 'call', took: ['1', '2'], text }
  t.match((await post(room, head, `${path}/record`, noDay)).words, 'Выберите дату')
  t.match(await state(room, head), { draft: null }, 'nothing was written')
  const told = { heldOn: '2022-10-06', kind: 'visit', took: ['1', '2'] }
  const sent = await post(room, head, `${path}/record`, {
    ...fields,
    ...told,
    text: `${text}\nи вторая строка`,
    press: 'record',
  })
  t.equal(sent.status, 303, sent.words)
  t.match(await state(room, partner), {
    state: 'unconfirmed',
    heldOn: '2022-10-06',
    minutes: { version: 1, body: `${text}\nи вторая строка` },
  })
  const read = await browse(room, partner, path)
  t.match(read.words, 'Если никто не возразит до 11 октября, 23:59 по Екатеринбургу')
  const accept = `${path}/accept-minutes`
  t.equal((await post(room, partner, accept, hiddenOf(read.body, accept))).status, 303)
  t.match((await browse(room, head, path)).words, 'Встреча прошла, протокол принят')
})

t.test('a draft is saved and not recorded; who comes second sees both texts on the page', async t => {
  const room = await meetingRoom(t)
  const path = pathOf(room)
  const [helper, ours] = ['school-21-helper', await browse(room, head, `${path}/record`)]
  const theirs = await browse(room, helper, `${path}/record`)
  t.match(theirs.words, 'а готовить текст может каждый')
  const draft = { ...hiddenOf(theirs.body, `${path}/minutes`), text: `${text}, черновик помощника`, press: 'save' }
  t.equal((await post(room, helper, `${path}/minutes`, draft)).location, `${path}/record`)
  t.match(await state(room, head), { state: 'unplanned', draft: { version: 1 } })

  const told = { heldOn: '2022-10-06', kind: 'call', took: ['1', '2'], press: 'record' }
  const mine = { ...hiddenOf(ours.body, `${path}/record`), ...told, text: `${text}, редакция директора` }
  const met = await post(room, head, `${path}/record`, mine)
  t.equal(met.status, 409)
  t.match(met.words, 'Пока вы писали, протокол изменили')
  t.match(met.words, `${text}, черновик помощника`)
  t.match(met.words, `${text}, редакция директора`)
  t.match(met.body, 'value="2022-10-06"', 'the rest of the form is as it was typed')
  t.match(await state(room, head), { state: 'unplanned', draft: { version: 1 } })
  const both = { ...hiddenOf(met.body, `${path}/record`), ...told, text: `${text}, общая редакция` }
  t.equal((await post(room, head, `${path}/record`, both)).status, 303)
  t.match(await state(room, head), { state: 'unconfirmed', minutes: { version: 2 } })
  t.match((await browse(room, head, `${path}/minutes`)).words, 'Ваша правка, не вошла')
  t.notMatch((await browse(room, partner, `${path}/minutes`)).words, 'редакция директора')
})

t.test('an officer chooses the school, and says why', async t => {
  const room = await meetingRoom(t)
  const path = pathOf(room)
  const { body, words } = await browse(room, 'federal', `${path}/record`)
  t.match(words, 'За какую школу вы записываете')
  const form = {
    ...hiddenOf(body, `${path}/record`),
    heldOn: '2022-10-06',
    kind: 'call',
    took: ['1', '2'],
    text,
    seat: '2',
  }
  const bare = await post(room, 'federal', `${path}/record`, form)
  t.equal(bare.status, 422)
  t.match(bare.words, 'Вы действуете за школу: напишите почему')
  const behalf = 'Проверочный текст: прислали по почте'
  t.equal((await post(room, 'federal', `${path}/record`, { ...form, behalf })).status, 303)
  t.match(await state(room, head), { recordedBy: 2, minutes: { seat: 2, behalf } })
  t.match((await browse(room, head, path)).words, `За школу: «${behalf}»`)
  t.equal((await browse(room, 'curator-gymnasium-1', `${path}/record`)).status, 403)
})

t.test('reasons stand on the page for all, in both languages', async t => {
  const room = await meetingRoom(t)
  const path = pathOf(room)
  await act(room, head, 'propose', { seat: 1, slots })
  await act(room, partner, 'accept', { seat: 2, slot: 0 })
  const page = await browse(room, partner, path)
  const reason = 'Проверочный текст: карантин'
  const cancel = `${path}/cancel`
  t.equal((await post(room, partner, cancel, { ...hiddenOf(page.body, cancel), reason })).status, 303)
  const ours = await browse(room, head, path)
  t.match(ours.words, 'Встречу отменили: Директор, Прииртышская СОШ')
  t.match(ours.words, reason)
  t.match(ours.words, 'Убрать из календаря')
  const notHeld = `${path}/not-held`
  t.equal((await post(room, head, notHeld, { ...hiddenOf(ours.body, notHeld), reason })).status, 303)
  await room.db.updateTable('person').set({ lang: 'en' }).where('id', '=', room.person(partner)).execute()
  const theirs = await browse(room, partner, path)
  t.match(theirs.words, 'It is recorded that there was no meeting')
  t.match(theirs.words, 'Take it out of your calendar')
  await write(room, head, { seat: 1, body: text })
  t.match((await browse(room, partner, path)).words, 'A draft that all schools of the pair see')
})

t.test('far apart: no common working hour is said plainly, and the edges of the day are offered', async t => {
  const room = await meetingRoom(t)
  const own = room.db.selectFrom('thing').select('context').where('root', '=', room.root).where('key', '=', '')
  const context = JSON.stringify((await own.executeTakeFirstOrThrow()).context)
    .replace('Asia/Yekaterinburg', 'Asia/Kamchatka')
    .replace('Europe/Moscow', 'Europe/Kaliningrad')
  await room.db.updateTable('thing').set({ context }).where('root', '=', room.root).where('key', '=', '').execute()
  const { words } = await browse(room, head, pathOf(room))
  t.match(words, 'Общих рабочих часов нет: когда одни начинают, другие уже закончили')
  t.match(words, '18:00 по Петропавловску-Камчатскому')
})

t.test('the page costs the same queries whatever happened', async t => {
  const room = await meetingRoom(t)
  const count = async () => {
    let queries = 0
    const db = room.house.db.withPlugin({
      transformQuery: ({ node }) => {
        queries += 1
        return node
      },
      transformResult: async ({ result }) => result,
    })
    const asking = { person: room.person(head), at: '2022-10-06T07:00:00.000Z' }
    await meetingView({ ...room.house, db }, asking, room.root)
    return queries
  }
  const empty = await count()
  for (let n = 0; n < 4; n += 1) await act(room, n % 2 === 0 ? head : partner, 'propose', { seat: 1 + (n % 2), slots })
  for (let n = 0; n < 4; n += 1) await write(room, head, { seat: 1, body: `${text} ${n}` }, n)
  t.equal(await count(), empty)
  t.ok(empty <= 6, `${empty} queries`)
})
