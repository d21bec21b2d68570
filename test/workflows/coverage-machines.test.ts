import t from 'tap'
import { machines } from '../../workflows/index.ts'
import { explore } from '../fixtures/explore.ts'
import { grounds } from '../fixtures/grounds.ts'

t.same(Object.keys(grounds).sort(), Object.keys(machines).sort(), 'every machine has a ground')

for (const [name, ground] of Object.entries(grounds))
  t.test(`the machine «${name}» is explored whole: every state, every transition`, async t => {
    const { logic } = machines[name as keyof typeof machines]
    const heard: readonly string[] = logic.events
    t.same(
      new Set(ground.events.map(({ type }) => type)),
      new Set(heard.filter(type => type !== '')),
      'by all its events',
    )
    const { snapshots, leaves, unreached, transitions, untaken, longestWay } = explore(logic, ground)
    t.same(unreached, [], `${leaves.length} leaf states are reached`)
    t.same(untaken, [], `${transitions} transitions are taken`)
    t.comment(
      `${snapshots.length} configurations, ${snapshots.length * ground.events.length} events tried, longest way ${longestWay}`,
    )
  })
