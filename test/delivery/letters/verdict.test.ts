import t from 'tap'
import { messageOf } from '../../../src/delivery/letters/message.ts'
import type { Transport } from '../../../src/delivery/letters/transport.ts'
import { verdict } from '../../../src/delivery/letters/verdict.ts'
import { type Phase, phases, startSink } from '../fixtures/smtp-sink.ts'
import { handingOf, sender, transportTo } from './fixtures.ts'

const on = { link: 'https://vzaimo.example.org/x', at: '2022-10-04T06:00:00.000Z', realMs: Date.now() }
const email = 'head@school-21.example.org'

const handOne = async ({ hand }: Transport, signal?: AbortSignal) => {
  const handing = handingOf({ email })
  const tried = await hand(messageOf(sender, handing, on), handing.id, signal)
  return tried.accepted ? 'sent' : { ...verdict(tried.error, email), whole: tried.whole }
}

t.test('the line breaks in every phase: a closed door is the server’s, what came later is open to doubt', async t => {
  for (const broken of phases) {
    const sink = await startSink(t)
    const transport = transportTo(t, sink.url)
    sink.fails(phase => (phase === broken ? 'drop' : undefined))
    const said = await handOne(transport)
    t.match(said, { verdict: 'doubt', code: null, whole: ['body', 'dot', 'stored'].includes(broken) }, broken)
    t.equal(sink.got.length, broken === 'stored' ? 1 : 0, `${broken}: letters that the server has`)
    sink.fails(() => undefined)
    t.equal(await handOne(transport), 'sent', `${broken}: the next one goes`)
  }
})

t.test(
  'what the server answers to a letter is that letter’s; what it answers before, or to the sender, is not',
  async t => {
    const expected: Record<string, Record<Exclude<Phase, 'body' | 'stored'>, string>> = {
      '451 4.3.0 Try again later': {
        greeting: 'lost',
        ehlo: 'lost',
        mail: 'deferred',
        rcpt: 'deferred',
        data: 'deferred',
        dot: 'deferred',
      },
      '550 5.1.1 <head@school-21.example.org>: no such user head': {
        greeting: 'lost',
        ehlo: 'lost',
        mail: 'doubt',
        rcpt: 'refused',
        data: 'refused',
        dot: 'refused',
      },
      '421 4.4.5 Too many letters': {
        greeting: 'lost',
        ehlo: 'doubt',
        mail: 'doubt',
        rcpt: 'doubt',
        data: 'doubt',
        dot: 'doubt',
      },
    }
    for (const [words, verdicts] of Object.entries(expected))
      for (const [at, verdict] of Object.entries(verdicts)) {
        const sink = await startSink(t)
        const transport = transportTo(t, sink.url)
        sink.fails(phase => (phase === at ? { say: words } : undefined))
        const said = await handOne(transport)
        t.match(said, { verdict, code: Number(words.slice(0, 3)) }, `${words.slice(0, 3)} at ${at}`)
        t.notMatch(JSON.stringify(said), /head|@/, 'without the address')
        if (typeof said === 'object') t.match(said.answer, words.slice(0, 9))
        sink.fails(() => undefined)
        t.equal(await handOne(transport), 'sent', 'the next one goes')
      }
  },
)

t.test('no server, no such name, a wrong password: all lost, and no password is repeated', async t => {
  t.match(await handOne(transportTo(t, 'smtp://127.0.0.1:1')), { verdict: 'lost', answer: /ECONNREFUSED/ })
  t.match(await handOne(transportTo(t, 'smtp://no-such-host.invalid:25')), { verdict: 'lost' })
  const sink = await startSink(t, { auth: { user: 'vzaimo', pass: 'opensesame' } })
  const withPassword = (pass: string) => transportTo(t, sink.url.replace('://', `://vzaimo:${pass}@`))
  const wrong = await handOne(withPassword('sesame-open'))
  t.match(wrong, { verdict: 'lost', code: 535 })
  t.notMatch(JSON.stringify(wrong), 'sesame')
  t.equal(await handOne(withPassword('opensesame')), 'sent')
  t.match(await handOne(transportTo(t, sink.url.replace('smtp:', 'smtps:'))), { verdict: 'lost' }, 'no TLS there')
})

t.test('a letter that takes too long is given up, and the next one goes', async t => {
  const sink = await startSink(t)
  const transport = transportTo(t, sink.url)
  const held = Promise.withResolvers<void>()
  sink.fails(phase => (phase === 'dot' ? { wait: held.promise } : undefined))
  t.match(await handOne(transport, AbortSignal.timeout(200)), { verdict: 'doubt' })
  sink.fails(() => undefined)
  t.equal(await handOne(transport), 'sent')
  held.resolve()
})

t.test('an address that cannot be one is refused here', async t => {
  const sink = await startSink(t)
  const handing = handingOf({ email: 'a@example.org>\r\nRCPT TO:<b@example.org' })
  const tried = await transportTo(t, sink.url).hand(messageOf(sender, handing, on), handing.id)
  t.match(tried.accepted || verdict(tried.error, handing.email), { verdict: 'refused' })
})

t.test('what is no answer of a server waits', async t => {
  t.match(verdict(new Error('odd'), email), { verdict: 'deferred', code: null, answer: 'odd' })
  t.match(verdict('odd', email), { verdict: 'deferred', answer: 'unknown' })
})
