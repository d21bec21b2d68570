import { randomUUID } from 'node:crypto'
import type { Operations } from './operations.ts'

type Id = keyof Operations
type Answers<I extends Id> = Operations[I]['answers']

/** What an operation may answer: each status with its own body. */
export type Answer<I extends Id> = {
  [S in keyof Answers<I>]: { readonly status: S; readonly body: Answers<I>[S]; readonly etag: string }
}[keyof Answers<I>]

/** Where an operation is, of the document. */
export type Place = { readonly method: string; readonly path: string; readonly multipart: boolean }

/** An answer as it came, for whoever holds it against the document. */
export type Came = {
  readonly id: string
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The Idempotency-Key that it was asked with. */
  readonly key: string | null
  /** The very same request once more. */
  readonly again: () => Promise<Response>
}

type Loose = {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number>>
  readonly header?: Readonly<Record<string, string>>
  readonly body?: Readonly<Record<string, unknown>>
}

/** A program at the API: typed by the generated types, with its token. */
export type Program = {
  readonly call: <I extends Id>(id: I, input: Operations[I]['input']) => Promise<Answer<I>>
}

const formOf = (body: Readonly<Record<string, unknown>>): FormData => {
  const form = new FormData()
  for (const [name, value] of Object.entries(body)) form.append(name, value instanceof Blob ? value : String(value))
  return form
}

/** A program with this token. `came` sees every answer before the program does. */
export const program = (
  base: string,
  token: string,
  places: ReadonlyMap<string, Place>,
  came: (answer: Came) => Promise<void>,
): Program => {
  const call = async <I extends Id>(id: I, input: Operations[I]['input']): Promise<Answer<I>> => {
    const place = places.get(id)
    if (place === undefined) throw new Error(`The document has no ${id}`)
    const { path = {}, query = {}, header = {}, body } = input as Loose
    const at = place.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''))
    const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))
    const ask = (): Promise<Response> =>
      fetch(`${base}${at}${search.size === 0 ? '' : `?${search}`}`, {
        method: place.method,
        headers: {
          authorization: `Bearer ${token}`,
          ...header,
          ...(body === undefined || place.multipart ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: place.multipart ? formOf(body) : JSON.stringify(body) }),
      })
    const response = await ask()
    const text = await response.text()
    const key = header['Idempotency-Key'] ?? null
    await came({ id, status: response.status, headers: response.headers, text, key, again: ask })
    const answer = { status: response.status, body: text === '' ? null : JSON.parse(text) }
    return { ...answer, etag: response.headers.get('etag') ?? '' } as Answer<I>
  }
  return { call }
}

/** A key for one deed. */
export const fresh = () => ({ 'Idempotency-Key': randomUUID() })
