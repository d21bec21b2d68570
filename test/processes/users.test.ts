import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import t from 'tap'
import { temporaryFolder } from '../fixtures/postgres.ts'
import { get, runProgram, serverRunsIn, startProgram } from '../fixtures/program.ts'

t.setTimeout(120_000)

/** Not "lacks": what a user may do is no tool that could be installed. */
const asRoot = { skip: process.getuid?.() !== 0 && 'only root can try other users' }
const NOBODY = 65_534
const nobodyRunsNode = spawnSync(process.execPath, ['--version'], { uid: NOBODY, gid: NOBODY }).status === 0
const asNobody = { skip: asRoot.skip || (!nobodyRunsNode && 'nobody cannot enter the folder of the programs') }

t.test('a user without rights starts it in a folder of its own', asNobody, async t => {
  const folder = await temporaryFolder('vzaimo-data-')
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  await chown(folder, NOBODY, NOBODY)
  const program = await startProgram(t, { env: { VZAIMO_DATA: path.join(folder, 'data') }, uid: NOBODY })
  t.match(await get(`${program.url}/health`), { status: 200 })
  t.equal((await stat(path.join(folder, 'data/postgres'))).uid, NOBODY)
  program.child.kill('SIGTERM')
  t.equal((await program.ended).code, 0)
  t.notOk(serverRunsIn(path.join(folder, 'data')))
})

t.test('root starts it as another user; nothing secret is readable by others', asRoot, async t => {
  const folder = await temporaryFolder('vzaimo-data-')
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const program = await startProgram(t, { env: { VZAIMO_DATA: folder } })
  t.not((await stat(path.join(folder, 'postgres'))).uid, 0)
  t.equal((await stat(path.join(folder, 'postgres'))).mode & 0o777, 0o700)
  t.equal((await stat(path.join(folder, 'secrets'))).mode & 0o777, 0o700)
  t.equal((await stat(path.join(folder, 'secrets/postgres'))).mode & 0o777, 0o600)
  program.child.kill('SIGTERM')
  t.equal((await program.ended).code, 0)

  if (asNobody.skip !== false) return
  const stranger = await runProgram(t, { env: { VZAIMO_DATA: folder }, uid: NOBODY })
  t.match(stranger, { code: 1, output: /\/postgres belongs to the user with the number \d+: start the program as/ })
})

t.test(
  'in a folder below a closed one, root keeps the database elsewhere and says where, each time',
  asRoot,
  async t => {
    const closed = await mkdtemp(path.join(tmpdir(), 'vzaimo-closed-'))
    await chmod(closed, 0o700)
    const folder = path.join(closed, 'data')
    const elsewhere = path.join('/var/lib/vzaimo', createHash('sha256').update(folder).digest('hex').slice(0, 16))
    t.teardown(async () => {
      await rm(closed, { recursive: true, force: true })
      await rm(elsewhere, { recursive: true, force: true })
    })
    for (const time of ['first', 'second']) {
      const program = await startProgram(t, { env: { VZAIMO_DATA: folder } })
      t.match(program.output(), `The database lies in ${elsewhere}/postgres`, time)
      program.child.kill('SIGTERM')
      t.equal((await program.ended).code, 0)
    }
    t.equal((await readFile(path.join(folder, 'postgres-lies-at'), 'utf8')).trim(), `${elsewhere}/postgres`)

    await rm(folder, { recursive: true })
    await mkdir(folder)
    const anew = await startProgram(t, { env: { VZAIMO_DATA: folder } })
    t.match(anew.output(), `was kept as ${elsewhere}/postgres.before-1`, 'a folder begun anew loses nothing')
  },
)
