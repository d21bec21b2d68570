import { randomBytes, randomUUID } from 'node:crypto'
import t from 'tap'
import { personOfToken, unsubscribeToken } from '../../src/letters/unsubscribe-token.ts'

const secret = randomBytes(32).toString('base64url')

t.test('a token says whose it is, to whoever has the secret', async t => {
  for (let i = 0; i < 100; i += 1) {
    const person = randomUUID()
    const token = unsubscribeToken(secret, person)
    t.match(token, /^[\w-]{43}$/)
    t.equal(personOfToken(secret, token), person)
    t.equal(personOfToken(`${secret}x`, token), null)
  }
})

t.test('one that was changed anywhere, cut or made longer is nobody’s', async t => {
  const token = unsubscribeToken(secret, randomUUID())
  for (let i = 0; i < token.length - 1; i += 1) {
    const other = token[i] === 'A' ? 'B' : 'A'
    t.equal(personOfToken(secret, `${token.slice(0, i)}${other}${token.slice(i + 1)}`), null)
  }
  for (const bad of ['', token.slice(1), `${token}A`, `${token.slice(0, 42)}=`, 'ю'.repeat(43)])
    t.equal(personOfToken(secret, bad), null)
})
