import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import t from 'tap'
import { startEmbedded } from '../../src/db/embedded.ts'
import { testDatabase } from '../fixtures/database.ts'
import { findProgram, needs } from '../fixtures/machine.ts'
import { temporaryFolder } from '../fixtures/postgres.ts'
import { get, runProgram, startProgram, until } from '../fixtures/program.ts'

t.setTimeout(120_000)

t.test('health follows the database down and up', async t => {
  const folder = await temporaryFolder('vzaimo-data-')
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const log = { info: () => undefined }
  const server = await startEmbedded({ folder, log })
  const env = { DATABASE_URL: server.url }
  t.match(await runProgram(t, { args: ['migrate'], env }), { code: 0 })
  const program = await startProgram(t, { args: ['serve'], env })
  t.match(await get(`${program.url}/health`), { status: 200, body: { status: 'ok', database: 'ok' } })

  await server.stop()
  t.match(await get(`${program.url}/health`), { status: 503, body: { status: 'down', database: 'down' } })
  t.match(await get(`${program.url}/live`), { status: 200 })

  const { port } = new URL(server.url)
  const again = await startEmbedded({ folder, log, settings: { port } })
  t.teardown(() => again.stop())
  await until(async () => (await get(`${program.url}/health`))?.status === 200 || undefined)
})

t.test('without its Redis a process is degraded and serves; with it again, it is well', needs('Redis'), async t => {
  const { url } = await testDatabase(t)
  const port = await freePort()
  const stop = await startRedis(t, port)
  const env = { DATABASE_URL: url, REDIS_URL: `redis://127.0.0.1:${port}` }
  const program = await startProgram(t, { args: ['serve'], env })
  const health = async () => (await get(`${program.url}/health`)) ?? { status: 0, body: {} }
  const becomes = (status: string) => until(async () => (await health()).body.status === status || undefined)
  await becomes('ok')

  await stop()
  await becomes('degraded')
  t.match(await health(), { status: 200, body: { queue: 'down', database: 'ok' } })

  await startRedis(t, port)
  await becomes('ok')
  t.match(await health(), { status: 200, body: { queue: 'ok' } })
})

t.test('/metrics is on a loopback port of its own, with routes as patterns and nothing of people', async t => {
  const { url } = await testDatabase(t)
  const port = await freePort()
  await startProgram(t, { args: ['serve'], env: { DATABASE_URL: url, VZAIMO_METRICS_PORT: String(port) } })
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  t.match(text, /^vzaimo_pool_connections\{state="total"\} \d+$/m)
  t.match(text, /^process_cpu_seconds_total /m)
  t.match(await get(`http://127.0.0.1:${port}/health`), { status: 200 })
})

type Teardown = { teardown(handler: () => Promise<void>): unknown }

/** Returns the way to stop it. */
async function startRedis(t: Teardown, port: number): Promise<() => Promise<void>> {
  const child = spawn(findProgram('Redis') ?? '', ['--port', String(port), '--save', '', '--bind', '127.0.0.1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = new Promise<void>(resolve => child.on('close', () => resolve()))
  await new Promise<void>(resolve => {
    createInterface({ input: child.stdout }).on('line', line => {
      if (line.includes('Ready to accept connections')) resolve()
    })
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  t.teardown(stop)
  return stop
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
