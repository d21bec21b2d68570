import t from 'tap'
import { act, fillPackage, openRoom, put } from '../../fixtures/files/room.ts'

t.test('a package from the first file to the opening', async t => {
  const room = await openRoom(t)
  t.strictSame((await room.state(1)).missing, [
    'risk-profile',
    'development-concept',
    'midterm-programme',
    'antirisk-programme',
    'factors',
  ])
  const early = await put(room, { slot: 'risk-profile' })
  t.equal(early.statusCode, 409)
  t.match(early.json(), { missing: [{ code: 'privacy' }] })

  const programme = await fillPackage(room)
  const ready = await room.state(1)
  t.strictSame(ready.missing, [])
  t.ok(ready.may.send)
  t.notOk((await room.state(1, 'school-21-helper')).may.send)

  const sent = await act(room, 'school-21-head', 'send')
  t.equal(sent.statusCode, 200, sent.body)
  const after = await room.state(1)
  t.equal(after.state, 'sent')
  t.match(after.acts, [{ type: 'package.send', n: sent.json().n, hash: sent.json().hash }])
  t.strictSame(
    after.acts[0]?.versions.map(({ slot }) => slot),
    ['risk-profile', 'development-concept', 'midterm-programme', `antirisk-programme/${programme}`],
  )

  const opened = await act(room, 'priirtyshskaya-helper', 'open')
  t.equal(opened.statusCode, 200, opened.body)
  t.equal((await room.state(1)).state, 'received')
  t.equal((await act(room, 'school-21-head', 'recall')).statusCode, 409)
})
