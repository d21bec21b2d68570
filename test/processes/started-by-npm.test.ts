import { rm } from 'node:fs/promises'
import t from 'tap'
import { temporaryFolder } from '../fixtures/postgres.ts'
import { get, serverRunsIn, startProgram, until } from '../fixtures/program.ts'

t.setTimeout(120_000)

const npmStart = ['npm', 'start', '--silent']

for (const { how, signal, toGroup } of [
  { how: 'Ctrl-C in its terminal', signal: 'SIGINT', toGroup: true },
  { how: 'SIGTERM to npm alone', signal: 'SIGTERM', toGroup: false },
  { how: 'SIGKILL to npm alone', signal: 'SIGKILL', toGroup: false },
] as const) {
  t.test(`npm start, then ${how}: program and database end within 5 s`, async t => {
    const folder = await temporaryFolder('vzaimo-data-')
    t.teardown(() => rm(folder, { recursive: true, force: true }))
    const program = await startProgram(t, { env: { VZAIMO_DATA: folder }, command: npmStart })
    const npm = program.child.pid ?? 0
    const asked = performance.now()
    process.kill(toGroup ? -npm : npm, signal)
    await until(async () => (await get(`${program.url}/live`)) === undefined || undefined)
    await until(() => !serverRunsIn(folder) || undefined)
    t.ok(performance.now() - asked < 5_000, `${Math.round(performance.now() - asked)} ms`)
    t.notMatch((await program.ended).output, 'unexpected')
  })
}
