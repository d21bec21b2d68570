import t from 'tap'
import { verifyRoots } from '../../src/engine/verify.ts'
import { openRoom } from '../features/final-files/fixtures/file-room.ts'
import { fillPackage, openPackage, sampleReview, sendPackage } from './journey.ts'
import { advise, confirmFile, fileAt, meetAll, placeFile } from './to-the-end.ts'

t.setTimeout(120_000)

t.test('by the API alone, the trio goes from empty packages to three confirmed files', async t => {
  const room = await openRoom(t, 'trio')
  const { root } = room
  const schools = [
    { seat: 1, reviews: 2, client: await room.client('school-36-head') },
    { seat: 2, reviews: 3, client: await room.client('school-40-coordinator') },
    { seat: 3, reviews: 1, client: await room.client('taychinskaya-head') },
  ]
  const programmes = new Map<number, Map<string, string>>()
  for (const school of schools) {
    const title = `Проверочный текст: программа школы ${school.seat}`
    programmes.set(school.seat, await fillPackage(t, root, school, [{ title, factors: [school.seat] }]))
    await sendPackage(t, root, school)
  }
  for (const school of schools) await openPackage(t, root, school)
  for (const school of schools) {
    const about = programmes.get(school.reviews) ?? new Map()
    await sampleReview(t, root, school, about)
  }
  await meetAll(t, root, schools, '2022-10-02')
  for (const school of schools) await advise(t, root, school)
  for (const school of schools) await placeFile(t, root, school, '2022-10-03')

  // The first’s curator works at the second’s school, and so is nobody’s here; the third has none.
  const wouldBe = await room.client('curator-school-40')
  t.equal((await wouldBe.get(fileAt(root, 1))).status, 404)
  await confirmFile(t, root, 1, await room.client('municipal-smolensk'))
  await confirmFile(t, root, 2, await room.client('municipal-smolensk'))
  await confirmFile(t, root, 3, await room.client('municipal-tevriz'))
  const { faults, rows } = await verifyRoots(room.db, room.house.workflow)
  t.same(faults, [], `${rows} history rows verify`)
})
