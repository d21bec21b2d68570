import { appendFile, mkdtemp, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { enterBlob } from '../../src/files/blob.ts'
import { checkFiles } from '../../src/files/check-files.ts'
import { type Received, receiveFile } from '../../src/files/receive.ts'
import { createFileStore } from '../../src/files/store.ts'
import { sweepBlobs } from '../../src/files/sweep.ts'
import { testDatabase } from '../fixtures/database.ts'
import { pdf } from '../fixtures/files/make.ts'
import { fillPackage, openRoom } from '../fixtures/files/room.ts'

t.setTimeout(180_000)

const now = '2030-01-10T00:00:00.000Z'
const old = new Date('2030-01-07T00:00:00.000Z')
const young = new Date('2030-01-09T00:00:00.000Z')

const roomOf = async (t: Test) => {
  const { db } = await testDatabase(t)
  const folder = await mkdtemp(join(tmpdir(), 'vzaimo-test-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const store = createFileStore(folder)
  const age = async ({ sha256 }: Received, since: Date) =>
    utimes(join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256), since, since)
  const receive = async (text: string): Promise<Received> => {
    const received = await receiveFile(store, {
      name: 'x.pdf',
      bytes: (async function* () {
        yield pdf(text)
      })(),
    })
    if ('refused' in received) throw new Error(received.refused.why)
    return received
  }
  return { db, store, folder, age, receive }
}

t.test('what nobody names goes after 48 hours; what is young, or named, stays', async t => {
  const { db, store, age, receive } = await roomOf(t)
  const [forgotten, fresh] = [await receive('забытый'), await receive('новый')]
  await age(forgotten, old)
  await age(fresh, young)
  t.equal(await sweepBlobs(db, store, now), 1)
  t.notOk(await store.has(forgotten.sha256))
  t.ok(await store.has(fresh.sha256))

  const room = await openRoom(t)
  await fillPackage(room)
  t.equal(await sweepBlobs(room.db, room.house.files, '2100-01-01T00:00:00.000Z'), 0)
  t.equal((await Array.fromAsync(room.house.files.list())).length, 4)
})

t.test('a row that no document names any more goes with its file; erased bytes go and their row stays', async t => {
  const { db, store, age, receive } = await roomOf(t)
  const [orphan, erased] = [await receive('сирота'), await receive('стёртый')]
  for (const received of [orphan, erased]) {
    t.equal(await db.transaction().execute(tx => enterBlob(tx, store, received)), 'entered')
    await age(received, old)
  }
  await db.updateTable('blob').set({ erased_at: now }).where('sha256', '=', erased.sha256).execute()
  t.equal(await sweepBlobs(db, store, now), 2)
  t.strictSame(await db.selectFrom('blob').select('sha256').execute(), [{ sha256: erased.sha256 }])
  t.strictSame(await Array.fromAsync(store.list()), [])
  const again = await receive('стёртый')
  t.equal(await db.transaction().execute(tx => enterBlob(tx, store, again)), 'erased')
})

t.test(
  'the sweep waits for an upload that is about to name the same bytes, and an upload that came too late says so',
  async t => {
    const { db, store, age, receive } = await roomOf(t)
    const received = await receive('ровно в эту минуту')
    await age(received, old)
    const entered = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const upload = db.transaction().execute(async tx => {
      const outcome = await enterBlob(tx, store, received)
      entered.resolve()
      await goOn.promise
      return outcome
    })
    await entered.promise
    const sweeping = sweepBlobs(db, store, now)
    goOn.resolve()
    t.equal(await upload, 'entered')
    t.equal(await sweeping, 1, 'nothing named it in the end')
    t.equal(await db.transaction().execute(tx => enterBlob(tx, store, received)), 'gone')
    t.strictSame(await db.selectFrom('blob').selectAll().execute(), [])
  },
)

t.test('a file that is missing, or whose bytes are others, is found by its row', async t => {
  const { db, store, receive, folder } = await roomOf(t)
  const [whole, missing, changed] = [await receive('цел'), await receive('пропал'), await receive('изменён')]
  for (const received of [whole, missing, changed]) await db.transaction().execute(tx => enterBlob(tx, store, received))
  t.strictSame(await checkFiles(db, store), { files: 3, faults: [] })
  await store.remove(missing.sha256)
  const { sha256 } = changed
  await appendFile(join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256), 'x')
  const { faults } = await checkFiles(db, store)
  t.strictSame(
    new Map(faults.map(fault => [fault.sha256, fault.why])),
    new Map([
      [missing.sha256, 'missing'],
      [sha256, 'changed'],
    ]),
  )
})
