import { type RawBuilder, sql } from 'kysely'
import t from 'tap'
import type { Born } from '../../src/db/schema.ts'
import { chain, genesis } from '../../src/engine/chain.ts'
import type { Row } from '../../src/engine/play.ts'
import { verifyRoots } from '../../src/engine/verify.ts'
import { mutualExpertise } from '../../workflows/index.ts'
import { federal, head, openWorld, tell } from '../fixtures/histories.ts'
import { pairOf, plainCalendar } from '../fixtures/partnership.ts'
import * as does from '../fixtures/steps.ts'

const [first, second] = [head(1), head(2)]
const world = await openWorld(t)
const { db, workflow } = world

/** A partnership with a dozen rows, a text, open deadlines, and a thing that was born on the way. */
const told = async () => {
  const story = await tell(world, pairOf())
  await story.does('2022-09-28 08:00', first, does.sendsPackage(1))
  await story.does('2022-09-29 08:00', second, does.opensPackageOf(1))
  await story.does('2022-09-30 08:00', second, does.returnsPackageOf(1))
  await story.does('2022-10-03 08:00', first, does.sendsPackage(1))
  await story.does('2022-10-03 09:00', federal, does.extendsDuty('2022-10-14', 2, 'package'))
  return story
}

type Told = Awaited<ReturnType<typeof told>>

/** Out of the way, so that each finding stands alone. */
const forget = async ({ root }: Told) => {
  for (const table of ['deadline', 'thing', 'history', 'reason'] as const)
    await db.deleteFrom(table).where('root', '=', root).execute()
  await db.deleteFrom('root').where('id', '=', root).execute()
}

/** What `verify` says of one partnership. */
const saysOf = async ({ root }: Told): Promise<string[]> =>
  (await verifyRoots(db, workflow)).faults.filter(fault => fault.root === root).map(({ says }) => says)

const changedRow = 'The row was changed after it was written'
const changedThing = 'What is stored is not what the history leads to'
const otherHead = 'The newest row is not the one that the root names'

/** What somebody with a hand in the database might do to a partnership, and what is said of it then. */
const tamperings: Record<string, { by: (root: string) => RawBuilder<unknown>[]; says: string }> = {
  'a changed context': {
    by: root => [
      sql`UPDATE thing SET context = jsonb_set(context, '{sentAt}', '"2022-09-01T00:00:00.000Z"') WHERE root = ${root} AND key = 'seat/1'`,
    ],
    says: changedThing,
  },
  'a changed state': {
    by: root => [sql`UPDATE thing SET value = '"done"' WHERE root = ${root} AND key = 'duty/1/signIn'`],
    says: changedThing,
  },
  'a state that no machine has': {
    by: root => [sql`UPDATE thing SET value = '"forgiven"' WHERE root = ${root} AND key = 'duty/1/signIn'`],
    says: changedThing,
  },
  'a changed version': {
    by: root => [sql`UPDATE thing SET version = 7 WHERE root = ${root} AND key = 'duty/1/signIn'`],
    says: 'The thing was stored by version 7 of «duty», here is 1',
  },
  'a changed last touch': {
    by: root => [sql`UPDATE thing SET touched = 1 WHERE root = ${root} AND key = 'seat/1'`],
    says: changedThing,
  },
  'a thing that was removed': {
    by: root => [sql`DELETE FROM thing WHERE root = ${root} AND key = 'meeting'`],
    says: 'The history knows a thing that is not stored',
  },
  'a thing that was added': {
    by: root => [
      sql`INSERT INTO thing SELECT root, 'duty/1/resend/9', machine, version, value, context, touched FROM thing
        WHERE root = ${root} AND key = 'duty/1/resend/1'`,
    ],
    says: changedThing,
  },
  'a changed event': {
    by: root => [
      sql`UPDATE history SET event = jsonb_set(event, '{date}', '"2022-10-10"') WHERE root = ${root} AND event->>'type' = 'duty.extend'`,
    ],
    says: changedRow,
  },
  'a changed actor': {
    by: root => [
      sql`UPDATE history SET actor = jsonb_set(actor, '{person}', '"somebody else"') WHERE root = ${root} AND n = 3`,
    ],
    says: changedRow,
  },
  'a changed instant': {
    by: root => [sql`UPDATE history SET at = at - interval '1 second' WHERE root = ${root} AND n = 3`],
    says: changedRow,
  },
  'a changed state in a row': {
    by: root => [
      sql`UPDATE history SET after = jsonb_set(after, '{value}', '"done"') WHERE root = ${root} AND event->>'type' = 'duty.extend'`,
    ],
    says: changedRow,
  },
  'a newborn that was struck out': {
    by: root => [sql`UPDATE history SET born = NULL WHERE root = ${root} AND event->>'type' = 'package.return'`],
    says: changedRow,
  },
  'a changed stand': {
    by: root => [sql`UPDATE root SET stand = jsonb_set(stand, '{waiting}', '7') WHERE id = ${root}`],
    says: 'How it stands is not what its things say',
  },
  'a deleted row': {
    by: root => [sql`DELETE FROM history WHERE root = ${root} AND n = 4`],
    says: 'The row does not follow the one before it',
  },
  'a deleted first row': {
    by: root => [sql`DELETE FROM history WHERE root = ${root} AND n = 1`],
    says: 'Row 1 of the history is missing',
  },
  'a deleted last row': {
    by: root => [
      sql`DELETE FROM history WHERE root = ${root} AND n = (SELECT max(n) FROM history WHERE root = ${root})`,
    ],
    says: otherHead,
  },
  'a deleted last row, and the head set back': {
    by: root => [
      sql`DELETE FROM history WHERE root = ${root} AND n = (SELECT max(n) FROM history WHERE root = ${root})`,
      sql`UPDATE root SET (n, head) = (SELECT n, hash FROM history WHERE root = ${root} ORDER BY n DESC LIMIT 1) WHERE id = ${root}`,
    ],
    says: changedThing,
  },
  'a whole history removed': {
    by: root => [sql`DELETE FROM history WHERE root = ${root}`],
    says: otherHead,
  },
  'a changed head': {
    by: root => [sql`UPDATE root SET head = repeat('0', 64) WHERE id = ${root}`],
    says: otherHead,
  },
  'a changed number': {
    by: root => [sql`UPDATE root SET n = n + 1 WHERE id = ${root}`],
    says: otherHead,
  },
  'swapped rows': {
    by: root => [
      sql`UPDATE history SET n = -3 WHERE root = ${root} AND n = 3`,
      sql`UPDATE history SET n = 3 WHERE root = ${root} AND n = 4`,
      sql`UPDATE history SET n = 4 WHERE root = ${root} AND n = -3`,
    ],
    says: changedRow,
  },
  'a removed deadline': {
    by: root => [sql`DELETE FROM deadline WHERE root = ${root} AND key = 'duty/2/package'`],
    says: 'The deadline «due» is not the one that the history opened',
  },
  'a moved deadline': {
    by: root => [
      sql`UPDATE deadline SET due_at = due_at + interval '1 day' WHERE root = ${root} AND key = 'duty/2/package'`,
    ],
    says: 'The deadline «due» is not the one that the history opened',
  },
  'an added deadline': {
    by: root => [sql`INSERT INTO deadline VALUES (${root}, 'meeting', 'silence', '2022-10-10 00:00:00+00')`],
    says: 'The history opened no deadline «silence»',
  },
  'a changed text': {
    by: root => [sql`UPDATE reason SET body = body || '!' WHERE root = ${root}`],
    says: 'was changed after it was written',
  },
  'a changed text under a hash of its own': {
    by: root => [
      sql`UPDATE reason SET body = body || '!', sha256 = encode(sha256(convert_to(salt || body || '!', 'UTF8')), 'hex') WHERE root = ${root}`,
    ],
    says: 'The text that the row names is not there',
  },
  'a removed text': {
    by: root => [sql`DELETE FROM reason WHERE root = ${root}`],
    says: 'The text that the row names is not there',
  },
}

t.test('what nobody touched verifies', async t => {
  const { faults, ...counts } = await verifyRoots(db, workflow)
  t.same(faults, [])
  const story = await told()
  t.same(await saysOf(story), [])
  const rows = await story.rows()
  const after = await verifyRoots(db, workflow)
  t.match(after, { roots: counts.roots + 1, rows: counts.rows + rows.length, things: counts.things + 19 })
})

for (const [name, { by, says }] of Object.entries(tamperings))
  t.test(`${name} is found`, async t => {
    const story = await told()
    for (const statement of by(story.root)) await statement.execute(db)
    const said = await saysOf(story)
    t.ok(
      said.some(sentence => sentence.includes(says)),
      said.slice(0, 3).join('; ') || 'nothing was said',
    )
    await forget(story)
  })

/** Changes rows of a history and writes all hashes anew, up to the head: only what the rows say can give it away. */
const forge = async ({ root, rows }: Told, change: (row: Row) => Row) => {
  const bare = (await rows()).map(({ root: _, prev, hash, n, ...row }) => row)
  const forged = chain(root, 0, genesis, bare.map(change))
  for (const { n, prev, hash, event, born } of forged)
    await sql`UPDATE history SET event = ${JSON.stringify(event)}::jsonb, prev = ${prev}, hash = ${hash},
      born = ${born === null ? null : JSON.stringify(born)}::jsonb WHERE root = ${root} AND n = ${n}`.execute(db)
  await sql`UPDATE root SET head = ${forged.at(-1)?.hash} WHERE id = ${root}`.execute(db)
}

t.test('a row changed together with all hashes is still found by playing the history again', async t => {
  const story = await told()
  const otherDate = (row: Row) =>
    row.event.type === 'duty.extend' ? { ...row, event: { ...row.event, date: '2022-10-31' } } : row
  await forge(story, otherDate)
  t.match(await saysOf(story), ['Played again, the event leads to another state'])
  await forget(story)
})

t.test('so is a thing whose birth was struck out, or told otherwise', async t => {
  const asOlder = (born: Born): Born => JSON.parse(JSON.stringify(born).replaceAll('2022-09-30', '2022-09-10'))
  for (const change of [() => null, asOlder]) {
    const story = await told()
    await forge(story, row => (row.key !== '' && row.born !== null ? { ...row, born: change(row.born) } : row))
    t.match(await saysOf(story), ['Played again, the event brings other things into being'])
    await forget(story)
  }
})

t.test('a text may be blanked: the chain verifies, and the text is counted', async t => {
  const story = await told()
  const { blanked } = await verifyRoots(db, workflow)
  await sql`UPDATE reason SET body = NULL WHERE root = ${story.root}`.execute(db)
  t.same(await saysOf(story), [])
  t.equal((await verifyRoots(db, workflow)).blanked, blanked + 2)
})

t.test('things that have not learned what their neighbours did are found', async t => {
  const story = await tell(world, pairOf())
  await story.does('2022-10-31 08:00', second, does.sendsPackage(2))
  const withoutTheFourthOfNovember = mutualExpertise({ ...plainCalendar, holidays: [] })
  const { faults } = await verifyRoots(db, withoutTheFourthOfNovember)
  t.match(
    faults.find(({ root, key }) => root === story.root && key === 'duty/1/review/2'),
    { says: 'The thing has not learned what its neighbours did' },
  )
})
