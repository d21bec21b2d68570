import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Answer, Client } from '../journey/client.ts'

/** An answer that said yes, as the driver heard it. */
export type Heard = { readonly person: string; readonly path: string; readonly body: object; readonly answer: Answer }

/** How long somebody goes on asking a web that does not answer, in milliseconds. */
const patience = 90_000

/**
 * A person's program at the API. Where the web is gone, or says that it cannot, the same call is made again under the same key, so that in the end
 * it is known to be accepted or refused. `heard` is told of every call that was accepted.
 */
export const handOf = (base: string, person: string, cookie: string, heard: (one: Heard) => void): Client => {
  const once = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(`${base}/api${path}`, {
      ...init,
      signal: AbortSignal.timeout(15_000),
      headers: {
        cookie,
        accept: 'application/json',
        'x-vzaimo': '1',
        'sec-fetch-site': 'same-origin',
        ...init.headers,
      },
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? {} : JSON.parse(text), etag: response.headers.get('etag') }
  }
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const until = performance.now() + patience
    for (;;) {
      const answer = await once(path, init).catch(() => null)
      if (answer !== null && answer.status < 500) return answer
      if (performance.now() > until) throw new Error(`${path} got no answer: ${answer?.status ?? 'nobody there'}`)
      await pause(100)
    }
  }
  const get = (path: string) => ask(path, { method: 'GET' })
  const send: Client['send'] = async (method, path, body, headers = {}) => {
    const form = body instanceof FormData
    const answer = await ask(path, {
      method,
      body: form ? body : JSON.stringify(body),
      headers: {
        'idempotency-key': randomUUID(),
        ...(form ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
    })
    if (answer.status < 300) heard({ person, path, body, answer })
    return answer
  }
  return {
    get,
    send,
    act: async (path, of, body = {}) => send('POST', path, body, { 'if-match': (await get(of)).etag ?? '' }),
  }
}

const place = '/partnerships/(?<table>[0-9a-f-]{36})'
const review = `${place}/assignments/(?<seat>\\d+)/(?<about>\\d+)`

/** Calls whose acceptance is an act of the season, by their paths. */
export const acts = [
  { type: 'package', path: new RegExp(`^${place}/seats/(?<seat>\\d+)/package/send$`) },
  { type: 'review', path: new RegExp(`^${review}/submit$`) },
  { type: 'meeting', path: new RegExp(`^${place}/meeting/accept-minutes$`) },
  { type: 'recommendations', path: new RegExp(`^${review}/recommendations/send$`) },
  { type: 'finalFile', path: new RegExp(`^${place}/seats/(?<seat>\\d+)/file/upload$`) },
  { type: 'extend', path: new RegExp(`^${place}/extend$`) },
  { type: 'withdraw', path: new RegExp(`^${place}/withdraw$`) },
  { type: 'moveDates', path: /^\/cycles\/[0-9a-f-]{36}\/move-dates$/ },
] as const
