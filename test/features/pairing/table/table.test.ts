import { randomUUID } from 'node:crypto'
import t from 'tap'
import { verifyRoots } from '../../../../src/engine/verify.ts'
import { openRoom } from './fixtures/table.ts'

t.setTimeout(240_000)

t.test('pairs are proposed, proven, checked and stored; schools see nothing of it', async t => {
  const room = await openRoom(t)
  const before = await room.table()
  t.match(before, { state: 'pairing', draft: null, run: null })
  const shown = await room.propose()
  t.match(shown, {
    run: { state: 'proposed' },
    draft: { version: 1, fits: true, optimal: true, objections: [] },
    counts: { all: 30, locked: 0 },
  })
  t.equal(shown.draft?.total, shown.draft?.bound)
  const weights = shown.groups.map(({ weight }) => weight)
  t.same(
    weights,
    [...weights].sort((a, b) => a - b),
    'the worst first',
  )
  t.equal(shown.groups.flatMap(({ members }) => members).length, 60)
  for (const { best } of shown.groups)
    for (const { best: other } of best) t.ok((other?.leastLoss ?? 0) >= 0, 'nothing is better than the best')
  for (const as of ['school-21-head', 'curator-gymnasium-1', 'regional-smolensk', 'municipal-smolensk'])
    for (const path of ['', '/run', '/regions', '/schools', `/schools/${shown.groups[0]?.members[0]}`])
      t.equal((await room.get(path, as)).status, 403, `${as} ${path}`)
  t.equal((await room.act('ban', { schools: shown.groups[0]?.members }, undefined, 'regional-smolensk')).status, 403)
  const page = await room.page()
  t.equal(page.status, 200)
  t.match(page.body, /30.пар/)
})

t.test('a season that there is not, and a partnership in its place, give the same 404', async t => {
  const room = await openRoom(t, 4)
  for (const root of [randomUUID(), room.demo.groups.get('pair') ?? '']) {
    const get = await room.app.inject({
      url: `/api/seasons/${root}/pairing-table`,
      headers: { cookie: await sessionCookie(room), accept: 'application/json' },
    })
    t.equal(get.statusCode, 404)
    const post = await room.app.inject({
      method: 'POST',
      url: `/api/seasons/${root}/pairing-table/propose`,
      headers: {
        ...{ cookie: await sessionCookie(room), accept: 'application/json', 'x-vzaimo': '1' },
        ...{ 'if-match': '"0"', 'idempotency-key': randomUUID() },
      },
      payload: {},
    })
    t.equal(post.statusCode, 404)
  }
})

const sessionCookie = async (room: Awaited<ReturnType<typeof openRoom>>) => {
  const { sessionOf } = await import('../../../fixtures/house.ts')
  return sessionOf(room, 'federal')
}

t.test('an act that comes twice under one key is done once; the key is good for that act alone', async t => {
  const room = await openRoom(t, 6)
  const { groups } = await room.propose()
  const [one, other] = groups.map(({ members }) => members)
  const sent = { 'idempotency-key': randomUUID(), 'if-match': `"${(await room.table()).revision}"` }
  const send = async (name: string, payload: object) => {
    const { statusCode, body } = await room.app.inject({
      method: 'POST',
      url: `/api/seasons/${room.cycle}/pairing-table/${name}`,
      headers: { cookie: await sessionCookie(room), accept: 'application/json', 'x-vzaimo': '1', ...sent },
      payload,
    })
    return { status: statusCode, ...(JSON.parse(body) as object) }
  }
  const first = await send('lock', { schools: one })
  t.equal(first.status, 200)
  t.same(await send('lock', { schools: one }), first)
  t.match(await send('lock', { schools: other }), { status: 422, type: '/problems/key-reused' })
  t.match(await send('ban', { schools: one }), { status: 422, type: '/problems/key-reused' })
  t.match(await room.table(), { counts: { locked: 1 } })
})

t.test('a lock keeps what is proposed; a ban parts it, and the next proposal goes around both', async t => {
  const room = await openRoom(t)
  const { groups, draft } = await room.propose()
  const [worst, second, third] = groups.map(({ members }) => members)
  t.equal((await room.act('lock', { schools: worst })).status, 200)
  const locked = await room.table()
  t.match(locked, { draft: { version: 1, fits: true }, counts: { locked: 1 } }, 'the proposal holds')
  t.equal(locked.groups[0]?.locked, true)
  t.same((await room.act('lock', { schools: worst })).status, 409)
  t.match(await room.act('ban', { schools: worst }), { missing: [{ code: 'lockedTogether' }] })
  t.equal((await room.act('ban', { schools: [worst?.[0], second?.[0]] })).status, 200)
  t.match(await room.table(), { draft: { fits: true } }, 'what is not proposed may be banned')
  t.equal((await room.act('ban', { schools: second, reason: 'Проверочный текст: поспорили' })).status, 200)
  t.match(await room.table(), { draft: { fits: false } })
  t.match(await room.press('publish', { proposal: 1 }), { status: 409, missing: [{ code: 'outdated' }] })
  t.equal((await room.act('conflict', { schools: third })).status, 200)
  const next = await room.propose()
  t.match(next, { draft: { version: 2, fits: true, optimal: true, objections: [] } })
  t.ok((next.draft?.total ?? 0) <= (draft?.total ?? 0))
  const together = (two: readonly string[] | undefined) =>
    next.groups.some(({ members }) => two?.every(id => members.includes(id)))
  t.same([worst, second, third].map(together), [true, false, false])
  const wish = next.wishes.find(({ kind }) => kind === 'ban')
  t.equal((await room.act('lift', { wish: wish?.id })).status, 200)
  t.match(await room.table(), { draft: { fits: false } }, 'what was banned may be better')
  t.match(await room.act('lift', { wish: wish?.id }), { missing: [{ code: 'gone' }] })
})

t.test('what stands on an older table is refused', async t => {
  const room = await openRoom(t, 6)
  const { groups, revision } = await room.propose()
  t.equal((await room.act('lock', { schools: groups[0]?.members }, revision)).status, 200)
  t.equal((await room.act('ban', { schools: groups[1]?.members }, revision)).status, 412)
})

t.test('an exchange shows its loss, makes a new version and locks what it made', async t => {
  const room = await openRoom(t)
  const first = await room.propose()
  const id = first.groups[0]?.members[0] ?? ''
  const school = (await room.get(`/schools/${id}`)) as unknown as {
    alternatives: {
      school: string
      all: { leastLoss: number; exchange: { a: string; b: string; loss: number; broken: string[] } | null }[]
    }[]
  }
  const found = school.alternatives[0]?.all.find(({ exchange }) => exchange !== null && exchange.broken.length === 0)
  const { a = '', b = '', loss = 0 } = found?.exchange ?? {}
  t.ok(loss >= (found?.leastLoss ?? 0), 'the bound is no more than the loss')
  const exact = await room.get(`/exact?${new URLSearchParams({ a: id, b })}`)
  t.ok(
    Number(exact.loss) >= (found?.leastLoss ?? 0) && Number(exact.loss) <= loss,
    `${found?.leastLoss} ≤ ${exact.loss} ≤ ${loss}`,
  )
  t.equal((await room.act('exchange', { a, b })).status, 200)
  const second = await room.table()
  t.match(second, { draft: { version: 2, fits: true, bound: first.draft?.bound }, counts: { all: 30, locked: 2 } })
  t.equal(second.draft?.total, (first.draft?.total ?? 0) - loss)
  t.match(await room.act('exchange', { a, b }), { status: 409, missing: [{ code: 'fixed' }] })
  const third = await room.propose()
  t.match(third.counts, { locked: 2 }, 'a new proposal goes around it')
  t.ok((third.draft?.total ?? 0) >= (second.draft?.total ?? 0))
})

t.test('publishing founds every partnership with all that follows, in one transaction', async t => {
  const room = await openRoom(t, 7)
  const shown = await room.propose()
  t.equal(shown.counts.all, 3, 'two pairs and a trio')
  t.match(await room.press('publish', { proposal: 1 }, 'regional-smolensk'), { status: 403 })
  const answer = await room.press('publish', { proposal: 1 })
  t.equal(answer.status, 200, answer.text)
  t.match(await room.table(), { state: 'running' })
  const roots = await room.db.selectFrom('root').select('id').where('parent', '=', room.cycle).execute()
  t.equal(roots.length, 3)
  const seats = await room.db
    .selectFrom('seat_school')
    .select(['root', 'school'])
    .where(
      'root',
      'in',
      roots.map(({ id }) => id),
    )
    .execute()
  t.equal(seats.length, 7)
  for (const { members } of shown.groups)
    t.equal(new Set(seats.filter(({ school }) => members.includes(school)).map(({ root }) => root)).size, 1)
  const letters = await room.db
    .selectFrom('letter_entry')
    .select('id')
    .where(
      'root',
      'in',
      roots.map(({ id }) => id),
    )
    .execute()
  t.ok(letters.length > 0, 'the ledger knows what is owed')
  t.same((await verifyRoots(room.db, room.house.workflow)).faults, [])
  t.match(await room.act('propose'), { status: 409, missing: [{ code: 'state' }] })
  t.match(await room.press('publish', { proposal: 1 }), { status: 409 }, 'once')
})

t.test('a profile that changed since the proposal holds publishing up', async t => {
  const room = await openRoom(t, 6)
  const { groups } = await room.propose()
  await room.db
    .updateTable('school')
    .set({ students: 2999 })
    .where('id', '=', groups[0]?.members[0] ?? '')
    .execute()
  t.match(await room.press('publish', { proposal: 1 }), { status: 409, missing: [{ code: 'outdated' }] })
})
