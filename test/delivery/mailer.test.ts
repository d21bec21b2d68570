import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import t from 'tap'
import { createMailer } from '../../src/delivery/mailer.ts'

type Test = { teardown(handler: () => Promise<void>): unknown }
type Got = { from: string; to: string[]; email: Email; raw: string }

const letter = {
  to: 'head@school-21.example.org',
  subject: 'Ссылка для входа во «Взаимо»',
  text: `Здравствуйте.\n\nhttp://vzaimo.example.org/sign-in/link/${'x'.repeat(43)}?next=%2Fpartnerships%2F${'a'.repeat(60)}\n\n.\nКонец\n`,
}
const sender = 'vzaimo@mail.example.org'
const now = () => Date.parse('2026-03-02T09:00:00.000Z')

/** A mail server that keeps what it took; `refuses` answers to a recipient as a server in trouble would. */
const mailServer = async (t: Test, refuses: (to: string) => Error | null = () => null) => {
  const got: Got[] = []
  let connections = 0
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onConnect: (_session, done) => {
      connections += 1
      done()
    },
    onRcptTo: ({ address }, _session, done) => done(refuses(address)),
    onData: async (stream, { envelope }, done) => {
      const raw = Buffer.concat(await stream.toArray()).toString('latin1')
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
      got.push({
        from,
        to: envelope.rcptTo.map(({ address }) => address),
        email: await PostalMime.parse(Buffer.from(raw, 'latin1')),
        raw,
      })
      done()
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  t.teardown(async () => {
    await new Promise<void>(resolve => server.close(resolve))
  })
  const address = server.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { got, url: `smtp://127.0.0.1:${port}`, connections: () => connections }
}

t.test('a letter arrives as it was written, and says that nobody need answer it', async t => {
  const { got, url, connections } = await mailServer(t)
  const mailer = createMailer({ smtpUrl: url, outboxFolder: 'nowhere', from: sender, now, newId: () => 'id-1' })
  t.teardown(async () => mailer.close())
  await mailer.send(letter)
  const [first] = got
  t.match(first, { from: sender, to: [letter.to] })
  t.match(first?.email, {
    from: { address: sender },
    to: [{ address: letter.to }],
    subject: letter.subject,
    messageId: '<id-1@mail.example.org>',
    date: '2026-03-02T09:00:00.000Z',
  })
  t.equal(first?.email.text?.replaceAll('\r\n', '\n'), letter.text)
  const header = (name: string) => first?.email.headers.find(({ key }) => key === name)?.value
  t.equal(header('auto-submitted'), 'auto-generated')
  t.equal(header('x-auto-response-suppress'), 'All')
  t.equal(first?.email.html, undefined)

  await Promise.all(Array.from({ length: 20 }, (_, i) => mailer.send({ ...letter, subject: `Письмо ${i}` })))
  t.equal(got.length, 21)
  t.ok(connections() <= 2, `${connections()} connections for 21 letters`)
})

t.test('whom the server refuses, and a server that is away: the sender is told', async t => {
  const refuses = (to: string) =>
    to.startsWith('nobody') ? Object.assign(new Error('No such user'), { responseCode: 550 }) : null
  const { got, url } = await mailServer(t, refuses)
  const mailer = createMailer({ smtpUrl: url, outboxFolder: 'nowhere', from: sender, now })
  t.teardown(async () => mailer.close())
  await t.rejects(mailer.send({ ...letter, to: 'nobody@school-21.example.org' }), /No such user/)
  await mailer.send(letter)
  t.equal(got.length, 1)
  const away = createMailer({ smtpUrl: 'smtp://127.0.0.1:1', outboxFolder: 'nowhere', from: sender, now })
  t.teardown(async () => away.close())
  await t.rejects(away.send(letter), /ECONNREFUSED/)
})

t.test('no address and no subject smuggles a second reader or a header in', async t => {
  const { got, url } = await mailServer(t)
  const mailer = createMailer({ smtpUrl: url, outboxFolder: 'nowhere', from: sender, now })
  t.teardown(async () => mailer.close())
  await mailer.send({ ...letter, subject: 'Приглашение\r\nBcc: evil@example.org\r\n\r\nтело' })
  for (const to of ['a@example.org, evil@example.org', 'a@example.org>\r\nRCPT TO:<evil@example.org'])
    await mailer.send({ ...letter, to }).catch(() => undefined)
  t.notOk(got.flatMap(({ to }) => to).includes('evil@example.org'))
  t.notOk(got[0]?.email.headers.some(({ key }) => key === 'bcc'))
})

t.test('without a mail server a letter becomes a file that only its owner reads', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'vzaimo-mail-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const outboxFolder = join(folder, 'outbox')
  const mailer = createMailer({ smtpUrl: undefined, outboxFolder, from: sender, now })
  await Promise.all([mailer.send(letter), mailer.send(letter)])
  const names = await readdir(outboxFolder)
  t.equal(names.length, 2)
  t.match(names[0], /^20260302T090000000Z-[0-9a-f-]{36}\.eml$/)
  t.equal((await stat(outboxFolder)).mode & 0o777, 0o700)
  t.equal((await stat(join(outboxFolder, String(names[0])))).mode & 0o777, 0o600)
  const email = await PostalMime.parse(await readFile(join(outboxFolder, String(names[0]))))
  t.match(email, { subject: letter.subject, to: [{ address: letter.to }], from: { address: sender } })
  t.equal(email.text?.replaceAll('\r\n', '\n').trimEnd(), letter.text.trimEnd())
})
