import t from 'tap'
import { machines } from '../../workflows/index.ts'
import { exploreWhole } from '../fixtures/explore.ts'
import { grounds } from '../fixtures/grounds.ts'

t.same(Object.keys(grounds).sort(), Object.keys(machines).sort(), 'every machine has a ground')

for (const [name, ground] of Object.entries(grounds))
  t.test(`the machine «${name}» is explored whole: every state, every transition`, async t => {
    const machine = machines[name as keyof typeof machines]
    const heard = new Set(machine.logic.events)
    t.same(
      ground.events.filter(({ type }) => !heard.has(type as never)).map(({ type }) => type),
      [],
      'it hears all these events',
    )
    exploreWhole(t, machine.logic, ground)
  })
