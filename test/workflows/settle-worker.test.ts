import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { createDispatch } from '../../src/engine/dispatch.ts'
import { nextDueAt, tickRoot } from '../../src/engine/tick.ts'
import type { PartnershipInput } from '../../workflows/machines/partnership.ts'
import {
  calendar2022,
  commandOf,
  federal,
  houseOf,
  openWorld,
  tell,
  utc,
  verifies,
  workflow2022,
} from '../fixtures/histories.ts'
import { pairOf, trioOf } from '../fixtures/partnership.ts'
import type { Step } from '../fixtures/steps.ts'
import { anyStep, type Chance, chance, foundInMemory, later, tries } from '../fixtures/walk.ts'

type Asked = { at: string; step: Step; seen?: number }

const begin = utc('2022-09-20 09:00')
const end = utc('2023-06-01 00:00')

/** What people ask for, at which instants, having seen what: possible acts, impossible ones and stale ones. */
const script = (luck: Chance, input: PartnershipInput, length: number): Asked[] => {
  const stage = foundInMemory(workflow2022, input, begin)
  const numbers = [1]
  let at = begin
  return Array.from({ length }, () => {
    at = later(luck, at, stage.deadlines)
    const step = anyStep(luck, stage.things, at)
    const seen = luck.onceIn(2) ? { seen: luck.onceIn(3) ? luck.oneOf(numbers) : (numbers.at(-1) ?? 1) } : {}
    tries(stage, step, at, calendar2022)
    numbers.push(stage.n)
    return { at, step, ...seen }
  })
}

type Worker = 'on' | 'off' | 'late'

const openPart = async (t: Parameters<typeof openWorld>[0], worker: Worker) => {
  const world = await openWorld(t)
  return { ...world, worker }
}

type Part = Awaited<ReturnType<typeof openPart>>

const tickUpTo = async ({ db, workflow, worker }: Part, root: string, from: string, to: string, luck: Chance) => {
  if (worker === 'off') return
  for (let due = await nextDueAt(db, from); due !== null && due <= to; due = await nextDueAt(db, due)) {
    const late = new Date(Math.min(Date.parse(to), Date.parse(due) + luck.below(200_000_000))).toISOString()
    if (worker === 'on') await tickRoot(db, workflow, root, due)
    else if (luck.onceIn(2)) await tickRoot(db, workflow, root, late)
  }
}

const play = async (part: Part, root: string, input: PartnershipInput, asked: readonly Asked[], seed: number) => {
  const { db, workflow } = part
  // Nobody's rights are in question here, only the clock.
  const dispatch = createDispatch(db, {
    ...houseOf(workflow, calendar2022, root.slice(0, 23)),
    authorize: async (_, { command: { person } }) => ({ yes: { person, role: federal.role } }),
  })
  const luck = chance(seed)
  await tell(part, input, begin, root)
  const outcomes: unknown[] = []
  let last = begin
  for (const { at, step, ...seen } of asked) {
    await tickUpTo(part, root, last, at, luck)
    outcomes.push(await dispatch({ ...commandOf(root, at, federal, step), ...seen }))
    last = at
  }
  await tickUpTo(part, root, last, end, luck)
  await tickRoot(db, workflow, root, end)
  const rows = {
    root: await db.selectFrom('root').selectAll().where('id', '=', root).execute(),
    history: await db.selectFrom('history').selectAll().where('root', '=', root).orderBy('n').execute(),
    things: await db.selectFrom('thing').selectAll().where('root', '=', root).orderBy('key').execute(),
    deadlines: await db.selectFrom('deadline').selectAll().where('root', '=', root).orderBy('key').execute(),
    reasons: await db.selectFrom('reason').selectAll().where('root', '=', root).orderBy('id').execute(),
  }
  return { outcomes, rows }
}

t.test('one history with the worker on, off and late gives the same rows, and everybody the same answers', async t => {
  const [on, off, late] = [await openPart(t, 'on'), await openPart(t, 'off'), await openPart(t, 'late')]
  const counts = { histories: 0, commands: 0, taken: 0, stale: 0, rows: 0 }
  const same = async (seed: number) => {
    const input = seed % 2 === 0 ? pairOf() : trioOf()
    const asked = script(chance(seed), input, 40)
    const root = randomUUID()
    const [one, two, three] = await Promise.all([on, off, late].map(part => play(part, root, input, asked, seed)))
    counts.histories += 1
    counts.commands += asked.length
    counts.taken += one?.outcomes.filter(outcome => 'receipt' in Object(outcome)).length ?? 0
    counts.stale += one?.outcomes.filter(outcome => Object(outcome).refusal?.why === 'stale').length ?? 0
    counts.rows += one?.rows.history.length ?? 0
    t.same(two, one, `off and on are the same (seed ${seed})`)
    t.same(three, one, `late and on are the same (seed ${seed})`)
  }
  const seeds = fc.integer({ min: 1, max: 1_000_000 })
  await fc.assert(fc.asyncProperty(seeds, same), { numRuns: 12, seed: 20221007 })
  t.comment(JSON.stringify(counts))
  for (const part of [on, off, late]) await verifies(t, part)
})
