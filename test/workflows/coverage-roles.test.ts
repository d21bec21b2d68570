import { randomUUID } from 'node:crypto'
import t from 'tap'
import { createDispatch } from '../../src/engine/dispatch.ts'
import { foundRoots } from '../../src/engine/found-roots.ts'
import { can, hasTag } from '../../src/engine/step.ts'
import type { Event, Thing } from '../../src/engine/workflow.ts'
import { machines } from '../../workflows/index.ts'
import { assignmentKey, dutyKey, meetingKey, rootKey, seatKey, seatOfKey } from '../../workflows/keys.ts'
import { mayAct, permissions, roles, type Standing, type Table } from '../../workflows/permissions.ts'
import { everyEvent } from '../fixtures/any-act.ts'
import { explore } from '../fixtures/explore.ts'
import { factsOf } from '../fixtures/given-facts.ts'
import { grounds } from '../fixtures/grounds.ts'
import { calendar2022, openWorld, readView, utc } from '../fixtures/histories.ts'
import { foundingOf, pairOf } from '../fixtures/partnership.ts'
import { rehearsal } from '../fixtures/rehearsal.ts'

t.setTimeout(240_000)
const { db, workflow } = await openWorld(t)
const [founded, at] = [utc('2022-09-20 09:00'), utc('2022-09-20 10:00')]

/** For each machine the thing whose states are gone through: that of seat 1, which the cast is about. */
const keys = {
  assignment: assignmentKey(1, 2),
  seat: seatKey(1),
  meeting: meetingKey,
  duty: dutyKey(1, 'package'),
  partnership: rootKey,
  cycle: rootKey,
}
type Name = keyof typeof keys

/** For each role somebody who has it for seat 1, coordinators also over both seats, and somebody who has to do with neither. */
const cast = new Map<string, Standing>(
  [
    ...roles.map(role => ({ role, seats: [1] })),
    { role: 'regionalCoordinator' as const, seats: [1, 2] },
    { role: 'federalCoordinator' as const, seats: [1, 2] },
    { role: 'head' as const, seats: [] },
  ].map(standing => [randomUUID(), standing]),
)

const pairTable: Table = {
  seats: [1, 2],
  assignments: [
    { reviewer: 1, reviewed: 2 },
    { reviewer: 2, reviewed: 1 },
  ],
}
const ends = { exchange: '2022-10-07T21:00:00.000Z', meeting: '2022-10-21T21:00:00.000Z' }

const isAction = (type: string): type is keyof typeof permissions => Object.hasOwn(permissions, type)

/** What the one table of permissions says, without the door. */
const permitted = (name: Name, { type, seat }: Event, standing: Standing) => {
  if (!isAction(type)) return 'absent'
  const table = name === 'cycle' ? { seats: [], assignments: [] } : pairTable
  return mayAct(type, [standing], table, typeof seat === 'number' ? seat : seatOfKey(keys[name]))
}

const factsFor = (name: Name, view: ReadonlyMap<string, Thing>, event: Event) =>
  name === 'cycle'
    ? { seats: 2, ends, tooEarly: [], missing: [] }
    : factsOf(view, { key: keys[name], event }, at, calendar2022)

/** One snapshot for each state of each region, as exploring the machine came upon them. */
const leavesOf = (name: Name) => {
  const found = new Map<string, Pick<Thing, 'value' | 'context'>>()
  for (const { value, context } of explore(machines[name].logic, grounds[name]).snapshots)
    for (const [region, state] of typeof value === 'string' ? [['', value]] : Object.entries(value))
      if (!found.has(`${region} ${JSON.stringify(state)}`))
        found.set(`${region} ${JSON.stringify(state)}`, { value, context })
  return [...found.values()]
}

/** A root whose thing stands where its machine has been seen to stand. */
const standing = async (name: Name, { value, context }: Pick<Thing, 'value' | 'context'>): Promise<string> => {
  const id = randomUUID()
  const season = { key: rootKey, machine: 'cycle', input: { definition: '500plus-2022', dates: {}, closes: null } }
  const founding =
    name === 'cycle' ? { id, kind: 'cycle', parent: null, own: season, births: [] } : foundingOf(id, pairOf())
  await db.transaction().execute(async tx => {
    await foundRoots(tx, workflow, [founding], { person: null, role: 'founder' }, founded)
    await tx
      .updateTable('thing')
      .set({ value: JSON.stringify(value), context: JSON.stringify(context) })
      .where('root', '=', id)
      .where('key', '=', keys[name])
      .execute()
  })
  return id
}

const counts = { states: 0, tried: 0, taken: 0, notNow: 0, forbidden: 0, absent: 0 }

/** Tries every event on a thing as it stands, by everybody; answers what differs from permission and machine. */
const tryAll = async (name: Name, snapshot: Pick<Thing, 'value' | 'context'>): Promise<string[]> => {
  const root = await standing(name, snapshot)
  const view = await readView({ db }, root)
  const [thing, own] = [view.get(keys[name]), view.get(rootKey)]
  if (thing === undefined || own === undefined) throw new Error('it is not there')
  const open = name === 'partnership' || name === 'cycle' || hasTag(workflow, own, 'open')
  const dispatch = createDispatch(rehearsal(db), {
    workflow,
    authorize: async (_, { command: { event, person } }) => {
      const verdict = permitted(name, event, cast.get(person) ?? { role: 'head', seats: [] })
      return typeof verdict === 'string' ? { no: verdict } : { yes: { person, role: verdict.as } }
    },
    readFacts: async (_, asked) => factsFor(name, asked.view, asked.command.event),
    newId: randomUUID,
    newSalt: randomUUID,
  })
  const wrong: string[] = []
  counts.states += 1
  for (const event of everyEvent) {
    // What only the engine sends has no facts here, and is nobody's to ask for.
    const taken =
      open && isAction(event.type) && can(workflow, thing, { ...event, at, facts: factsFor(name, view, event) })
    for (const [person, player] of cast) {
      const verdict = permitted(name, event, player)
      const expected = typeof verdict === 'string' ? verdict : taken ? 'taken' : 'notNow'
      const outcome = await dispatch({ root, key: keys[name], event, person, at })
      const is = 'receipt' in outcome ? 'taken' : outcome.refusal.why
      counts.tried += 1
      if (is === 'taken' || is === 'notNow' || is === 'forbidden' || is === 'absent') counts[is] += 1
      if (is !== expected)
        wrong.push(`${event.type} on ${name} ${JSON.stringify(thing.value)} by ${player.role}: ${is}, not ${expected}`)
    }
  }
  return wrong
}

t.test(
  'every state × every event × every role and a foreigner: the door opens exactly by permission and machine',
  async t => {
    const names = Object.keys(keys) as Name[]
    const all = names.flatMap(name => leavesOf(name).map(snapshot => ({ name, snapshot })))
    const lanes = [0, 1, 2, 3].map(lane => all.filter((_, index) => index % 4 === lane))
    const wrong = await Promise.all(
      lanes.map(async lane => {
        const found: string[] = []
        for (const { name, snapshot } of lane) found.push(...(await tryAll(name, snapshot)))
        return found
      }),
    )
    t.same(wrong.flat(), [], JSON.stringify(counts))
    t.equal(counts.states, 41)
    t.equal(counts.tried, counts.states * everyEvent.length * cast.size)
    t.equal(
      (await db.selectFrom('history').select('n').where('n', '>', 1).execute()).length,
      0,
      'the rehearsals left nothing',
    )
  },
)
