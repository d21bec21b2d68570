import { randomUUID } from 'node:crypto'
import t from 'tap'
import { head, openRoom, partner, type Room, settleMeeting } from '../recommendations/fixtures/advice.ts'
import { ask, doAct, fillIn, put } from '../reviews/fixtures/asking.ts'

t.setTimeout(180_000)

type Line = {
  n: number
  type: string
  says: string
  seat: number | null
  about: number | null
  reason: { text: string | null } | null
  behalf: { text: string | null } | null
  receipt: { version: number; sha256: string | null } | null
}

const plain = (text: string) => text.replaceAll('\u00A0', ' ')

const historyOf = async (room: Room, name: string, query = '') => {
  const answer = await room.get(name, `/api/partnerships/${room.root}/history${query}`)
  const { rows, next } = JSON.parse(plain(answer.body)) as { rows: Line[]; next: number | null }
  return { rows, next, lineOf: (type: string) => rows.find(row => row.type === type) }
}

/** School 21 reviewed and advised; the meeting was not held; the partner's review is still to come. */
const lived = async (t: Parameters<typeof openRoom>[0]) => {
  const room = await openRoom(t)
  await room.happen(
    'federal',
    'duty/2/review/1',
    { type: 'duty.extend', date: '2022-10-28', facts: { earliest: '2022-10-13' } },
    { reason: 'Проверочный текст: болезнь директора', behalf: 'Проверочный текст' },
  )
  await fillIn(room, head, room.ours, '3')
  await put(room, head, room.ours, 'review/strengths', { score: null, body: 'тайное слово' })
  await doAct(room, head, room.ours, 'submit')
  await room.write(head, room.ours, 'item', randomUUID(), { document: null, text: 'Проверочный текст: тайный совет' })
  await settleMeeting(room)
  await room.act(head, room.ours, 'send')
  return room
}

t.test(
  'each entry is a sentence with the schools it concerns, the reason that went with it, and who did it',
  async t => {
    const room = await lived(t)
    const { rows, lineOf } = await historyOf(room, head)
    t.match(lineOf('founded'), { says: 'Пара назначена: МБОУ «СШ № 21 им. Н.И. Рыленкова», МАОУ «Прииртышская СОШ»' })
    t.match(lineOf('package.send')?.says, /^МАОУ «Прииртышская СОШ»: пакет документов отправлен партнёру$/)
    t.match(lineOf('review.submit')?.says, /^МБОУ «СШ № 21.*»: экспертиза документов отправлена \(МАОУ/)
    t.match(lineOf('recommendations.send')?.says, /рекомендации отправлены \(МАОУ «Прииртышская СОШ»\)$/)
    t.match(lineOf('meeting.notHeld'), {
      says: 'Записано, что встречи не было',
      reason: { text: /созвониться не удалось/ },
    })
    t.match(lineOf('duty.extend')?.says, /Прииртышская СОШ»: срок продлён до 28 октября — Оценки \(МБОУ «СШ № 21/)
    for (const { says, type } of rows) t.notMatch(says, /undefined|^:|\(\)|\b[a-z]+\.[a-z]+/i, type)
    const { body } = await room.get(head, `/partnerships/${room.root}/history`)
    t.match(plain(body), /созвониться не удалось/)
    t.match(plain(body), /Директор, СШ № 21, директор/)
  },
)

t.test('nothing that is sealed stands in it, for anybody; a reason of the other school’s own is not shown', async t => {
  const room = await lived(t)
  for (const name of [partner, 'federal', 'municipal-smolensk', 'curator-gymnasium-1', 'school-21-helper']) {
    for (const path of [`/api/partnerships/${room.root}/history`, `/partnerships/${room.root}/history`])
      t.notMatch((await room.get(name, path)).body, /тайн|"score"|"answers"|missing/, name)
  }
  t.match((await historyOf(room, partner)).lineOf('duty.extend'), { reason: { text: /болезнь директора/ } })
  t.match((await historyOf(room, head)).lineOf('duty.extend'), { reason: null, behalf: null })
})

t.test('a sending is proved by number, time, version and checksum; the content’s checksum is its school’s', async t => {
  const room = await lived(t)
  const own = (await historyOf(room, head)).lineOf('review.submit')
  t.match(own, { receipt: { version: 1, sha256: /^[0-9a-f]{64}$/ } })
  t.match((await historyOf(room, partner)).lineOf('review.submit'), { receipt: { version: 1, sha256: null } })
  await doAct(room, head, room.ours, 'take-back')
  await doAct(room, head, room.ours, 'submit')
  t.match((await historyOf(room, head)).lineOf('review.submit'), { receipt: { version: 2 } })
  const { body } = await room.get(head, `/partnerships/${room.root}/history?kind=review`)
  t.match(body, String(own?.receipt?.sha256))
})

t.test('it is filtered by school and by kind, and goes on page by page', async t => {
  const room = await lived(t)
  const all = (await historyOf(room, head)).rows
  const seats = (await historyOf(room, head, '?seat=2')).rows
  t.ok(seats.length > 0 && seats.every(({ seat }) => seat === 2))
  const dates = (await historyOf(room, head, '?kind=dates')).rows
  t.same(
    [...new Set(dates.map(({ type }) => type))].sort(),
    ['due', 'duty.extend'].filter(type => dates.some(it => it.type === type)),
  )
  t.ok(dates.length > 0)
  const walked: number[] = []
  for (let before: number | null = null; ; ) {
    const part = await historyOf(room, head, `?limit=3${before === null ? '' : `&before=${before}`}`)
    walked.push(...part.rows.map(({ n }) => n))
    if (part.next === null) break
    before = part.next
  }
  t.same(
    walked,
    all.map(({ n }) => n),
  )
  t.match(
    (await room.get(head, `/partnerships/${room.root}/history?kind=file&seat=`)).body,
    /По\s|этому отбору ничего нет/,
  )
  t.equal((await room.get(head, `/api/partnerships/${room.root}/history?kind=scores`)).status, 422)
})

t.test('a blanked reason says so, and an erased person is not named', async t => {
  const room = await lived(t)
  await room.db.updateTable('reason').set({ body: null }).where('root', '=', room.root).execute()
  await room.db.updateTable('person').set({ name: null }).where('id', '=', room.person(head)).execute()
  t.match((await historyOf(room, head)).lineOf('meeting.notHeld'), { reason: { text: null }, name: null })
  const { body } = await room.get(head, `/partnerships/${room.root}/history`)
  t.match(body, /Текст удалён/)
  t.match(body, /человек, чьи данные удалены/)
})

t.test('a foreign history is not there', async t => {
  const room = await openRoom(t)
  for (const path of [`/api/partnerships/${room.root}/history`, `/partnerships/${room.root}/history`]) {
    t.equal((await ask(room, 'taychinskaya-head', 'GET', path)).statusCode, 404)
    t.equal((await ask(room, null, 'GET', path)).statusCode, 401)
  }
})
