import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import t from 'tap'
import { secret } from '../../src/db/secrets.ts'

t.test('a secret is made once, kept 0600 in a folder 0700, and differs by name', async t => {
  const folder = await newFolder(t)
  const made = await secret(folder, 'sessions')
  t.match(made, /^[\w-]{43}$/)
  t.equal(await secret(folder, 'sessions'), made)
  t.not(await secret(folder, 'forms'), made)
  t.equal((await stat(path.join(folder, 'secrets'))).mode & 0o777, 0o700)
  t.equal((await stat(path.join(folder, 'secrets/sessions'))).mode & 0o777, 0o600)
})

t.test('many that ask at once get the same one', async t => {
  const folder = await newFolder(t)
  const made = await Promise.all(Array.from({ length: 20 }, () => secret(folder, 'sessions')))
  t.equal(new Set(made).size, 1)
})

t.test('a file that was emptied is told, not used', async t => {
  const folder = await newFolder(t)
  await secret(folder, 'sessions')
  await writeFile(path.join(folder, 'secrets/sessions'), '')
  await t.rejects(secret(folder, 'sessions'), { message: /holds no secret/ })
})

async function newFolder(t: { teardown(handler: () => Promise<void>): unknown }): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vzaimo-secrets-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}
