import t from 'tap'
import { act, call, type MeetingRoom, meetingRoom, pathOf } from './fixtures/meeting-room.ts'

t.setTimeout(240_000)

const head = 'school-21-head'
const partner = 'priirtyshskaya-head'
const slots = [{ at: '2022-10-13T08:00:00.000Z', minutes: 90 }]

type Line = { readonly name: string; readonly params: string; readonly value: string }

/** RFC 5545, strictly: lines of at most 75 octets that end in CRLF, unfolded, each a name, parameters and a value; blocks that close. */
const parse = (file: string): Line[] => {
  if (!file.endsWith('END:VCALENDAR') && !file.endsWith('\r\n')) throw new Error('the last line does not end')
  const physical = file.replace(/\r\n$/, '').split('\r\n')
  for (const line of physical) {
    if (/[\n\r]/.test(line)) throw new Error(`a bare line break: ${line}`)
    if (Buffer.byteLength(line) > 75) throw new Error(`longer than 75 octets: ${line}`)
  }
  const lines = physical.join('\r\n').replaceAll('\r\n ', '').split('\r\n')
  const open: string[] = []
  return lines.map(line => {
    const match = /^([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)$/.exec(line)
    if (match === null) throw new Error(`no content line: ${line}`)
    const [, name = '', params = '', value = ''] = match
    if (name === 'BEGIN') open.push(value)
    if (name === 'END' && open.pop() !== value) throw new Error(`${value} was not open`)
    return { name, params, value }
  })
}

const calendar = async (room: MeetingRoom, as: string) => {
  const answer = await call(room, as, 'GET', `${pathOf(room)}.ics`)
  const lines = parse(answer.body)
  const of = (name: string) => lines.find(line => line.name === name)?.value
  return { answer, lines, of }
}

t.test('one entry for ever: agreed, moved, agreed anew, cancelled', async t => {
  const room = await meetingRoom(t)
  t.equal((await call(room, head, 'GET', `${pathOf(room)}.ics`)).statusCode, 404, 'nothing was agreed yet')
  await act(room, head, 'propose', { seat: 1, slots })
  t.equal((await call(room, head, 'GET', `${pathOf(room)}.ics`)).statusCode, 404)
  await room.at('2022-10-06T08:00:00.000Z')
  await act(room, partner, 'accept', { seat: 2, slot: 0 })
  const agreed = await calendar(room, partner)
  t.equal(agreed.answer.headers['content-type'], 'text/calendar; charset=utf-8')
  t.match(agreed.answer.headers['content-disposition'], /attachment; filename="meeting\.ics"/)
  const uid = `meeting-${room.root}@vzaimo`
  const values = (file: Awaited<ReturnType<typeof calendar>>) =>
    Object.fromEntries(
      ['METHOD', 'UID', 'SEQUENCE', 'STATUS', 'DTSTAMP', 'DTSTART', 'DTEND'].map(name => [name, file.of(name)]),
    )
  t.strictSame(values(agreed), {
    METHOD: 'REQUEST',
    UID: uid,
    SEQUENCE: '3',
    STATUS: 'CONFIRMED',
    DTSTAMP: '20221006T080000Z',
    DTSTART: '20221013T080000Z',
    DTEND: '20221013T093000Z',
  })
  t.match(agreed.of('ORGANIZER'), /coordinator@school-21\.example\.org/)
  t.equal(agreed.lines.filter(({ name }) => name === 'ATTENDEE').length, 2)
  t.match(agreed.of('SUMMARY'), /Встреча по\sвзаимной экспертизе/)
  t.equal((await calendar(room, partner)).answer.body, agreed.answer.body, 'the same state, the same file')

  await room.at('2022-10-07T08:00:00.000Z')
  await act(room, partner, 'propose', { seat: 2, slots: [{ at: '2022-10-17T08:00:00.000Z', minutes: 30 }] })
  t.match(values(await calendar(room, head)), { METHOD: 'CANCEL', UID: uid, SEQUENCE: '4', STATUS: 'CANCELLED' })
  await act(room, head, 'accept', { seat: 1, slot: 0 })
  t.match(values(await calendar(room, head)), {
    METHOD: 'REQUEST',
    UID: uid,
    SEQUENCE: '5',
    DTSTART: '20221017T080000Z',
  })

  await act(room, head, 'cancel', { reason: 'Проверочный текст: карантин' })
  t.match(values(await calendar(room, partner)), {
    METHOD: 'CANCEL',
    UID: uid,
    SEQUENCE: '6',
    STATUS: 'CANCELLED',
    DTSTART: '20221017T080000Z',
  })
  t.notMatch((await calendar(room, partner)).answer.body, 'карантин', 'a reason is no matter for a calendar')
})
