import fc from 'fast-check'
import t from 'tap'
import { readSettings } from '../src/settings.ts'

const settingsOf = (env: Record<string, string>) => {
  const read = readSettings(env)
  if ('faults' in read) throw new Error(read.faults.join('\n'))
  return read.settings
}
const faultsOf = (env: Record<string, string>) => {
  const read = readSettings(env)
  return 'faults' in read ? read.faults : []
}

t.test('with nothing set, one machine is enough', async t => {
  t.match(settingsOf({}), {
    port: 3000,
    host: 'localhost',
    publicUrl: 'http://localhost:3000',
    trustProxy: false,
    databaseUrl: undefined,
    redisUrl: undefined,
    smtpUrl: undefined,
    mailFrom: 'vzaimo@localhost',
    dataFolder: /\/data$/,
    metricsPort: 0,
    logLevel: 'info',
  })
})

t.test('an empty or blank variable is unset', async t => {
  t.same(settingsOf({ PORT: '', DATABASE_URL: ' ', VZAIMO_POOL: '', S3_URL: '' }), settingsOf({}))
})

t.test('defaults follow what they depend on', async t => {
  t.equal(settingsOf({ PORT: '8080' }).publicUrl, 'http://localhost:8080')
  t.equal(settingsOf({ PUBLIC_URL: 'https://expertise.example.org' }).mailFrom, 'vzaimo@expertise.example.org')
})

t.test('how letters go: at once, to whom how many a minute, where they come back to, and signed', async t => {
  const alone = settingsOf({ VZAIMO_MAIL_FROM: 'vzaimo@mail.example.org' }).mail
  t.match(alone, { connections: 5, perConnection: 100, bounceDomain: 'mail.example.org', dkim: undefined })
  t.equal(alone.perMinute.size, 0)
  const perMinute = (text: string) => Object.fromEntries(settingsOf({ VZAIMO_MAIL_PER_MINUTE: text }).mail.perMinute)
  t.same(perMinute('600'), { '*': 600 })
  t.same(perMinute('mail.ru=60, Yandex.ru=90 ,*=600'), { 'mail.ru': 60, 'yandex.ru': 90, '*': 600 })
  for (const bad of [
    '0',
    'mail.ru',
    'mail.ru=0',
    'mail.ru=60,',
    '=60',
    'mail.ru=60,mail.ru=61',
    'm@il.ru=6',
    '1,2',
    '-1',
  ])
    t.match(faultsOf({ VZAIMO_MAIL_PER_MINUTE: bad }), [/^VZAIMO_MAIL_PER_MINUTE must be/], bad)
  const dkim = { VZAIMO_DKIM_DOMAIN: 'example.org', VZAIMO_DKIM_SELECTOR: 's1', VZAIMO_DKIM_KEY_FILE: '/srv/key.pem' }
  t.same(settingsOf(dkim).mail.dkim, { domain: 'example.org', selector: 's1', keyFile: '/srv/key.pem' })
  t.match(faultsOf({ ...dkim, VZAIMO_DKIM_KEY_FILE: '' }), [/^VZAIMO_DKIM_DOMAIN, .* must be set together\.$/])
})

t.test('how we hear of letters that did not arrive: a mailbox, a secret for a mail service', async t => {
  t.same(settingsOf({}).bounces, { mailbox: undefined, secret: undefined })
  const mailbox = (text: string) => settingsOf({ VZAIMO_BOUNCE_IMAP: text }).bounces.mailbox
  t.same(mailbox('imaps://bounce%40example.org:p%2Fss@mail.example.org'), {
    host: 'mail.example.org',
    port: 993,
    tls: 'whole',
    user: 'bounce@example.org',
    password: 'p/ss',
    folder: 'INBOX',
  })
  t.match(mailbox('imap://b:x@mail.example.org/Bounces%2Fnew'), { port: 143, tls: 'starttls', folder: 'Bounces/new' })
  t.match(mailbox('imap://b:x@127.0.0.1:1143/'), { port: 1143, tls: 'offered', folder: 'INBOX' })
  t.match(mailbox('imap://b:x@[::1]:1143'), { host: '::1', tls: 'offered' })
  for (const bad of [
    'imaps://mail.example.org',
    'imaps://b@mail.example.org',
    'pop3://b:x@h',
    'b:x@h',
    'imaps://b:%E0@h',
  ])
    t.match(faultsOf({ VZAIMO_BOUNCE_IMAP: bad }), [/^VZAIMO_BOUNCE_IMAP must be a URL like imaps:/], bad)
  t.equal(settingsOf({ VZAIMO_BOUNCE_SECRET: 'x'.repeat(32) }).bounces.secret, 'x'.repeat(32))
  t.match(faultsOf({ VZAIMO_BOUNCE_SECRET: 'x'.repeat(31) }), [/^VZAIMO_BOUNCE_SECRET must be at least 32/])
})

t.test('who may be believed about addresses', async t => {
  t.equal(settingsOf({ TRUST_PROXY: 'none' }).trustProxy, false)
  t.equal(settingsOf({ TRUST_PROXY: '2' }).trustProxy, 2)
  t.same(settingsOf({ TRUST_PROXY: '10.0.0.1, 10.1.0.0/16,::1' }).trustProxy, ['10.0.0.1', '10.1.0.0/16', '::1'])
  for (const bad of ['true', '0', 'everybody', '10.0.0.1/33', '10.0.0.1/8/8', '::1/129', '10.0.0']) {
    t.match(faultsOf({ TRUST_PROXY: bad }), [/^TRUST_PROXY must be/], bad)
  }
})

t.test('every fault is told, one sentence each, and none quotes what was set', async t => {
  const faults = faultsOf({
    PORT: '70000',
    PUBLIC_URL: 'https://example.org/sub?key=opensesame',
    DATABASE_URL: 'mysql://root:opensesame@db/x',
    REDIS_URL: 'opensesame',
    SMTP_URL: 'http://opensesame',
    S3_URL: 's3://opensesame',
    VZAIMO_MAIL_FROM: 'opensesame',
    VZAIMO_POOL: '1',
    VZAIMO_LOG_LEVEL: 'opensesame',
    VZAIMO_METRICS_PORT: 'on',
    VZAIMO_POLL: '10',
    VZAIMO_DATA: '/srv/vzaimo',
  })
  const names = faults.map(fault => fault.split(' ')[0])
  t.same(names.toSorted(), [
    'DATABASE_URL',
    'PORT',
    'PUBLIC_URL',
    'REDIS_URL',
    'S3_URL',
    'SMTP_URL',
    'VZAIMO_LOG_LEVEL',
    'VZAIMO_MAIL_FROM',
    'VZAIMO_METRICS_PORT',
    'VZAIMO_POLL',
    'VZAIMO_POOL',
  ])
  t.notMatch(faults.join('\n'), 'opensesame')
  for (const fault of faults) t.match(fault, /^[^\n]+\.$/)
})

t.test('any variable that begins with VZAIMO_ and is no setting is a fault', async t => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Z_]{1,20}$/), name => {
      const known = ['MAIL_FROM', 'DATA', 'POOL', 'QUEUE_POOL', 'PROCESSES', 'METRICS_PORT', 'LOG_LEVEL']
      fc.pre(!known.includes(name))
      return faultsOf({ [`VZAIMO_${name}`]: '1' }).length === 1
    }),
  )
  t.pass('for 100 names')
})
