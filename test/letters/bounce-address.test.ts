import { randomUUID } from 'node:crypto'
import t from 'tap'
import { bounceAddress, letterOfBounceAddress, sealsLetter } from '../../src/letters/bounce-address.ts'

const [secret, letter] = ['0123456789abcdef0123456789abcdef', '1b4e28ba-2fa1-41d2-883f-0016d3cca427']
const address = bounceAddress(secret, 'vzaimo.example.org', letter)

t.test('the address of a letter’s bounces leads back to the letter, however a server writes it', async t => {
  t.match(address, /^bounce\+1b4e28ba2fa141d2883f0016d3cca427\.[0-9a-f]{16}@vzaimo\.example\.org$/)
  t.ok((address.split('@')[0] ?? '').length <= 64, 'a server may refuse a longer name')
  t.equal(letterOfBounceAddress(secret, address), letter)
  t.equal(letterOfBounceAddress(secret, ` ${address.toUpperCase()} `), letter)
  t.equal(letterOfBounceAddress(secret, address.replace('vzaimo.', 'mx.')), letter, 'whatever its host is called here')
})

t.test('an address that we did not make leads nowhere', async t => {
  const digit = address.charAt(40) === '0' ? '1' : '0'
  const other = bounceAddress(secret, 'vzaimo.example.org', randomUUID()).split('.')[0]
  for (const forged of [
    `${address.slice(0, 40)}${digit}${address.slice(41)}`,
    address.replace(/\.[0-9a-f]{16}@/, `.${'0'.repeat(16)}@`),
    address.replace(/^bounce\+[0-9a-f]{32}/, String(other)),
    address.replace('bounce+', ''),
    `x${address}`,
    `${address}, ${address}`,
    'bounce+@vzaimo.example.org',
    '',
  ])
    t.equal(letterOfBounceAddress(secret, forged), null, forged)
  t.equal(letterOfBounceAddress('another secret', address), null)
  t.notOk(sealsLetter(secret, letter, ''))
  t.ok(sealsLetter(secret, letter, /\.([0-9a-f]{16})@/.exec(address)?.[1] ?? ''))
})
