import { randomUUID } from 'node:crypto'
import t from 'tap'
import { openRoom, type TableRoom } from './fixtures/table.ts'

t.setTimeout(240_000)

type Repair = { into: string | null; schools: { school: string; name: string }[]; weight: number }

const call = async (room: TableRoom, method: 'GET' | 'POST', url: string, payload?: object, seen = 9_999) => {
  const { sessionOf } = await import('../../../fixtures/house.ts')
  const response = await room.app.inject({
    method,
    url,
    headers: {
      ...{ cookie: await sessionOf(room, 'federal'), accept: 'application/json', 'x-vzaimo': '1' },
      ...{ 'idempotency-key': randomUUID(), 'if-match': `"${seen}"` },
    },
    ...(payload === undefined ? {} : { payload }),
  })
  return { status: response.statusCode, text: response.body }
}

const managed = async (room: TableRoom, root: string) =>
  JSON.parse((await call(room, 'GET', `/api/partnerships/${root}/manage`)).text) as {
    orphan: { school: string } | null
    repairs: Repair[] | null
  }

const withdraw = async (room: TableRoom, root: string) => {
  const reason = 'Проверочный текст: школа попросила'
  const { status, text } = await call(room, 'POST', `/api/partnerships/${root}/withdraw`, { seat: 1, reason })
  if (status !== 200) throw new Error(text)
}

t.test('whoever lost a partner is led to the least disturbing repair, the form by hand filled in', async t => {
  const room = await openRoom(t, 16)
  await room.propose()
  await room.press('publish', { proposal: 1 })
  const roots = await room.db.selectFrom('root').select('id').where('parent', '=', room.cycle).orderBy('id').execute()
  const [one = '', other = ''] = roots.map(({ id }) => id)
  t.match(await managed(room, one), { orphan: null, repairs: null }, 'nothing is to be repaired')
  await withdraw(room, one)
  const alone = await managed(room, one)
  t.ok(alone.orphan)
  t.ok((alone.repairs ?? []).length > 0)
  for (const { into, schools } of alone.repairs ?? []) {
    t.ok(
      roots.some(({ id }) => id === into && id !== one),
      'a pair that goes on',
    )
    t.equal(schools.length, 2)
  }
  const weights = (alone.repairs ?? []).map(({ weight }) => weight)
  t.same(
    weights,
    [...weights].sort((a, b) => b - a),
    'the best first, for nobody has begun',
  )
  await withdraw(room, other)
  const two = await managed(room, one)
  const left = await managed(room, other)
  const together = two.repairs?.find(({ into }) => into === null)
  t.equal(together, two.repairs?.[0], 'two that are left trouble nobody')
  t.equal(together?.schools[0]?.school, left.orphan?.school)
  const query = new URLSearchParams([alone.orphan, left.orphan].map(it => ['school', it?.school ?? '']))
  const preview = await call(room, 'GET', `/api/seasons/${room.cycle}/pairing/preview?${query}`)
  t.match(JSON.parse(preview.text), { may: true })
  const { body } = await room.app.inject({
    url: `/partnerships/${one}/manage`,
    headers: { cookie: await (await import('../../../fixtures/house.ts')).sessionOf(room, 'federal') },
  })
  t.ok(body.includes(`/seasons/${room.cycle}/pairing/preview?`))
})
