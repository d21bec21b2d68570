import { randomUUID } from 'node:crypto'
import type { Sender } from '../../../src/delivery/letters/message.ts'
import { openTransport, type TransportOptions } from '../../../src/delivery/letters/transport.ts'
import { type Handing, signInMark } from '../../../src/letters/types.ts'

type Teardown = { teardown(handler: () => Promise<void>): unknown }

export const sender: Sender = {
  from: 'vzaimo@mail.example.org',
  publicUrl: 'https://vzaimo.example.org',
  secret: 's'.repeat(43),
  bounceDomain: 'bounces.example.org',
}

/** A letter in hand, about nothing. */
export const handingOf = (change: Partial<Handing> = {}): Handing => {
  const id = randomUUID()
  return {
    id,
    person: randomUUID(),
    lang: 'ru',
    zone: 'Europe/Moscow',
    class: 'ordinary',
    items: [],
    subject: 'Проверочный текст: «Осталось 3 дня»',
    text: `Проверочный текст.\n\n${signInMark}\n\n.\nКонец\n`,
    html: `<p>Проверочный текст. <a href="${signInMark}">Войти</a></p>`,
    next: '/',
    calendar: null,
    thread: null,
    email: 'head@school-21.example.org',
    messageId: `<${id}@mail.example.org>`,
    references: null,
    attempt: 1,
    leasedUntil: '2100-01-01T00:00:00.000Z',
    firstAttemptAt: '2022-10-01T06:00:00.000Z',
    ...change,
  }
}

/** A way to a mail server, closed when the test ends. */
export const transportTo = (t: Teardown, smtpUrl: string | undefined, options: Partial<TransportOptions> = {}) => {
  const transport = openTransport({ smtpUrl, outboxFolder: 'nowhere', connections: 2, perConnection: 100, ...options })
  t.teardown(async () => transport.close())
  return transport
}
