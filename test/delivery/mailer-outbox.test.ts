import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { messageOf } from '../../src/delivery/letters/message.ts'
import { openTransport } from '../../src/delivery/letters/transport.ts'
import { createMailer } from '../../src/delivery/mailer.ts'
import { outboxRoutes } from '../../src/delivery/outbox.ts'
import { frameWith, plainSpaces } from '../fixtures/frame.ts'
import { handingOf, sender } from './letters/fixtures.ts'

const folder = await mkdtemp(join(tmpdir(), 'vzaimo-outbox-'))
t.teardown(() => rm(folder, { recursive: true, force: true }))
const outboxFolder = join(folder, 'outbox')

const appWith = (open: boolean) =>
  frameWith(scope => outboxRoutes(scope, { folder: outboxFolder, open }), {
    mayEver: ({ personId }, { action }) => personId === 'p-head' && action === 'outbox.read',
  })
const app = appWith(true)
t.teardown(() => app.close())

const get = (
  url: string,
  { person = 'head', host = 'localhost:3000', ip = '127.0.0.1', ...headers }: Record<string, string> = {},
) =>
  app.inject({
    url,
    remoteAddress: ip,
    headers: { cookie: `person=${person}`, accept: 'text/html', 'accept-language': 'ru', host, ...headers },
  })

t.test('the operator sees the letters, the newest first, and comes in by a link of theirs', async t => {
  t.match(plainSpaces((await get('/outbox')).body), /Писем пока нет/)
  let ms = Date.parse('2026-03-02T09:00:00.000Z')
  const mailer = createMailer({ smtpUrl: undefined, outboxFolder, from: 'vzaimo@example.org', now: () => ms++ })
  const link = `http://vzaimo.example.org/sign-in/link/${'x'.repeat(43)}?next=%2Fme`
  await mailer.send({ to: 'head@school-21.example.org', subject: 'Первое', text: 'Здравствуйте' })
  await mailer.send({ to: 'head@school-21.example.org', subject: 'Второе <b>', text: `Войти:\n\n${link}\n\n<script>` })
  const list = await get('/outbox')
  t.equal(list.headers['cache-control'], 'no-store')
  t.match(list.body, /Второе &lt;b&gt;.*Первое/s)
  const href = /href="(\/outbox\/[^"]+)">Второе/.exec(list.body)?.[1] ?? ''
  const shown = await get(href)
  t.match(shown.body, /<a href="http:\/\/localhost:3000\/sign-in\/link\/x{43}\?next=%2Fme">/)
  t.match(shown.body, /&lt;script&gt;/)
  t.equal(shown.headers['referrer-policy'], 'strict-origin')
})

t.test('a letter of the ledger is shown with its HTML and its calendar file, as texts', async t => {
  const { hand } = openTransport({ smtpUrl: undefined, outboxFolder, connections: 1, perConnection: 1 })
  const calendar = { method: 'REQUEST', text: 'BEGIN:VCALENDAR\r\nSUMMARY:Встреча\r\nEND:VCALENDAR\r\n' } as const
  const handing = handingOf({ class: 'urgent', subject: 'Третье', calendar })
  const link = `https://vzaimo.example.org/sign-in/link/${'y'.repeat(43)}`
  const message = messageOf(sender, handing, { link, at: '2022-10-04T06:00:00.000Z', realMs: Date.now() })
  t.same(await hand(message, handing.id), { accepted: true })
  const href = /href="(\/outbox\/[^"]+)">Третье/.exec((await get('/outbox')).body)?.[1] ?? ''
  const { body } = await get(href)
  t.match(body, /<a href="http:\/\/localhost:3000\/sign-in\/link\/y{43}">/)
  t.match(plainSpaces(body), /<summary>То же в HTML<\/summary>.*&lt;p&gt;Проверочный текст/s)
  t.match(plainSpaces(body), /<summary>Приложение: meeting\.ics<\/summary>.*SUMMARY:Встреча/s)
  t.equal(body.match(/BEGIN:VCALENDAR/g)?.length, 1)
  t.notMatch(body, /<p>Проверочный/)
})

t.test('nobody else, from nowhere else, and no file but a letter', async t => {
  await writeFile(join(folder, 'secret.eml'), 'x')
  t.equal((await get('/outbox', { person: 'partner' })).statusCode, 403)
  t.equal((await get('/outbox', { person: 'nobody' })).statusCode, 401)
  t.equal((await get('/outbox', { ip: '192.0.2.1' })).statusCode, 404)
  t.equal((await get('/outbox', { host: 'vzaimo.example.org' })).statusCode, 404)
  t.equal((await get('/outbox', { 'x-forwarded-for': '192.0.2.1' })).statusCode, 404)
  t.equal((await get('/outbox', { forwarded: 'for=192.0.2.1' })).statusCode, 404)
  t.equal((await get('/outbox', { ip: '::1', host: '[::1]:3000' })).statusCode, 200)
  for (const name of ['..%2Fsecret.eml', 'secret.eml', '20260302T090000000Z-00000000-0000-4000-8000-000000000000.eml'])
    t.equal((await get(`/outbox/${name}`)).statusCode, 404, name)
})

t.test('with a mail server, or a listener for others, there is no such page', async t => {
  const closed = appWith(false)
  t.teardown(() => closed.close())
  const answer = await closed.inject({ url: '/outbox', headers: { cookie: 'person=head', host: 'localhost' } })
  t.equal(answer.statusCode, 404)
})
