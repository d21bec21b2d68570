import t from 'tap'
import { verifyRoots } from '../../src/engine/verify.ts'
import { download, type FileRoom, openRoom } from '../features/final-files/fixtures/file-room.ts'
import { readFinalFile } from './file-text.ts'
import { fillPackage, openPackage, packages, type School, sampleReview, sendPackage } from './journey.ts'
import { advise, confirmFile, fileAt, meetAll, placeFile } from './to-the-end.ts'

t.setTimeout(180_000)

const reason = 'Проверочный текст: причина'

/** An act of somebody on something whose state is read at `of`. */
const acts = async (room: FileRoom, name: string, path: string, of: string, body: object) =>
  (await room.client(name)).act(path, of, body)

const verifies = async (t: Parameters<typeof openRoom>[0], { db, house }: FileRoom) => {
  const { faults, rows } = await verifyRoots(db, house.workflow)
  t.same(faults, [], `${rows} history rows verify`)
}

t.test(
  'a partner stays silent: the pair is closed one-sided, and the willing school ends with its own file',
  async t => {
    const room = await openRoom(t)
    const { root } = room
    const first: School = { seat: 1, client: await room.client('school-21-head') }
    await fillPackage(t, root, first, [{ title: 'Проверочный текст: программа', factors: [2] }])
    await sendPackage(t, root, first)
    await room.at('2022-10-14T08:00:00.000Z')
    const closed = await acts(
      room,
      'municipal-tobolsk',
      `/partnerships/${root}/close-one-sided`,
      `/partnerships/${root}`,
      {
        seat: 1,
        reason,
      },
    )
    t.equal(closed.status, 200, `closed one-sided: ${closed.body.detail ?? ''}`)
    await placeFile(t, root, first, '2022-10-13')
    await confirmFile(t, root, 1, await room.client('curator-gymnasium-1'))
    const { bytes } = await download(room, 'school-21-head', `${fileAt(root, 1)}.docx`)
    const { text } = await readFinalFile(Buffer.from(bytes))
    for (const said of ['Экспертиза не получена.', 'Рекомендации не получены.']) t.ok(text.includes(said), said)
    await verifies(t, room)
  },
)

t.test(
  'a third school joins a pair that has begun: what was done stays, and all three end with confirmed files',
  async t => {
    const room = await openRoom(t)
    const { root, demo } = room
    const trio = demo.groups.get('trio') ?? ''
    const first: School = { seat: 1, reviews: 2, client: await room.client('school-21-head') }
    const second: School = { seat: 2, reviews: 1, client: await room.client('priirtyshskaya-head') }
    const sent = await packages(t, root, first, second)
    await sampleReview(t, root, first, sent.theirs)

    await room.at('2022-10-10T08:00:00.000Z')
    for (const seat of [1, 2]) {
      const { status } = await acts(
        room,
        'municipal-smolensk',
        `/partnerships/${trio}/withdraw`,
        `/partnerships/${trio}`,
        {
          seat,
          reason,
        },
      )
      t.equal(status, 200)
    }
    const joined = await acts(room, 'federal', `/cycles/${demo.cycle}/join`, `/seasons/${demo.cycle}`, {
      into: root,
      school: { school: demo.schools.get('taychinskaya'), from: { root: trio, seat: 3 } },
      seat: 3,
      assignments: [
        { reviewer: 3, reviewed: 1 },
        { reviewer: 2, reviewed: 3 },
      ],
      reason,
    })
    t.equal(joined.status, 200, `the third joins: ${joined.body.detail ?? ''}`)

    const third: School = { seat: 3, reviews: 1, client: await room.client('taychinskaya-head') }
    const theirs = await fillPackage(t, root, third, [{ title: 'Проверочный текст: третья программа', factors: [3] }])
    await sendPackage(t, root, third)
    const secondOfThird: School = { ...second, reviews: 3 }
    await openPackage(t, root, secondOfThird)
    await sampleReview(t, root, second, sent.own)
    await sampleReview(t, root, secondOfThird, theirs)
    await sampleReview(t, root, third, sent.own)
    await meetAll(t, root, [first, second, third], '2022-10-09')
    for (const writer of [first, second, secondOfThird, third]) await advise(t, root, writer)
    for (const school of [first, second, third]) await placeFile(t, root, school, '2022-10-09')
    for (const [seat, name] of [
      [1, 'curator-gymnasium-1'],
      [2, 'curator-tobolsk'],
      [3, 'municipal-tevriz'],
    ] as const)
      await confirmFile(t, root, seat, await room.client(name))
    await verifies(t, room)
  },
)

t.test('a school withdraws: its partner goes on with another that was left, and the work is kept', async t => {
  const room = await openRoom(t)
  const { root: pair, demo } = room
  const trio = demo.groups.get('trio') ?? ''
  const first: School = { seat: 1, client: await room.client('school-21-head') }
  const second: School = { seat: 2, client: await room.client('priirtyshskaya-head') }
  const sent = await packages(t, pair, first, second)
  await sampleReview(t, pair, second, sent.own)

  await room.at('2022-10-10T08:00:00.000Z')
  for (const [name, root, seat] of [
    ['municipal-tobolsk', pair, 2],
    ['municipal-smolensk', trio, 1],
    ['municipal-smolensk', trio, 2],
  ] as const)
    t.equal(
      (await acts(room, name, `/partnerships/${root}/withdraw`, `/partnerships/${root}`, { seat, reason })).status,
      200,
    )
  const put = await acts(room, 'federal', `/cycles/${demo.cycle}/pair`, `/seasons/${demo.cycle}`, {
    schools: [
      { school: demo.schools.get('school-21'), from: { root: pair, seat: 1 } },
      { school: demo.schools.get('taychinskaya'), from: { root: trio, seat: 3 } },
    ],
    reason,
  })
  t.equal(put.status, 200, `the two are put together: ${put.body.detail ?? ''}`)
  const { wentInto } = (await (await room.client('federal')).get(`/partnerships/${pair}/manage`)).body
  const root = String(wentInto)
  const old = await first.client.get(`/partnerships/${pair}/assignments/2/1`)
  t.match(old.body, { state: 'revealed' }, 'what the one who left had submitted can be read')

  // The package came along with all its files: it has only to be sent.
  await sendPackage(t, root, first)
  const { slots } = (await first.client.get(`/partnerships/${root}/seats/1/package`)).body as {
    slots: { programme: { id: string; title: string } | null }[]
  }
  const own = new Map(slots.flatMap(({ programme }) => (programme === null ? [] : [[programme.title, programme.id]])))
  const other: School = { seat: 2, client: await room.client('taychinskaya-head') }
  const theirs = await fillPackage(t, root, other, [{ title: 'Проверочный текст: программа', factors: [3] }])
  await sendPackage(t, root, other)
  for (const school of [first, other]) await openPackage(t, root, school)
  await sampleReview(t, root, first, theirs)
  await sampleReview(t, root, other, own)
  await meetAll(t, root, [first, other], '2022-10-09')
  for (const school of [first, other]) await advise(t, root, school)
  for (const school of [first, other]) await placeFile(t, root, school, '2022-10-09')
  await confirmFile(t, root, 1, await room.client('curator-gymnasium-1'))
  await confirmFile(t, root, 2, await room.client('municipal-tevriz'))
  await verifies(t, room)
})
