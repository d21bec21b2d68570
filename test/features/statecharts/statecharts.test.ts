import t from 'tap'
import { chartOf, leavesOf } from '../../../src/features/statecharts/chart.ts'
import { machines } from '../../../workflows/index.ts'
import { testApp } from '../../fixtures/app.ts'
import { sessionOf, testHouse } from '../../fixtures/house.ts'

const th = await testHouse(t)
const app = await testApp(th)
t.teardown(() => app.close())

t.test('each machine is drawn whole, from the definition that runs', async t => {
  const { body } = await app.inject({ url: '/machines', headers: { cookie: await sessionOf(th, 'federal') } })
  for (const [name, { logic }] of Object.entries(machines)) {
    const chart = chartOf(name, logic)
    t.match(body, `aria-label="${name}"`)
    for (const { event } of chart.arrows) if (event !== '') t.match(body, event, `${name}: ${event}`)
  }
  t.notMatch(body, /style="/, 'nothing inline that the policy forbids')
})

t.test('the numbers are those of the things that stand there', async t => {
  const response = await app.inject({ url: '/api/machines', headers: { cookie: await sessionOf(th, 'federal') } })
  const counted = response.json() as { machine: string; states: Record<string, number> }[]
  const seats = counted.find(({ machine }) => machine === 'seat')?.states ?? {}
  t.equal(seats['package.preparing'], 5, 'five schools, none has sent')
  t.equal(seats['file.pending'], 5)
  t.equal(counted.find(({ machine }) => machine === 'cycle')?.states['running.exchange'], 1)
})

t.test('a stored value stands in one leaf of each region', async t => {
  t.same(leavesOf({ package: 'sent', file: 'pending' }), ['package.sent', 'file.pending'])
  t.same(leavesOf({ held: 'counted' }), ['held.counted'])
  t.same(leavesOf('open'), ['open'])
})

t.test('schools and their curators have no business here', async t => {
  for (const person of ['school-21-head', 'curator-gymnasium-1', 'regional-omsk'])
    t.equal((await app.inject({ url: '/machines', headers: { cookie: await sessionOf(th, person) } })).statusCode, 403)
})
