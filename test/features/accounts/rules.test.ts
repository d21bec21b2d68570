import fc from 'fast-check'
import t from 'tap'
import { emailOf, networkOf, passwordFault, returnPath } from '../../../src/features/accounts/rules.ts'

t.test('an address that mail can reach is taken as it was typed, without the spaces around it', async t => {
  t.equal(emailOf(' Head@School-21.example.org '), 'Head@School-21.example.org')
  t.equal(emailOf('директор@школа.рф'), null)
  t.equal(emailOf('head@школа-21.рф'), 'head@школа-21.рф')
  for (const wrong of [
    '',
    'head',
    'head@',
    '@school.ru',
    'a b@school.ru',
    'a@school',
    'a@b..ru',
    'a@b.ru, c@d.ru',
    'a@b.ru\nBcc: c@d.ru',
  ])
    t.equal(emailOf(wrong), null, JSON.stringify(wrong))
})

t.test('a password is judged by its length alone, but for the few that are guessed first', async t => {
  t.equal(passwordFault('четырнадцать ч', null), 'short')
  t.equal(passwordFault('пятнадцать букв', null), null)
  t.equal(passwordFault('я'.repeat(40), null), 'plain')
  t.equal(passwordFault('head@school-21.example.org', 'Head@school-21.example.org'), 'plain')
  t.equal(passwordFault('слово '.repeat(40), null), 'long')
  t.equal(passwordFault('😀😁😂🤣😃😄😅😆😉😊😋😎😍😘', null), 'short')
})

t.test('after signing in a person stays on this server, and never lands on a page of signing in or out', async t => {
  t.equal(returnPath('/partnerships/1?a=b#c'), '/partnerships/1?a=b#c')
  for (const other of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/sign-out',
    '/sign-in?next=/',
    '/api/x',
    '',
    undefined,
    7,
    ['/a'],
    '/a\nb',
    `/${'a'.repeat(1000)}`,
  ])
    t.equal(returnPath(other), '/', String(other))
  fc.assert(
    fc.property(
      fc.oneof(
        fc.webUrl(),
        fc.string(),
        fc.string().map(text => `/${text}`),
      ),
      asked => {
        const url = URL.parse(returnPath(asked), 'http://vzaimo.example.org')
        return url !== null && url.origin === 'http://vzaimo.example.org'
      },
    ),
    { numRuns: 300 },
  )
})

t.test('an address is counted whole in the fourth version of IP, by its network in the sixth', async t => {
  t.equal(networkOf('192.0.2.7'), '192.0.2.7')
  t.equal(networkOf('::ffff:192.0.2.7'), '192.0.2.7')
  t.equal(networkOf('2001:db8:1:2:aaaa::1'), '2001:db8:1:2')
  t.equal(networkOf('2001:0db8:1:2::9'), '2001:db8:1:2')
  t.equal(networkOf('2001:db8::1'), '2001:db8:0:0')
  t.equal(networkOf('::1'), '0:0:0:0')
  t.not(networkOf('2001:db8:1:3::9'), networkOf('2001:db8:1:2::9'))
})
