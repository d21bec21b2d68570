import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { createFileStore } from '../../src/files/store.ts'

const folderOf = async (t: Test) => {
  const folder = await mkdtemp(join(tmpdir(), 'vzaimo-test-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'files')
}

async function* chunks(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text)
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const drafts = (folder: string) => readdir(join(folder, 'tmp'))

t.test('what is put in lies under its hash, for its owner alone, and comes out as it was', async t => {
  const folder = await folderOf(t)
  const store = createFileStore(folder)
  const stored = await store.put(chunks('каждый ', 'кусок'))
  const hash = sha256('каждый кусок')
  t.strictSame(stored, { sha256: hash, bytes: Buffer.byteLength('каждый кусок') })
  t.equal(String(await buffer(await store.open(hash))), 'каждый кусок')
  const { mode } = await stat(join(folder, hash.slice(0, 2), hash.slice(2, 4), hash))
  t.equal(mode & 0o777, 0o600)
  t.equal((await stat(join(folder, hash.slice(0, 2)))).mode & 0o777, 0o700)
  t.strictSame(await drafts(folder), [])
  t.ok(await store.has(hash))
  await store.remove(hash)
  t.notOk(await store.has(hash))
  await store.remove(hash)
  await t.rejects(store.open(hash), { code: 'ENOENT' })
})

t.test('the same bytes twice at once are one file', async t => {
  const folder = await folderOf(t)
  const store = createFileStore(folder)
  const both = await Promise.all([store.put(chunks('одно')), store.put(chunks('од', 'но'))])
  t.equal(both[0].sha256, both[1].sha256)
  t.equal((await Array.fromAsync(store.list())).length, 1)
})

t.test('too much, a stream that breaks, and a no of whoever looks leave nothing', async t => {
  const folder = await folderOf(t)
  const store = createFileStore(folder, { maxBytes: 10 })
  await t.rejects(store.put(chunks('12345', '678901')), { message: 'more than 10 bytes' })
  await t.rejects(
    store.put(
      (async function* () {
        yield Buffer.from('начало')
        throw new Error('the line broke')
      })(),
      { maxBytes: 100 },
    ),
    { message: 'the line broke' },
  )
  await t.rejects(
    store.put(chunks('0123456789'), {
      accept: async (path, { bytes }) => {
        t.equal((await stat(path)).size, bytes)
        throw new Error('not this one')
      },
    }),
    { message: 'not this one' },
  )
  t.strictSame(await drafts(folder), [])
  t.strictSame(await Array.fromAsync(store.list()), [])
})

t.test('a hash is a hash: no path leads out of the folder', async t => {
  const store = createFileStore(await folderOf(t))
  for (const wrong of ['../../etc/passwd', '', 'A'.repeat(64), `${'a'.repeat(64)}/..`]) {
    await t.rejects(store.remove(wrong), RangeError)
  }
})

t.test('uploads that a dead process left are forgotten once they are old', async t => {
  const folder = await folderOf(t)
  const store = createFileStore(folder)
  await mkdir(join(folder, 'tmp'), { recursive: true })
  await writeFile(join(folder, 'tmp', 'old'), 'половина')
  await writeFile(join(folder, 'tmp', 'young'), 'половина')
  await utimes(join(folder, 'tmp', 'old'), 0, 0)
  await store.forgetDrafts('2001-01-01T00:00:00.000Z')
  t.strictSame(await drafts(folder), ['young'])
})
