import { Pool } from 'pg'
import { Registry } from 'prom-client'
import { deadlineSource } from '../src/delivery/wake-deadlines.ts'
import { openWakeMetrics } from '../src/delivery/wake-metrics.ts'
import { setClock } from '../src/engine/clock.ts'
import { loadRoot } from '../src/engine/load.ts'
import { applyDue } from '../src/engine/play.ts'
import { nextDueAt } from '../src/engine/tick.ts'
import { openLog } from '../src/log.ts'
import { type Rows, rowsOf, writeRows } from './floors/rows.ts'
import type { Ground, Place } from './ground.ts'
import type { Bench, Measured } from './harness.ts'
import { morning, type World } from './world.ts'

/** How many shares, or roots, the worker of a process with the usual pool works on at once. */
const PARALLEL = 5

const atOnce = async <Task>(tasks: readonly Task[], work: (task: Task) => Promise<void>): Promise<Measured> => {
  const waiting = [...tasks]
  const begun = performance.now()
  const one = async () => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) await work(task)
  }
  await Promise.all(Array.from({ length: PARALLEL }, one))
  return { value: (performance.now() - begun) / 1000 }
}

/** The instant at which every school's first duty falls due: all of them live in one zone. */
const firstInstant = async ({ db }: World): Promise<string> => {
  const at = await nextDueAt(db, morning)
  if (at === null) throw new Error('Nothing ever falls due')
  return at
}

/** The worker's own source of what is due, share by share. */
const byTheWorker = (ground: Ground, world: World, place: Place, at: string): Promise<Measured> =>
  ground.using(place, async db => {
    await setClock(db, { mode: 'stepped', to: at })
    const metrics = openWakeMetrics(new Registry())
    const source = deadlineSource({
      db,
      workflow: world.house.workflow,
      log: openLog('silent'),
      metrics,
      now: () => Date.now(),
    })
    const shares = (await source.find(at, at)).map(({ share }) => share)
    const measured = await atOnce(shares, share => source.apply(share, new AbortController().signal))
    const left = await source.find(at, at)
    if (left.length > 0) throw new Error(`${left.length} shares are still due`)
    return measured
  })

/** The same rows, worked out beforehand. */
const byHand = async (ground: Ground, world: World, place: Place, at: string): Promise<Measured> => {
  const all = await ground.using(place, async db => {
    const rows: Rows[] = []
    for (const { id } of world.pairs)
      await db.transaction().execute(async tx => {
        const root = await loadRoot(tx, world.house.workflow, id, 'share')
        if (root === null) throw new Error('There is no such pair')
        const before = new Map(root.stage.deadlines)
        applyDue(root.stage, at)
        rows.push(rowsOf(root, before))
      })
    return rows
  })
  const pool = new Pool({ connectionString: place.url, max: 10 })
  try {
    return await atOnce(all, rows => writeRows(pool, rows))
  } finally {
    await pool.end()
  }
}

/** Every school's duty at one instant: from its passing to the last of them written. Each run is on a database of its own. */
export const dutiesAtOnce = (ground: Ground, open: () => Promise<World>, n: number): Bench => ({
  name: '3,000 duties at one instant',
  unit: 's',
  n,
  connections: PARALLEL,
  better: 'less',
  aim: 0.4,
  prepare: async () => {
    const world = await open()
    const at = await firstInstant(world)
    // A database can be copied only while nobody is connected to it.
    await world.db.destroy()
    const on = (work: typeof byHand) => async () => {
      const place = await ground.clone(world.place)
      try {
        return await work(ground, world, place, at)
      } finally {
        await ground.drop(place)
      }
    }
    return { ours: on(byTheWorker), floor: on(byHand), ends: () => ground.drop(world.place) }
  },
})
