import type { Ground } from './ground.ts'
import { type Bench, once } from './harness.ts'
import { foundWorld, type Land, openLand, type World } from './world.ts'

/** Schools by how many pairs they make, each with the season that was founded last. */
export type Lands = {
  /** A season of its own, for a benchmark that uses it up. */
  readonly found: (pairs: number) => Promise<World>
  /** The season that others look at too. */
  readonly world: (pairs: number) => Promise<World>
}

export const openLands = (ground: Ground): Lands => {
  const lands = new Map<number, () => Promise<Land>>()
  const latest = new Map<number, World>()
  const found = async (pairs: number): Promise<World> => {
    const land = lands.get(pairs) ?? once(() => openLand(ground, pairs))
    lands.set(pairs, land)
    return foundWorld(ground, await land())
  }
  const world = async (pairs: number): Promise<World> => {
    const known = latest.get(pairs)
    if (known !== undefined) return known
    const made = await found(pairs)
    latest.set(pairs, made)
    return made
  }
  return { found, world }
}

/** Publishing so many pairs, in one transaction (engineering 5: 1,500 within 5 s, 20,000 within 30 s). */
export const founding = (ground: Ground, { found }: Lands, pairs: number, aim: number | null): Bench => ({
  name: `found ${pairs.toLocaleString('en')} pairs`,
  unit: 's',
  n: pairs * 2,
  connections: 1,
  better: 'less',
  aim,
  prepare: async () => ({
    ours: async () => {
      const world = await found(pairs)
      await world.db.destroy()
      await ground.drop(world.place)
      return { value: world.founded }
    },
  }),
})
