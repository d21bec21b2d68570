import t from 'tap'
import type { Stand } from '../../workflows/stand.ts'
import { federal, head, openWorld, type Story, tell, verifies } from '../fixtures/histories.ts'
import { pairOf } from '../fixtures/partnership.ts'
import * as does from '../fixtures/steps.ts'

const [first, second] = [head(1), head(2)]
const world = await openWorld(t)
const { db } = world

const standOf = async ({ root }: Story): Promise<Stand> => {
  const { stand } = await db.selectFrom('root').select('stand').where('id', '=', root).executeTakeFirstOrThrow()
  return stand as Stand
}

t.test(
  'how a partnership stands is kept beside its head: what is owed first, who waits, who left, what is placed',
  async t => {
    const story = await tell(world, pairOf())
    t.match(await standOf(story), { value: 'active', seats: 2, waiting: 0, firstDue: '2022-09-30T19:00:00.000Z' })
    for (const seat of [first, second]) await story.does('2022-09-28 08:00', seat, does.signsIn(seat === first ? 1 : 2))
    t.match(await standOf(story), { firstDue: '2022-10-07T19:00:00.000Z', held: 8 }, 'Tobolsk’s package')
    await story.does('2022-09-29 08:00', first, does.sendsPackage(1))
    t.match(
      await standOf(story),
      { waiting: 1, heldSince: '2022-09-20T09:00:00.000Z' },
      'the first waits for the second',
    )
    await story.does('2022-10-03 08:00', federal, does.withdraws(2))
    t.match(await standOf(story), { seats: 1, gone: [2], leftBehind: true, firstDue: null })
    await story.does('2022-10-03 09:00', federal, does.reinstates(2))
    t.match(await standOf(story), { seats: 2, gone: [], leftBehind: false })
    await story.does('2022-10-20 08:00', federal, does.closesOneSided(1))
    await story.does('2022-10-21 08:00', first, does.uploadsFile(1))
    t.match(await standOf(story), { settled: [1], filed: [1], late: [] })
    await story.does('2022-10-22 08:00', federal, does.dissolves())
    t.match(await standOf(story), { value: 'dissolved', firstDue: null, waiting: 0 })
  },
)

t.test('all that was told verifies', async t => verifies(t, world))
