import t from 'tap'
import { sampleSchools } from '../../../../bench/pairing-schools.ts'
import { solveInThread } from '../../../../src/features/pairing/table/solver.ts'
import { defaultSettings } from '../../../../src/features/pairing/weights.ts'
import { openRoom } from './fixtures/table.ts'

t.setTimeout(240_000)

t.test('a thread at work is cancelled, and tells where it stood', async t => {
  const request = {
    ...{ schools: sampleSchools(3000, 1), on: Temporal.PlainDate.from('2022-10-07'), settings: defaultSettings },
    ...{ earlier: [], bans: [], conflicts: [], locks: [] },
  }
  const told: string[] = []
  const solving = solveInThread(request, ({ stage }) => {
    told.push(stage)
    solving.cancel()
  })
  t.equal(await solving.done, null)
  t.ok(told.length > 0)
})

t.test('where nobody may be paired, it is said why; a run that is over cannot be stopped', async t => {
  const room = await openRoom(t, 4)
  t.match(await room.act('cancel'), { status: 409, missing: [{ code: 'notRunning' }] })
  await room.db
    .updateTable('school')
    .set({ region: 'Регион-образец 1', municipality: 'Округ-образец 1' })
    .where('name', 'like', 'Школа-образец %')
    .execute()
  const shown = await room.propose()
  t.match(shown, { draft: null, run: { state: 'impossible', says: [{ ru: /\S/, en: /\S/ }] } })
  const { body } = await room.page()
  t.match(body, /Распределить всех не.получается/)
})

t.test('schools come and go before publishing, and what was wished about them ends with them', async t => {
  const room = await openRoom(t, 6)
  const { groups } = await room.propose()
  const [pair] = groups
  await room.act('lock', { schools: pair?.members })
  t.equal((await room.act('remove', { school: pair?.members[0] })).status, 200)
  t.match(await room.table(), { enrolled: 5, wishes: [], draft: { fits: false } })
  const odd = await room.propose()
  t.equal(odd.groups.filter(({ members }) => members.length === 3).length, 1)
  t.equal((await room.act('enrol', { region: '' })).status, 200)
  t.ok(Number((await room.get()).enrolled) > 5)
  t.match(await room.act('enrol', { region: '' }), { status: 409, missing: [{ code: 'nobody' }] })
  const { settings } = (await room.get()) as unknown as { settings: typeof defaultSettings }
  t.same(settings, defaultSettings)
  t.equal((await room.act('settings', { settings: { ...settings, sameRegionLoss: 800 } })).status, 200)
  t.match(await room.get(), { settings: { sameRegionLoss: 800 }, draft: { fits: false } })
})
