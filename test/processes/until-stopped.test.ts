import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import t from 'tap'

t.setTimeout(60_000)
const stubborn = path.join(import.meta.dirname, '../fixtures/stubborn.ts')

t.test('a second signal ends the process at once', async t => {
  const { child, line, ended } = start(t)
  await line('ready')
  child.kill('SIGINT')
  await line('stopping')
  await new Promise(resolve => setTimeout(resolve, 400))
  child.kill('SIGINT')
  await line('ended at once')
  t.equal(await ended, 130)
})

t.test('two signals in one instant are one: npm passes the terminal’s Ctrl-C on', async t => {
  const { child, line, ended } = start(t)
  await line('ready')
  const asked = performance.now()
  child.kill('SIGINT')
  child.kill('SIGTERM')
  await line('stopping')
  await ended
  t.ok(performance.now() - asked > 4_000, 'it waited for its parts')
})

t.test('what does not stop is dropped before 5 s are over', async t => {
  const { child, line, ended } = start(t)
  await line('ready')
  const asked = performance.now()
  child.kill('SIGTERM')
  await line('ended at once')
  t.equal(await ended, 1)
  t.ok(performance.now() - asked < 5_000, `${Math.round(performance.now() - asked)} ms`)
})

function start(t: { teardown(handler: () => unknown): unknown }) {
  const child = spawn(process.execPath, [stubborn], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => child.kill('SIGKILL'))
  const seen: string[] = []
  const waiting: { text: string; resolve: () => void }[] = []
  createInterface({ input: child.stdout }).on('line', text => {
    seen.push(text)
    for (const one of waiting) if (text.includes(one.text)) one.resolve()
  })
  return {
    child,
    line: (text: string) =>
      new Promise<void>(resolve => {
        if (seen.some(line => line.includes(text))) resolve()
        else waiting.push({ text, resolve })
      }),
    ended: new Promise<number | null>(resolve => child.on('close', resolve)),
  }
}
