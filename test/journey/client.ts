import { randomUUID } from 'node:crypto'

/** An answer: its status, its JSON, its ETag. */
export type Answer = { status: number; body: Record<string, unknown>; etag: string | null }

/** A school's program at the API: one person's session, requests spread over all addresses in turn. */
export type Client = {
  get(path: string): Promise<Answer>
  send(method: 'POST' | 'PUT', path: string, body: object | FormData, headers?: Record<string, string>): Promise<Answer>
  /** An act: seen as the thing was last read at `of`, with a key of its own. */
  act(path: string, of: string, body?: object): Promise<Answer>
}

let turn = 0

/** `bases`: the addresses of the web processes, which are asked in turn. */
export const client = (bases: readonly string[], cookie: string): Client => {
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    turn += 1
    const response = await fetch(`${bases[turn % bases.length]}/api${path}`, {
      ...init,
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
  const get = (path: string) => ask(path, { method: 'GET' })
  const send: Client['send'] = (method, path, body, headers = {}) =>
    ask(path, {
      method,
      body: body instanceof FormData ? body : JSON.stringify(body),
      headers: {
        'idempotency-key': randomUUID(),
        ...(body instanceof FormData ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
    })
  return {
    get,
    send,
    act: async (path, of, body = {}) => send('POST', path, body, { 'if-match': (await get(of)).etag ?? '' }),
  }
}
