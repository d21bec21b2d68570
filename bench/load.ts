import { type EventEmitter, once } from 'node:events'
import autocannon, { type Client, type Request } from 'autocannon'
import { type Measured, percentiles } from './harness.ts'

/** One request of a closed loop. */
export type Ask = Pick<Request, 'method' | 'path' | 'headers' | 'body'>

/** Each connection sends its next request when the last one was answered. `connection` counts from 0. */
export type Load = {
  readonly url: string
  readonly connections: number
  readonly next: (connection: number) => Ask
}

/** How long one run lasts, in seconds. */
const SECONDS = 2

type Answered = EventEmitter & { stop?: () => void }

/** Loads a server from this process, and gives requests a second. Throws where any answer is not a 200. */
export const drive = async ({ url, connections, next }: Load): Promise<Measured> => {
  const durations: number[] = []
  let opened = 0
  let refused: string | undefined
  let lastAt = 0
  const setupClient = (client: Client) => {
    const connection = opened
    opened += 1
    client.setRequests([
      {
        setupRequest: request => ({ ...request, ...next(connection) }),
        onResponse: (status, body) => {
          if (status !== 200) refused ??= `${status}: ${body}`
        },
      },
    ])
  }
  const begun = performance.now()
  // autocannon ends at the next of its samples.
  const run = autocannon(
    { url, connections, duration: SECONDS, sampleInt: 50, setupClient },
    () => undefined,
  ) as Answered
  run.on('response', (_client: Client, _status: number, _bytes: number, ms: number) => {
    durations.push(ms)
    lastAt = performance.now()
    if (refused !== undefined) run.stop?.()
  })
  const [{ errors, timeouts }] = (await once(run, 'done')) as [autocannon.Result]
  if (refused !== undefined) throw new Error(`The server answered ${refused.slice(0, 500)}`)
  if (errors + timeouts > 0) throw new Error(`${errors} connections broke, ${timeouts} answers never came`)
  return { value: (durations.length / (lastAt - begun)) * 1000, ...percentiles(durations) }
}
