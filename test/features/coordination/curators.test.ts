import t from 'tap'
import { openOffice, reason } from './fixtures/office.ts'

t.setTimeout(180_000)

const uploaded = '2022-10-17T08:00:00.000Z'

t.test('a curator who works at the partner school, and a school without one: whose word it is then', async t => {
  const office = await openOffice(t)
  const { trio } = office
  const here = `/partnerships/${trio}`
  await office.at('2022-10-14T08:00:00.000Z')
  for (const [seat, head] of [
    [1, 'school-36-head'],
    [3, 'taychinskaya-head'],
  ] as const) {
    t.equal((await office.press('federal', `${here}/close-one-sided`, { seat, reason })).status, 200)
    await office.happen({
      as: head,
      root: trio,
      key: `seat/${seat}`,
      event: { type: 'file.upload' },
      at: uploaded,
      facts: { missing: [], sha256: '0'.repeat(64) },
    })
  }
  await office.at('2022-10-18T08:00:00.000Z')
  const confirm = async (as: string, seat: number) =>
    (await office.press(as, `${here}/seats/${seat}/file/confirm`, {})).status
  t.equal(await confirm('curator-school-40', 1), 404, 'staff of school 40 is nobody’s curator here')
  t.equal(await confirm('municipal-tevriz', 1), 403, 'another school’s territory')
  t.equal(await confirm('municipal-smolensk', 1), 200, 'the municipal coordinator stands in')
  t.equal(await confirm('curator-gymnasium-1', 3), 403, 'the curator of school 40 is not that of Taychinskaya')
  t.equal(await confirm('regional-omsk', 3), 200, 'nobody curates it: its coordinators answer')
})
