import { randomUUID } from 'node:crypto'
import { Pool } from 'pg'
import { createDispatch } from '../src/engine/dispatch.ts'
import { loadRoot } from '../src/engine/load.ts'
import { playAct } from '../src/engine/play.ts'
import { authorize } from '../src/features/access/authorize.ts'
import { seatKey } from '../workflows/keys.ts'
import { type Rows, rowsOf, writeRows } from './floors/rows.ts'
import { type Bench, type Measured, percentiles, type Run } from './harness.ts'
import { morning, type Pair, type World } from './world.ts'

/** How long one run lasts, in milliseconds. */
const LASTS = 2000

/** A package that is sent and recalled in turn: each act tells the partner's duties and reviews of it. */
const acts = ['package.send', 'package.recall'] as const
const facts = { missing: [], versions: [] }

const keptUntil = '2022-10-02T00:00:00.000Z'
const bodySha256 = 'd'.repeat(64)

/** A closed loop in this process: each of so many goes round its own pairs, act after act. */
const loop = async <Own>(
  concurrency: number,
  list: readonly Own[],
  act: (own: Own) => Promise<void>,
): Promise<Measured> => {
  const durations: number[] = []
  const begun = performance.now()
  const one = async (_: unknown, index: number) => {
    for (let turn = index; performance.now() - begun < LASTS; turn += concurrency) {
      const own = list[turn % (list.length - (list.length % concurrency))]
      if (own === undefined) throw new Error('There is nothing to act on')
      const from = performance.now()
      await act(own)
      durations.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, one))
  return { value: (durations.length / (performance.now() - begun)) * 1000, ...percentiles(durations) }
}

let milliseconds = 0

/** No two acts at one instant. */
const nextInstant = () => {
  milliseconds += 1
  return new Date(Date.parse(morning) + milliseconds).toISOString()
}

const actor = ({ schools: [{ head }] }: Pair) => ({ person: head, role: 'head' })

/** The engine's own door, with the real look at who may; the facts of a package cost no query here. */
const throughTheDoor = ({ db, house }: World, pairs: readonly Pair[], concurrency: number): Run => {
  const { workflow, newId, newSalt } = house
  const readFacts = async (_tx: unknown, { command }: { command: { event: { type: string } } }) =>
    command.event.type === 'package.send' ? facts : null
  const dispatch = createDispatch(db, { workflow, authorize, readFacts, newId, newSalt })
  const desks = pairs.map(pair => ({ pair, done: 0, seen: 1 }))
  return () =>
    loop(concurrency, desks, async desk => {
      const { pair, done, seen } = desk
      const outcome = await dispatch({
        root: pair.id,
        key: seatKey(1),
        event: { type: acts[done % 2] ?? '' },
        person: actor(pair).person,
        at: nextInstant(),
        seen,
        once: { key: randomUUID(), bodySha256, keptUntil },
      })
      if ('refusal' in outcome) throw new Error(`An act was refused: ${JSON.stringify(outcome.refusal)}`)
      desk.done += 1
      desk.seen = outcome.receipt.n
    })
}

/** What both acts leave on a pair, played in memory. */
const rowsOfActs = ({ db, house: { workflow } }: World, pair: Pair): Promise<Rows[]> =>
  db.transaction().execute(async tx => {
    const root = await loadRoot(tx, workflow, pair.id, 'share')
    if (root === null) throw new Error('There is no such pair')
    return acts.map(type => {
      const before = new Map(root.stage.deadlines)
      const event = { type, ...(type === 'package.send' ? { facts } : {}) }
      if (!playAct(root.stage, { key: seatKey(1), event }, actor(pair), nextInstant()))
        throw new Error(`«${type}» was refused`)
      const rows = rowsOf(root, before)
      root.stage.rows = []
      root.stage.changed = new Set()
      return rows
    })
  })

const byHand = async (world: World, pool: Pool, pairs: readonly Pair[], concurrency: number): Promise<Run> => {
  const desks = await Promise.all(pairs.map(async pair => ({ pair, rows: await rowsOfActs(world, pair), done: 0 })))
  return () =>
    loop(concurrency, desks, async desk => {
      const { pair, rows, done } = desk
      const act = rows[done % 2]
      if (act === undefined) throw new Error('There is nothing to write')
      const receipt = JSON.stringify({ root: pair.id, key: seatKey(1), n: done, hash: act.head, at: keptUntil })
      await writeRows(pool, act, [actor(pair).person, randomUUID(), bodySha256, receipt, keptUntil])
      desk.done += 1
    })
}

/** Acts a second, at so many at once. The two sides act on pairs of their own: `[from, from + 128)` and the next 128. */
export const dispatchActs = (open: () => Promise<World>, n: number, connections: number, from: number): Bench => ({
  name: 'dispatch',
  unit: 'acts/s',
  n,
  connections,
  better: 'more',
  aim: null,
  prepare: async () => {
    const world = await open()
    const pool = new Pool({ connectionString: world.place.url, max: 10 })
    return {
      ours: throughTheDoor(world, world.pairs.slice(from, from + 128), connections),
      floor: await byHand(world, pool, world.pairs.slice(from + 128, from + 256), connections),
      ends: () => pool.end(),
    }
  },
})
