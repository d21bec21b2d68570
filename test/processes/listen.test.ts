import { lookup } from 'node:dns/promises'
import { createServer } from 'node:net'
import fastify from 'fastify'
import t from 'tap'
import { listen } from '../../src/processes/listen.ts'

t.setTimeout(60_000)
const here = { host: 'localhost', port: 0, remedy: 'Choose another.' }

/** An app whose request ends when the test says so. */
function slowApp() {
  const begun = Promise.withResolvers<void>()
  const end = Promise.withResolvers<string>()
  const app = fastify()
  app.get('/slow', async () => {
    begun.resolve()
    return await end.promise
  })
  return { app, begun: begun.promise, end: end.resolve }
}

t.test('a request that was begun is answered; a new one is not taken', async t => {
  for (const { address, family } of await lookup('localhost', { all: true })) {
    const { app, begun, end } = slowApp()
    const { url, stop } = await listen(app, here)
    const at = url.replace('localhost', family === 6 ? `[${address}]` : address)
    const answer = fetch(`${at}/slow`)
    await begun
    const stopped = stop()
    await t.rejects(fetch(`${at}/slow`), 'no new connection')
    end('finished')
    t.equal(await (await answer).text(), 'finished', address)
    await stopped
  }
})

t.test('a request that does not end is cut after 3 s', async t => {
  const { app, begun } = slowApp()
  const { url, stop } = await listen(app, here)
  const answer = fetch(`${url}/slow`)
  answer.catch(() => undefined)
  await begun
  const asked = performance.now()
  await stop()
  const waited = performance.now() - asked
  t.ok(waited > 2_900 && waited < 4_000, `${Math.round(waited)} ms`)
  await t.rejects(answer)
})

t.test('an idle connection that is kept alive does not delay the stop', async t => {
  const { app, end } = slowApp()
  end('')
  const { url, stop } = await listen(app, here)
  await (await fetch(`${url}/slow`)).text()
  const asked = performance.now()
  await stop()
  t.ok(performance.now() - asked < 1_000)
})

t.test('a port that is taken is told in one sentence', async t => {
  const other = createServer()
  await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
  t.teardown(() => other.close())
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await t.rejects(listen(fastify(), { ...here, host: '127.0.0.1', port }), {
    message: `Cannot listen on port ${port} of 127.0.0.1 (EADDRINUSE). Choose another.`,
  })
})
