import { randomUUID } from 'node:crypto'
import t from 'tap'
import { faultsOf, markOf, type Office, openOffice, reason, rowOf, sendPackage, signIn } from './fixtures/office.ts'

t.setTimeout(240_000)

const leaving = '2022-10-10T08:00:00.000Z'

type Free = {
  readonly school: string
  readonly name: string
  readonly kind: string
  readonly from: { readonly root: string; readonly seat: number } | null
  readonly reachable: boolean
}

const withdraw = async (office: Office, as: string, root: string, seat: number) =>
  office.press(as, `/partnerships/${root}/withdraw`, { seat, reason })

const freeOf = async (office: Office, as: string): Promise<readonly Free[]> =>
  (await office.get(as, `/api/seasons/${office.cycle}/pairing`)).schools as Free[]

const comerOf = (free: readonly Free[], name: string) => {
  const found = free.find(school => school.name.includes(name))
  if (found === undefined) throw new Error(`${name} is not free`)
  return { school: found.school, from: found.from }
}

/** School 21 files one document and sends its package. */
const filed = async (office: Office) => {
  const { db, pair, person } = office
  const author = person('school-21-head')
  const at = '2022-10-04T08:00:00.000Z'
  const sha256 = '1'.padStart(64, '0')
  await db.insertInto('blob').values({ sha256, bytes: 10, type: 'pdf' }).execute()
  await db.insertInto('privacy_word').values({ root: pair, seat: 1, at, author }).execute()
  await db
    .insertInto('document')
    .values({
      id: randomUUID(),
      root: pair,
      seat: 1,
      slot: 'risk-profile',
      version: 1,
      sha256,
      filename: 'профиль.pdf',
      at,
      author,
    })
    .execute()
  await signIn(office, 'school-21-head', pair, 1)
  await sendPackage(office, 'school-21-head', pair, 1, '2022-10-05T08:00:00.000Z')
}

/** The partner of school 21 left, and both partners of Taychinskaya. */
const twoLeft = async (t: Parameters<typeof openOffice>[0]) => {
  const office = await openOffice(t)
  await filed(office)
  await office.at(leaving)
  for (const [as, root, seat] of [
    ['municipal-tobolsk', office.pair, 2],
    ['municipal-smolensk', office.trio, 1],
    ['municipal-smolensk', office.trio, 2],
  ] as const)
    t.equal((await withdraw(office, as, root, seat)).status, 200)
  return office
}

t.test(
  'two schools whose partners left are put together: packages carried unsent, dates anew, old pairs readable',
  async t => {
    const office = await twoLeft(t)
    const { cycle, pair, trio } = office
    const free = await freeOf(office, 'federal')
    const [first, second] = [comerOf(free, '№ 21'), comerOf(free, 'Тайчинская')]
    t.match(first.from, { root: pair, seat: 1 })
    t.match(second.from, { root: trio, seat: 3 })
    t.match(
      free
        .filter(({ kind }) => kind === 'out')
        .map(({ name }) => name.includes('№ 36') || name.includes('№ 40') || name.includes('Приирт')),
      [true, true, true],
      'those who left sit nowhere',
    )
    t.match(
      (await freeOf(office, 'municipal-smolensk')).find(({ kind }) => kind === 'orphan'),
      { reachable: false },
      'its old pair is not wholly of that territory',
    )
    const query = `school=${first.school}&school=${second.school}`
    t.match(await office.get('federal', `/api/seasons/${cycle}/pairing/preview?${query}`), { may: true, warnings: [] })
    const press = (as: string, schools: readonly object[]) =>
      office.press(as, `/cycles/${cycle}/pair`, { schools, reason })
    t.equal((await press('municipal-smolensk', [first, second])).status, 403, 'one of them is foreign')
    t.match(await press('federal', [first, { ...second, from: null }]), {
      status: 409,
      missing: [{ code: `seated/${second.school}`, says: /Тайчинская/ }],
    })
    t.match(await press('federal', [first, { ...second, from: first.from }]), {
      status: 409,
      missing: [{ code: `from/${second.school}` }],
    })
    t.match(await press('federal', [first, first]), { status: 409, missing: [{ code: 'size', says: /две\sили\sтри/ }] })
    t.equal((await press('federal', [first, { school: randomUUID(), from: null }])).status, 403)
    t.equal((await press('federal', [first, second])).status, 200)

    const old = await office.get('federal', `/api/partnerships/${pair}/manage`)
    t.match(old, { status: 200, open: false, dissolve: false, reinstate: [] })
    const fresh = String(old.wentInto)
    t.equal((await office.get('school-21-head', `/api/partnerships/${pair}`)).status, 200, 'the old pair can be read')
    t.equal((await office.get('school-21-head', `/api/partnerships/${fresh}`)).status, 200)
    t.equal(
      (await office.press('municipal-tobolsk', `/partnerships/${pair}/reinstate`, { seat: 2, reason })).status,
      409,
    )

    const row = await rowOf(office, 'federal', fresh)
    t.same(
      row?.schools.map(({ name }) => name.includes('№ 21')),
      [true, false],
    )
    t.equal(markOf(row, 1, 'package'), 'done', 'its exchange counts as done')
    t.equal(markOf(row, 2, 'package'), 'open')
    const carried = await office.db
      .selectFrom('document')
      .select(['slot', 'version'])
      .where('root', '=', fresh)
      .where('seat', '=', 1)
      .execute()
    t.same(carried, [{ slot: 'risk-profile', version: 1 }])
    const { value } = await office.db
      .selectFrom('thing')
      .select('value')
      .where('root', '=', fresh)
      .where('key', '=', 'seat/1')
      .executeTakeFirstOrThrow()
    t.match(value, { package: 'preparing' }, 'unsent')
    const { extend } = await office.get('federal', `/api/partnerships/${fresh}/manage`)
    const due = (extend as { key: string; dueAt: string }[]).find(({ key }) => key === 'duty/2/package')?.dueAt
    t.equal(due, '2022-10-21T18:00:00.000Z', 'ten working days of a six-day week from today, in its zone')
    t.notOk((await freeOf(office, 'federal')).some(({ kind }) => kind === 'orphan'))
    const told = await office.db.selectFrom('reason').select('body').where('root', '=', cycle).execute()
    t.ok(told.some(({ body }) => body === reason))
    t.same(await faultsOf(office), [], 'all of it verifies')
  },
)

t.test('a school joins a pair that runs: a ring of three, nothing begun is taken away', async t => {
  const office = await openOffice(t)
  const { cycle, pair, trio } = office
  await office.at(leaving)
  await withdraw(office, 'municipal-smolensk', trio, 1)
  t.match((await office.get('federal', `/api/seasons/${cycle}/pairing`)).gaps, [{ root: trio }], 'two of a trio remain')
  await withdraw(office, 'municipal-smolensk', trio, 2)
  const comer = comerOf(await freeOf(office, 'federal'), 'Тайчинская')
  const preview = `/api/seasons/${cycle}/pairing/preview?school=${comer.school}`
  t.match((await office.get('federal', `${preview}&pair=Приирт`)).found, [{ root: pair }])
  const { joining } = await office.get('federal', `${preview}&into=${pair}`)
  const ring = [
    { reviewer: 3, reviewed: 1 },
    { reviewer: 2, reviewed: 3 },
  ]
  t.match(joining, { into: pair, seat: 3, assignments: ring })
  const body = { into: pair, school: comer, seat: 3, assignments: ring, reason }
  t.equal((await office.press('municipal-tevriz', `/cycles/${cycle}/join`, body)).status, 403)
  t.match(await office.press('federal', `/cycles/${cycle}/join`, { ...body, into: cycle }), { status: 409 })
  t.equal((await office.press('federal', `/cycles/${cycle}/join`, body)).status, 200)
  const row = await rowOf(office, 'regional-omsk', pair)
  t.equal(row?.schools.length, 3)
  t.equal((await rowOf(office, 'federal', trio, '?state=ended'))?.state, 'ended')
  t.equal((await office.get('taychinskaya-head', `/api/partnerships/${pair}`)).status, 200)
  t.same(await faultsOf(office), [], 'all of it verifies')
})

t.test('warnings: one municipality, earlier partners, a curator who works at the other school', async t => {
  const office = await openOffice(t)
  const { cycle, trio, db } = office
  t.equal((await office.press('federal', `/partnerships/${trio}/dissolve`, { reason })).status, 200)
  const free = await freeOf(office, 'municipal-smolensk')
  const [first, second] = [comerOf(free, '№ 36'), comerOf(free, '№ 40')]
  const query = `school=${first.school}&school=${second.school}`
  const { warnings } = await office.get('municipal-smolensk', `/api/seasons/${cycle}/pairing/preview?${query}`)
  t.same(
    new Set((warnings as { code: string }[]).map(({ code }) => code)),
    new Set(['municipality', 'earlier', 'curator']),
  )
  const schools = [first, second]
  t.equal((await office.press('municipal-smolensk', `/cycles/${cycle}/pair`, { schools, reason })).status, 200)
  const { root } = await db
    .selectFrom('seat_school')
    .select('root')
    .where('school', '=', first.school)
    .where('root', '<>', trio)
    .executeTakeFirstOrThrow()
  const curator = await office.get('curator-school-40', `/api/partnerships/${root}`)
  t.equal(curator.status, 404, 'staff of a seated school is nobody’s curator there')
})
