import { randomUUID } from 'node:crypto'
import t from 'tap'
import { createDispatch, type House } from '../../src/engine/dispatch.ts'
import { foundRoots } from '../../src/engine/found-roots.ts'
import { migrateThings } from '../../src/engine/migrate-things.ts'
import { tickRoot } from '../../src/engine/tick.ts'
import { verifyRoots } from '../../src/engine/verify.ts'
import type { Workflow } from '../../src/engine/workflow.ts'
import { testDatabase } from '../fixtures/database.ts'
import { utc } from '../fixtures/histories.ts'
import { kettles } from '../fixtures/toy.ts'

const { first, second, third, wrong } = kettles
const person = randomUUID()
const at = utc('2022-11-01 00:00')

const kitchen = async (t: Parameters<typeof testDatabase>[0]) => {
  const { db } = await testDatabase(t)
  const house = (workflow: Workflow): House => ({
    workflow,
    authorize: async () => ({ yes: { person, role: 'cook' } }),
    readFacts: async () => null,
    newId: randomUUID,
    newSalt: randomUUID,
  })
  const does = async (workflow: Workflow, root: string, type: string, when: string, more: object = {}) => {
    const event = { type, ...more }
    return createDispatch(db, house(workflow))({ root, key: '', event, person, at: utc(when) })
  }
  const kettle = async () => {
    const id = randomUUID()
    const founding = { id, kind: 'kettle', parent: null, own: { key: '', machine: 'kettle', input: {} }, births: [] }
    await db
      .transaction()
      .execute(tx => foundRoots(tx, first, [founding], { person, role: 'cook' }, utc('2022-10-01 00:00')))
    return id
  }
  const thing = (root: string) => db.selectFrom('thing').selectAll().where('root', '=', root).executeTakeFirstOrThrow()
  const rows = (root: string) => db.selectFrom('history').selectAll().where('root', '=', root).orderBy('n').execute()
  /** One cold, one boiling, one hot. */
  const three = async (): Promise<[string, string, string]> => {
    const [cold, boiling, hot] = [await kettle(), await kettle(), await kettle()]
    await does(first, boiling, 'boil', '2022-10-02 00:00', { until: utc('2022-12-01 00:00') })
    await does(first, hot, 'boil', '2022-10-02 00:00', { until: utc('2022-10-02 01:00') })
    await tickRoot(db, first, hot, utc('2022-10-03 00:00'))
    return [cold, boiling, hot]
  }
  return { db, does, kettle, thing, rows, three }
}

t.test('every stored thing becomes one of today’s version, each by a row that holds its whole stand', async t => {
  const { db, does, thing, rows, three } = await kitchen(t)
  const [cold, boiling, hot] = await three()
  t.same(await migrateThings(db, second, at), { roots: 3, things: 3 })
  t.match(await thing(cold), { version: 2, value: 'cold', context: { readyAt: null, litres: 1 } })
  t.match(await thing(boiling), { version: 2, value: 'heating' })
  t.match(await thing(hot), { version: 2, value: 'ready', context: { readyAt: '2022-10-02T01:00:00.000Z' } })
  t.match((await rows(boiling)).at(-1), {
    n: 3,
    version: 2,
    actor: { person: null, role: 'migration' },
    at,
    event: { type: 'migrated', from: 1, deadlines: [{ name: 'click', at: '2022-12-01T00:00:00.000Z' }] },
    before: { value: 'boiling', context: { boiledAt: null } },
    after: { value: 'heating', context: { readyAt: null, litres: 1 } },
  })
  t.same((await verifyRoots(db, second)).faults, [], 'what the first version did is believed up to there')

  t.equal(await tickRoot(db, second, boiling, utc('2022-12-01 00:00')), 1, 'its deadline has come along')
  t.match(await thing(boiling), { value: 'ready', context: { readyAt: '2022-12-01T00:00:00.000Z' } })
  t.match(await does(second, boiling, 'pour', '2022-12-02 00:00'), { receipt: { n: 5 } })
  t.same((await verifyRoots(db, second)).faults, [])
})

t.test('called again it changes nothing, and what is new is left alone', async t => {
  const { db, thing, rows, three } = await kitchen(t)
  const [, boiling] = await three()
  await migrateThings(db, second, at)
  const before = [await thing(boiling), await rows(boiling)]
  t.same(await migrateThings(db, second, utc('2022-11-02 00:00')), { roots: 0, things: 0 })
  t.same([await thing(boiling), await rows(boiling)], before)
})

t.test('stopped in the middle, it goes on where it was', async t => {
  const { db, three } = await kitchen(t)
  await three()
  let left = 2
  const migration = second.migrations.kettle?.[1]
  if (migration === undefined) throw new Error('there is none')
  const failing: Workflow = {
    ...second,
    migrations: {
      kettle: {
        1: old => {
          left -= 1
          if (left === 0) throw new Error('the power went')
          return migration(old)
        },
      },
    },
  }
  await t.rejects(migrateThings(db, failing, at), /the power went/)
  t.same(await migrateThings(db, second, at), { roots: 2, things: 2 })
  t.same((await verifyRoots(db, second)).faults, [])
})

t.test('two at once do each thing once', async t => {
  const { db, rows, three } = await kitchen(t)
  const roots = await three()
  const both = await Promise.all([migrateThings(db, second, at), migrateThings(db, second, at)])
  t.equal(
    both.reduce((sum, { things }) => sum + things, 0),
    3,
  )
  for (const root of roots) t.equal((await rows(root)).filter(({ event }) => event.type === 'migrated').length, 1)
})

t.test(
  'a missing migration, a wrong one, and a stored version newer than ours are refused, with nothing written',
  async t => {
    const { db, kettle, rows } = await kitchen(t)
    const root = await kettle()
    await t.rejects(migrateThings(db, third, at), {
      name: 'SnapshotMismatch',
      message: 'There is no migration of «kettle» from version 2',
    })
    await t.rejects(migrateThings(db, wrong, at), { name: 'SnapshotMismatch', message: /holds litres,plate,readyAt/ })
    t.equal((await rows(root)).length, 1)
    await migrateThings(db, second, at)
    await t.rejects(migrateThings(db, first, at), /newer than 1 here/)
  },
)

t.test('before the migration nothing is decided on what is old, and verify says so', async t => {
  const { db, does, kettle } = await kitchen(t)
  const root = await kettle()
  await t.rejects(does(second, root, 'boil', '2022-11-01 00:00', { until: at }), { name: 'SnapshotMismatch' })
  const { faults } = await verifyRoots(db, second)
  t.match(faults, [{ says: 'The thing was stored by version 1 of «kettle», here is 2' }])
})

t.test('a migration’s row that was forged is found', async t => {
  const { db, three } = await kitchen(t)
  const [, boiling] = await three()
  await migrateThings(db, second, at)
  await db.updateTable('thing').set({ value: '"ready"' }).where('root', '=', boiling).execute()
  const { faults } = await verifyRoots(db, second)
  t.match(faults, [{ root: boiling, says: 'What is stored is not what the history leads to' }])
})
