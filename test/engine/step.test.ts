import { readdirSync, readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { setup } from 'xstate'
import { can, restore, step } from '../../src/engine/step.ts'
import type { Thing } from '../../src/engine/workflow.ts'
import { utc, workflow2022 } from '../fixtures/histories.ts'
import { toyWorkflow } from '../fixtures/toy.ts'

const snapshots = new URL('../fixtures/snapshots/', import.meta.url)
const read = (name: string): Thing => JSON.parse(readFileSync(new URL(name, snapshots), 'utf8'))
const seat = read('seat-v1.json')

const mismatch = (t: Test, thing: Thing, says: RegExp) =>
  t.throws(() => restore(workflow2022, thing), { name: 'SnapshotMismatch', message: says })

t.test('today’s machines restore a stored snapshot of each version', async t => {
  const files = readdirSync(snapshots)
  for (const [name, { version }] of Object.entries(workflow2022.machines))
    for (let each = 1; each <= version; each += 1)
      t.ok(files.includes(`${name}-v${each}.json`), `${name}, version ${each}`)
  for (const file of files) {
    const thing = read(file)
    const today = workflow2022.machines[thing.machine]?.version
    if (thing.version === today) t.same(restore(workflow2022, thing).value, thing.value, file)
  }
})

t.test('a snapshot without one of its regions is refused, though XState would fill it in', async t => {
  mismatch(t, { ...seat, value: { presence: 'here', package: 'sent' } }, /other regions/)
})

t.test('a region that the machine does not have is refused', async t => {
  mismatch(t, { ...seat, value: { ...Object(seat.value), drawer: 'open' } }, /regions|state/)
})

t.test('a state that was renamed is refused', async t => {
  mismatch(t, { ...seat, value: { ...Object(seat.value), package: 'posted' } }, /stands in a state/)
  mismatch(t, { ...seat, value: 'sent' }, /./)
})

t.test('a context with a key more or less is refused', async t => {
  mismatch(t, { ...seat, context: { ...seat.context, colour: 'green' } }, /holds .*colour/)
  const { sentAt: _, ...less } = seat.context
  mismatch(t, { ...seat, context: less }, /holds/)
  const { seat: __, ...other } = seat.context
  mismatch(t, { ...seat, context: { ...other, place: 1 } }, /holds/)
})

t.test('another version, and a machine that nobody knows, are refused', async t => {
  mismatch(t, { ...seat, version: 2 }, /stored by version 2 of «seat», here is 1/)
  mismatch(t, { ...seat, machine: 'chair' }, /no machine «chair»/)
})

t.test('order of keys does not matter: jsonb gives them back in its own', async t => {
  const turned = { ...seat, context: Object.fromEntries(Object.entries(seat.context).reverse()) }
  t.same(restore(workflow2022, turned).context, seat.context)
})

t.test('an event that the machine does not take is no step; one that it takes leaves the thing as it was', async t => {
  const before = structuredClone(seat)
  const at = utc('2022-10-10 08:00')
  t.equal(step(workflow2022, seat, { type: 'file.confirm', at }), null)
  t.equal(step(workflow2022, seat, { type: 'no.such.event', at }), null)
  t.match(step(workflow2022, seat, { type: 'package.open', at }), { after: { value: { package: 'received' } } })
  t.same(seat, before)
})

t.test('a guard that throws is a bug, not a no', async t => {
  const logic = setup({
    guards: {
      broken: () => {
        throw new Error('a bug')
      },
    },
  }).createMachine({
    context: {},
    initial: 'here',
    states: { here: { on: { go: { guard: 'broken', target: 'there' } } }, there: {} },
  })
  const workflow = toyWorkflow({ broken: { logic, version: 1, sample: {} } })
  const thing = { key: '', machine: 'broken', version: 1, touched: 1, value: 'here', context: {} }
  t.throws(() => can(workflow, thing, { type: 'go' }), /a bug/)
})
