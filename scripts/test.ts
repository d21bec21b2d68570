import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { LACKS } from '../test/fixtures/machine.ts'
import { SHARED_SERVER, startTestServer } from '../test/fixtures/postgres.ts'
import { openReport } from './test-report.ts'

/**
 * `npm test [-- files or options of tap]`: one PostgreSQL for the run, tap on the files, and a report that ends with
 * the line `N passed, N failed` (and `, N skipped`), counted in assertions. The exit code is 0 only if nothing failed;
 * with CI set, what was skipped because the machine lacks it counts as failed.
 */

const root = path.resolve(import.meta.dirname, '..')
const tap = path.join(root, 'node_modules/tap/dist/esm/run.mjs')

const server = await startTestServer()
console.log(`PostgreSQL for this run: ${server.kind}`)
const child = spawn(process.execPath, [tap, '-R', 'tap', ...process.argv.slice(2)], {
  cwd: root,
  env: { ...process.env, [SHARED_SERVER]: server.url },
  stdio: ['ignore', 'pipe', 'inherit'],
})
// Ctrl-C reaches tap by itself; then, as when it ends, the server is stopped below.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => child.kill('SIGTERM'))

const report = openReport(line => console.log(line))
for await (const line of createInterface({ input: child.stdout })) report.read(line)
const code = await new Promise<number>(resolve => {
  if (child.exitCode !== null) resolve(child.exitCode)
  else child.on('close', code => resolve(code ?? 1))
})
await server.stop()

const { passed, failed, skipped } = report.close({
  clean: code === 0,
  failsWhenSkipped: reason => Boolean(process.env.CI) && reason.startsWith(LACKS),
})
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = failed > 0 ? 1 : 0
