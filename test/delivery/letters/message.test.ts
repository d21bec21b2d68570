import { generateKeyPairSync } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { authenticate } from 'mailauth'
import t from 'tap'
import { messageOf } from '../../../src/delivery/letters/message.ts'
import { readSignature } from '../../../src/delivery/letters/transport.ts'
import { letterOfBounceAddress } from '../../../src/letters/bounce-address.ts'
import { signInMark } from '../../../src/letters/types.ts'
import { personOfToken } from '../../../src/letters/unsubscribe-token.ts'
import { readSettings } from '../../../src/settings.ts'
import { temporaryFolder } from '../../fixtures/postgres.ts'
import { startSink } from '../fixtures/smtp-sink.ts'
import { handingOf, sender, transportTo } from './fixtures.ts'

const realMs = Date.parse('2026-03-02T09:00:00.000Z')
const at = '2022-10-04T06:00:00.000Z'
const link = `https://vzaimo.example.org/sign-in/link/${'x'.repeat(43)}?next=%2Fme&a="1"`
const on = { link, at, realMs }

t.test('a letter arrives as it was written, with its link, and says what it is', async t => {
  const sink = await startSink(t)
  const { hand } = transportTo(t, sink.url)
  const items = [17, 4].map(entry => ({ entry }) as never)
  const handing = handingOf({ items })
  t.same(await hand(messageOf(sender, handing, on), handing.id), { accepted: true })
  const [got] = sink.got
  t.equal(got?.email.subject, handing.subject)
  t.equal(got?.email.text?.replaceAll('\r\n', '\n').trim(), handing.text.replace(signInMark, link).trim())
  t.match(got?.email.html, '?next=%2Fme&amp;a=&quot;1&quot;">Войти</a>')
  t.notMatch(got?.raw, signInMark)
  t.match(got?.email, { messageId: handing.messageId, date: '2026-03-02T09:00:00.000Z', attachments: [] })
  t.match(got?.email.from, { address: sender.from })
  t.equal(letterOfBounceAddress(sender.secret, got?.from ?? ''), handing.id)
  t.match(got?.from, /@bounces\.example\.org$/)
  t.same(got?.to, [handing.email])
  t.equal(got?.header('auto-submitted'), 'auto-generated')
  t.equal(got?.header('x-auto-response-suppress'), 'All')
  t.equal(got?.header('x-vzaimo-letter'), handing.id)
  t.equal(got?.header('x-vzaimo-at'), at)
  t.equal(got?.header('x-vzaimo-entries'), '17 4')
  t.equal(got?.header('list-unsubscribe-post'), 'List-Unsubscribe=One-Click')
  const token = /^<https:\/\/vzaimo\.example\.org\/letters\/unsubscribe\/([\w-]+)>$/.exec(
    got?.header('list-unsubscribe') ?? '',
  )
  t.equal(personOfToken(sender.secret, token?.[1] ?? ''), handing.person)
  t.equal(got?.header('references'), undefined)
})

t.test('a letter of a meeting carries its calendar file and stands in its thread', async t => {
  const sink = await startSink(t)
  const { hand } = transportTo(t, sink.url)
  const text = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'METHOD:REQUEST', 'SUMMARY:Встреча', 'END:VCALENDAR', ''].join('\r\n')
  const references = '<first@mail.example.org>'
  const handing = handingOf({ class: 'urgent', references, calendar: { method: 'REQUEST', text } })
  await hand(messageOf(sender, handing, on), handing.id)
  const [got] = sink.got
  t.equal(got?.email.inReplyTo, references)
  t.equal(got?.email.references, references)
  t.match(got?.raw, /multipart\/alternative/)
  t.match(got?.raw, /text\/calendar; charset=utf-8; method=REQUEST/)
  const files = got?.email.attachments.map(({ mimeType, filename, content }) => ({
    mimeType,
    filename,
    text: typeof content === 'string' ? content : Buffer.from(content as ArrayBuffer).toString(),
  }))
  t.match(files, [{ mimeType: 'text/calendar' }, { mimeType: 'application/ics', filename: 'meeting.ics' }])
  for (const file of files ?? []) t.equal(file.text.replaceAll(/\r?\n/g, '\r\n').trim(), text.trim())
})

t.test('no address, subject or word smuggles a second reader or a header in', async t => {
  const sink = await startSink(t)
  const { hand } = transportTo(t, sink.url)
  const evil = 'evil@example.org'
  const changes = [
    { email: `a@example.org, ${evil}` },
    { email: `a@example.org>\r\nRCPT TO:<${evil}` },
    { subject: `Тема\r\nBcc: ${evil}\r\n\r\nтело` },
    { messageId: `<a@b>\r\nBcc: ${evil}` },
    { references: `<a@b>\r\nBcc: ${evil}` },
  ]
  for (const change of changes) {
    const handing = handingOf(change)
    await hand(messageOf(sender, handing, on), handing.id)
  }
  t.notOk(sink.got.some(({ to }) => to.includes(evil)))
  t.notOk(sink.got.some(({ header }) => header('bcc') !== undefined))
})

t.test('a signature covers what mail servers ask for, and whoever changes a word breaks it', async t => {
  const folder = await temporaryFolder('vzaimo-dkim-')
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const keyFile = join(folder, 'key.pem')
  await writeFile(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const settingsWith = (file: string) => {
    const env = { VZAIMO_DKIM_DOMAIN: 'example.org', VZAIMO_DKIM_SELECTOR: 's1', VZAIMO_DKIM_KEY_FILE: file }
    const read = readSettings(env)
    if ('faults' in read) throw new Error(read.faults.join())
    return read.settings.mail
  }
  const sink = await startSink(t)
  const { hand } = transportTo(t, sink.url, { dkim: await readSignature(settingsWith(keyFile)) })
  const handing = handingOf({ references: '<first@mail.example.org>' })
  await hand(messageOf(sender, handing, on), handing.id)
  const raw = Buffer.from(sink.got[0]?.raw ?? '', 'latin1')
  const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const asked: string[] = []
  const check = async (letter: Buffer) => {
    const { dkim } = await authenticate(letter, {
      ip: '192.0.2.1',
      helo: 'mail.example.org',
      sender: sender.from,
      trustReceived: false,
      resolver: async (name: string, type: string) => {
        asked.push(name)
        if (name === 's1._domainkey.example.org' && type === 'TXT') return [[`v=DKIM1; k=rsa; p=${key}`]]
        throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
      },
    })
    return dkim.results
  }
  const [result] = await check(raw)
  t.match(result, { signingDomain: 'example.org', selector: 's1', status: { result: 'pass' } })
  t.ok(asked.includes('s1._domainkey.example.org'))
  const signed = sink.got[0]?.header('dkim-signature')?.replaceAll(/\s/g, '').toLowerCase() ?? ''
  for (const name of [
    'from',
    'to',
    'subject',
    'date',
    'message-id',
    'references',
    'list-unsubscribe',
    'list-unsubscribe-post',
  ])
    t.ok(/;h=([^;]+)/.exec(signed)?.[1]?.split(':').includes(name), name)
  const changed = raw.toString('latin1').replace(/^(From: .*)$/m, '$1, <other@example.org>')
  t.match(await check(Buffer.from(changed, 'latin1')), [{ status: { result: 'fail' } }])

  await t.rejects(readSignature(settingsWith(join(folder, 'none'))), { message: /cannot be read\.$/ })
  await writeFile(keyFile, 'no key')
  await t.rejects(readSignature(settingsWith(keyFile)), { message: /no private key in PEM\.$/ })
})
