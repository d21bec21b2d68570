import { createHmac, randomUUID } from 'node:crypto'
import t from 'tap'
import { bounceAddress } from '../../../src/letters/bounce-address.ts'
import { buildWeb } from '../../../src/web.ts'
import { readApi } from '../../api/fixtures/document.ts'
import { type TestHouse, testHouse } from '../../fixtures/house.ts'
import { sentLetter } from '../../letters/fixtures/sent-letter.ts'

t.setTimeout(120_000)

const secret = 'a mail service’s secret of some length'
const morning = '2022-09-29T06:00:00.000Z'
const noon = '2022-09-29T09:00:00.000Z'

const checks = {
  stopping: new AbortController().signal,
  database: async () => {},
  migrations: async () => 'current' as const,
  queue: async () => {},
}

const webOn = async (t: { teardown(end: () => Promise<void>): unknown }, bounceSecret: string | undefined) => {
  const th = await testHouse(t)
  await th.at(noon)
  const app = buildWeb(th.house, { checks, outbox: { folder: `${th.folder}/outbox`, open: false }, bounceSecret })
  await app.ready()
  t.teardown(() => app.close())
  const letter = await sentLetter(th.db, th.person('school-21-head'), morning)
  const address = bounceAddress(th.house.secret, 'vzaimo.example.org', letter)
  return { ...th, app, letter, address }
}

type Web = Awaited<ReturnType<typeof webOn>>

const seconds = () => Math.floor(Date.now() / 1000)

const signed = (body: string, { at = seconds(), by = secret } = {}) =>
  `t=${at},v1=${createHmac('sha256', by).update(`${at}.${body}`).digest('hex')}`

const send = (
  { app }: Web,
  body: string,
  signature: string | null,
  contentType = 'application/json',
  from = '192.0.2.1',
) =>
  app.inject({
    method: 'POST',
    url: '/webhooks/bounces',
    remoteAddress: from,
    headers: {
      'content-type': contentType,
      ...(signature === null ? {} : { 'vzaimo-signature': signature }),
    },
    payload: body,
  })

const tell = (web: Web, report: object) => {
  const body = JSON.stringify(report)
  return send(web, body, signed(body))
}

const rowsIn = async ({ db }: Pick<TestHouse, 'db'>) => ({
  bounces: await db.selectFrom('letter_bounce').selectAll().execute(),
  faults: await db.selectFrom('address_fault').selectAll().execute(),
})

t.test('a mail service tells that a letter never arrived: once, however often it says so', async t => {
  const web = await webOn(t, secret)
  const report = {
    bounceAddress: web.address,
    permanent: true,
    status: '5.1.1',
    says: '550 <head@school-21.example.org>',
  }
  const told = await tell(web, report)
  t.equal(told.statusCode, 200)
  t.same(told.json(), { outcome: 'flagged' })
  const body = JSON.stringify(report)
  const same = signed(body)
  for (let again = 0; again < 3; again++) t.same((await send(web, body, same)).json(), { outcome: 'repeated' })
  const { bounces, faults } = await rowsIn(web)
  t.match(bounces, [{ letter: web.letter, source: 'webhook', permanent: true, at: noon, says: '550 <…>' }])
  t.match(faults, [{ person: web.person('school-21-head'), since: noon, status: '5.1.1' }])
  const late = await tell(web, { letter: web.letter, hmac: /\.(\w{16})@/.exec(web.address)?.[1], permanent: false })
  t.same(late.json(), { outcome: 'noted' }, 'the letter may be named by its id and its digits')
})

t.test('a call that is not signed, by another, or old, is refused and nothing of it is read', async t => {
  const web = await webOn(t, secret)
  const body = JSON.stringify({ bounceAddress: web.address, permanent: true })
  const good = signed(body)
  const refused: readonly (readonly [string, string, string | null])[] = [
    ['no signature', body, null],
    ['an empty one', body, ''],
    ['no digits', body, `t=${seconds()}`],
    ['another secret', body, signed(body, { by: 'another secret' })],
    ['six minutes old', body, signed(body, { at: seconds() - 360 })],
    ['six minutes ahead', body, signed(body, { at: seconds() + 360 })],
    ['another second', body, good.replace(/t=\d+/, `t=${seconds() - 1}`)],
    ['another body', body.replace('true', 'false'), good],
    ['no JSON at all', '{', signed('[')],
    ['half a signature', body, good.slice(0, -2)],
    ['a long header', body, `${good},${'v1=0,'.repeat(1000)}`],
  ]
  for (const [n, [why, sent, signature]] of refused.entries()) {
    const { statusCode, headers, body: answer } = await send(web, sent, signature, 'application/json', `198.51.${n}.1`)
    t.equal(statusCode, 401, why)
    t.match(headers['content-type'], /^application\/problem\+json/, why)
    t.match(headers['www-authenticate'], /^Vzaimo-Signature/)
    t.match(JSON.parse(answer), { type: '/problems/bad-signature', detail: /^Ничего\sне\sпрочитано/ })
    t.notMatch(answer, web.letter)
  }
  t.same(await rowsIn(web), { bounces: [], faults: [] })
  t.equal(
    (await send(web, body, `${good},v1=${'0'.repeat(64)}`)).statusCode,
    200,
    'one good signature of two is enough',
  )
})

t.test('whoever keeps calling unsigned is made to wait; the mail service is not', async t => {
  const web = await webOn(t, secret)
  const body = JSON.stringify({ bounceAddress: web.address, permanent: true })
  const statuses: number[] = []
  for (let call = 0; call < 12; call++) statuses.push((await send(web, body, null)).statusCode)
  t.same(
    statuses.slice(0, 10),
    Array.from({ length: 10 }, () => 401),
  )
  t.same(statuses.slice(10), [429, 429])
  t.equal((await send(web, body, null)).headers['retry-after'] !== undefined, true)
  t.equal((await send(web, body, signed(body))).statusCode, 200)
})

t.test('a letter that is not ours, and one whose seal is wrong, give the same answer', async t => {
  const web = await webOn(t, secret)
  const none = bounceAddress(web.house.secret, 'vzaimo.example.org', randomUUID())
  const text = (answer: string) => answer.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
  const answers = await Promise.all([
    tell(web, { bounceAddress: none, permanent: true }),
    tell(web, { bounceAddress: web.address.replace(/\.\w{16}@/, '.0123456789abcdef@'), permanent: true }),
    tell(web, { bounceAddress: 'head@school-21.example.org', permanent: true }),
    tell(web, { letter: web.letter, hmac: '0123456789abcdef', permanent: true }),
    tell(web, { letter: web.letter, permanent: true }),
    tell(web, { permanent: true }),
  ])
  for (const { statusCode, body } of answers) {
    t.equal(statusCode, 404)
    t.equal(text(body), text(answers[0]?.body ?? ''))
  }
  t.same(await rowsIn(web), { bounces: [], faults: [] })
})

t.test('a signed call that cannot be understood says which field', async t => {
  const web = await webOn(t, secret)
  const fields = async (report: object) => {
    const { statusCode, body } = await tell(web, report)
    t.equal(statusCode, 422)
    return JSON.parse(body).fields.map(({ field }: { field: string }) => field)
  }
  t.same(await fields({ bounceAddress: web.address }), ['permanent'])
  t.same(await fields({ bounceAddress: web.address, permanent: 'true' }), ['permanent'], 'a word is no yes')
  t.same(await fields({ bounceAddress: web.address, permanent: true, status: '550' }), ['status'])
  t.same(await fields({ bounceAddress: web.address, permanent: true, why: 'x' }), ['why'])
  t.equal((await send(web, '{', signed('{'))).statusCode, 400)
  const long = JSON.stringify({ says: 'x'.repeat(20_000) })
  t.equal((await send(web, long, signed(long))).statusCode, 413)
  t.equal((await send(web, 'a=b', signed('a=b'), 'application/x-www-form-urlencoded')).statusCode, 401)
  t.same(await rowsIn(web), { bounces: [], faults: [] })
})

t.test('without a secret there is no such address', async t => {
  const web = await webOn(t, undefined)
  const body = JSON.stringify({ bounceAddress: web.address, permanent: true })
  t.equal((await send(web, body, signed(body))).statusCode, 404)
  t.same(await rowsIn(web), { bounces: [], faults: [] })
})

t.test('the API’s document speaks of it', async t => {
  const { app } = await webOn(t, secret)
  const { operations } = readApi((await app.inject('/openapi.json')).body)
  const operation = operations.find(({ id }) => id === 'postWebhooksBounces')
  t.match(operation, { method: 'POST', path: '/webhooks/bounces', tags: ['Webhooks'] })
  t.ok(operation?.parameters.some(it => it.in === 'header' && it.name === 'vzaimo-signature'))
  t.match(operation?.responses['401']?.description, /bad-signature/)
})
