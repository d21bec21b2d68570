import t from 'tap'
import { blamesAddress, statusIn, withoutAddresses } from '../../src/letters/server-words.ts'

t.test('a server’s words are kept without addresses, on one line', async t => {
  const said: readonly (readonly [string, string])[] = [
    ['550 5.1.1 <a.ivanova@school.example.org>: User unknown', '550 5.1.1 <…>: User unknown'],
    ['rfc822;a.ivanova@school.example.org;\r\n\t rejected', 'rfc822;…; rejected'],
    ['550 "a ivanova" a.ivanova%40school.example.org gone', '550 "a ivanova" … gone'],
    ['ящик иванова@почта.рф переполнен', 'ящик … переполнен'],
    ['No such user: A.Ivanova (in reply to RCPT)', 'No such user: … (in reply to RCPT)'],
    ['bounce+00.11@vzaimo.example.org relay=mx[192.0.2.1]', '… relay=mx[192.0.2.1]'],
    ['nothing\u0000 to\u200b hide', 'nothing to hide'],
  ]
  for (const [given, kept] of said) t.equal(withoutAddresses(given, 'a.ivanova@school.example.org'), kept)
  t.equal(withoutAddresses('User ab unknown', 'ab@school.example.org'), 'User ab unknown', 'too short to be told apart')
  t.equal(withoutAddresses('mailto: x', null), 'mailto: x')
  const long = withoutAddresses('слово '.repeat(1000), null)
  t.equal(long.length, 300)
  t.match(long, /…$/)
})

t.test('the status in a server’s words', async t => {
  t.equal(statusIn('550 5.1.1 no such user'), '5.1.1')
  t.equal(statusIn('550-5.7.26 not authenticated'), '5.7.26')
  t.equal(statusIn('550 no such user at 10.5.1.1'), null)
  t.equal(statusIn('550 no such user'), null)
})

t.test('what a server has against the sender or the letter is not the address’s fault', async t => {
  for (const status of [null, '5.0.0', '5.1.1', '5.1.10', '5.2.1', '5.2.2', '5.4.4'])
    t.ok(blamesAddress(status), `${status}`)
  for (const status of ['5.2.3', '5.3.4', '5.5.2', '5.6.0', '5.7.1', '5.7.26']) t.notOk(blamesAddress(status), status)
})
