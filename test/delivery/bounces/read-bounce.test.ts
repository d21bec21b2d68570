import { randomUUID } from 'node:crypto'
import t from 'tap'
import { readDeliveryStatus } from '../../../src/delivery/bounces/delivery-status.ts'
import { readBounce } from '../../../src/delivery/bounces/read-bounce.ts'
import { bounceAddress, letterOfBounceAddress } from '../../../src/letters/bounce-address.ts'
import { report, vacation, written } from './fixtures/reports.ts'

const secret = '0123456789abcdef0123456789abcdef'
const letter = randomUUID()
const to = bounceAddress(secret, 'vzaimo.example.org', letter)
const read = (raw: string | Buffer) => readBounce(Buffer.from(raw), address => letterOfBounceAddress(secret, address))

t.test('a report says which letter never arrived, and why', async t => {
  t.same(await read(report({ to })), {
    report: {
      letter,
      permanent: true,
      status: '5.1.1',
      says: '550 5.1.1 <head@school-21.example.org>: Recipient address rejected: user head unknown',
    },
  })
  t.match(await read(report({ to: `<${to.toUpperCase()}>` })), { report: { letter } }, 'however it is written')
  t.match(await read(report({ to, status: null, diagnostic: null })), {
    report: { permanent: true, status: null, says: null },
  })
})

t.test('the address of the letter may stand in what the report returns', async t => {
  for (const header of ['Return-Path', 'X-Original-Return-Path'])
    t.match(
      await read(report({ to: null, returned: `${header}: <${to}>\nSubject: x` })),
      { report: { letter } },
      header,
    )
  t.same(
    await read(report({ to: null, returned: `Subject: x\n\n${to}` })),
    { left: 'unproven' },
    'but not in its body, where anybody writes',
  )
})

t.test('what is late or given up for now is not for good; what arrived is no bounce', async t => {
  t.match(await read(report({ to, action: 'delayed', status: '4.4.1' })), {
    report: { permanent: false, status: '4.4.1' },
  })
  t.match(await read(report({ to, action: 'failed', status: '4.4.7' })), { report: { permanent: false } })
  t.match(await read(report({ to, action: 'Failed (given up)', status: '5.2.2 (full)' })), {
    report: { permanent: true, status: '5.2.2' },
  })
  for (const action of ['delivered', 'relayed', 'expanded'])
    t.same(await read(report({ to, action, status: '2.0.0' })), { left: 'automatic' }, action)
})

t.test('a report whose address we did not make is nobody’s', async t => {
  const forged = to.replace(/\.[0-9a-f]{16}@/, '.0123456789abcdef@')
  t.same(await read(report({ to: forged })), { left: 'unproven' })
  t.same(await read(report({ to: null })), { left: 'unproven' })
  t.same(await read(report({ to: bounceAddress('another secret', 'vzaimo.example.org', letter) })), {
    left: 'unproven',
  })
})

t.test('an answer by a machine, a letter by a person, and what nobody can read, are left', async t => {
  t.same(await read(vacation(to)), { left: 'automatic' })
  t.same(await read(written(to)), { left: 'other' })
  t.same(await read(''), { left: 'other' })
  t.same(await read(Buffer.from([0, 255, 13, 10, 13, 10, 128])), { left: 'other' })
  t.same(await read(`Content-Type: multipart/report; boundary=x\r\n\r\n${'--x\r\n'.repeat(5_000)}`), { left: 'other' })
  const whole = report({ to })
  for (let length = 0; length < whole.length; length += 97) await read(whole.slice(0, length))
  t.pass('cut off anywhere it is read without a fault')
})

t.test('of several recipients the worst counts; blocks may be parted by blanks', async t => {
  const block = (action: string, status: string) => `Final-Recipient: rfc822;x\nAction: ${action}\nStatus: ${status}`
  const parts = [
    'Reporting-MTA: dns;x',
    block('delivered', '2.0.0'),
    block('delayed', '4.4.1'),
    block('failed', '5.1.1'),
  ]
  for (const between of ['\n\n', '\r\n\r\n', '\n \n\n'])
    t.match(readDeliveryStatus(parts.join(between)), { permanent: true, status: '5.1.1' })
  t.equal(readDeliveryStatus('Reporting-MTA: dns;x'), null)
  t.equal(readDeliveryStatus(''), null)
})
