import { sql } from 'kysely'
import t from 'tap'
import { type FileRoom, openRoom } from './fixtures/file-room.ts'

t.setTimeout(120_000)

type Queue = {
  counts: Record<'waiting' | 'returned' | 'confirmed', number>
  files: { root: string; seat: number; school: string; partners: string[]; part: string | null; deputy: boolean }[]
  next: string | null
}

/** Puts a file on the desks as it stands: how it came there is told elsewhere. */
const stand = async ({ db }: FileRoom, root: string, seat: number, file: string, at: string) => {
  const context =
    file === 'uploaded'
      ? { lastUploadedAt: at }
      : file === 'confirmed'
        ? { confirmedAt: at }
        : { fileReturn: { at, part: 'scan', round: 1 } }
  await sql`
    UPDATE thing SET value = value || ${JSON.stringify({ file })}::jsonb, context = context || ${JSON.stringify(context)}::jsonb
    WHERE root = ${root}::uuid AND key = ${`seat/${seat}`}
  `.execute(db)
}

const desk = async (room: FileRoom, name: string, query = ''): Promise<Queue> =>
  (await (await room.client(name)).get(`/curator${query}`)).body as unknown as Queue

const day = (n: number) => `2022-10-${n}T08:00:00.000Z`

t.test(
  'each file lies on one desk: the curator’s, or that of the nearest coordinator where no curator can judge',
  async t => {
    const room = await openRoom(t)
    const [pair, trio] = [room.demo.groups.get('pair') ?? '', room.demo.groups.get('trio') ?? '']
    await stand(room, pair, 1, 'uploaded', day(20))
    await stand(room, pair, 2, 'uploaded', day(21))
    await stand(room, trio, 1, 'uploaded', day(22))
    await stand(room, trio, 2, 'uploaded', day(19))
    await stand(room, trio, 3, 'uploaded', day(18))
    const of = async (name: string) => (await desk(room, name)).files.map(({ school, deputy }) => [school, deputy])
    t.strictSame(await of('curator-gymnasium-1'), [
      ['МБОУ «СШ № 40»', false],
      ['МБОУ «СШ № 21 им. Н.И. Рыленкова»', false],
    ])
    t.strictSame(await of('curator-tobolsk'), [['МАОУ «Прииртышская СОШ»', false]])
    t.strictSame(await of('curator-school-40'), [], 'works at a partner of the school: no verdict of theirs')
    t.strictSame(await of('municipal-smolensk'), [['МБОУ «СШ № 36 им. А.М. Городнянского»', true]])
    t.strictSame(await of('municipal-tevriz'), [['БОУ «Тайчинская СОШ»', true]], 'the school has no curator')
    for (const name of ['municipal-tobolsk', 'regional-smolensk', 'regional-omsk', 'federal'])
      t.strictSame(await of(name), [], `${name}: somebody nearer judges`)
    const tevriz = room.person('municipal-tevriz')
    await room.db.deleteFrom('coordinator').where('person', '=', tevriz).execute()
    t.strictSame(await of('regional-omsk'), [['БОУ «Тайчинская СОШ»', true]], 'nobody is nearer any more')
    t.equal((await (await room.client('school-21-head')).get('/curator')).status, 403)
  },
)

t.test('three lists with their counts, the oldest first, page by page', async t => {
  const room = await openRoom(t)
  const [pair, trio] = [room.demo.groups.get('pair') ?? '', room.demo.groups.get('trio') ?? '']
  const name = 'curator-gymnasium-1'
  await stand(room, pair, 1, 'uploaded', day(20))
  await stand(room, trio, 2, 'uploaded', day(19))
  const first = await desk(room, name, '?limit=1')
  t.match(first, { counts: { waiting: 2, returned: 0 }, files: [{ root: trio, seat: 2 }] })
  const second = await desk(room, name, `?limit=1&after=${encodeURIComponent(first.next ?? '')}`)
  t.match(second, { files: [{ root: pair, seat: 1, partners: ['МАОУ «Прииртышская СОШ»'] }], next: null })
  await stand(room, pair, 1, 'returned', day(21))
  await stand(room, trio, 2, 'confirmed', day(21))
  t.match(await desk(room, name, '?list=returned'), {
    counts: { waiting: 0, returned: 1, confirmed: 1 },
    files: [{ root: pair, part: 'scan' }],
  })
  t.match(await desk(room, name, '?list=confirmed'), { files: [{ root: trio }] })
  await stand(room, pair, 1, 'uploaded', day(22))
  t.equal((await desk(room, name)).counts.waiting, 1)
  await sql`UPDATE thing SET value = '"closed"' WHERE root = ${pair}::uuid AND key = ''`.execute(room.db)
  t.equal((await desk(room, name)).counts.waiting, 0, 'where nothing changes any more, nothing waits')
  await stand(room, pair, 1, 'returned', day(21))
  t.equal((await (await room.client(name)).get('/curator?after=nonsense')).status, 400)
  const page = await room.app.inject({ url: '/curator?list=returned', headers: { cookie: await room.cookieOf(name) } })
  t.match(page.body, new RegExp(`/partnerships/${pair}/seats/1/file`))
  t.match(page.body, /подписанный.скан/)
})
