import type { Ground } from './ground.ts'
import { type Bench, once } from './harness.ts'
import { foundWorld, type Land, openLand, type World } from './world.ts'

/** Schools, and the seasons that were founded with them, by how many pairs they make. */
export type Lands = {
  /** A season of its own, for a benchmark that uses it up. */
  readonly found: (pairs: number) => Promise<World>
  /** Founds it anew: from now on this is the season that all look at. */
  readonly refound: (pairs: number) => Promise<World>
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
  const refound = async (pairs: number): Promise<World> => {
    const before = latest.get(pairs)
    await before?.db.destroy()
    if (before !== undefined) await ground.drop(before.place)
    const made = await found(pairs)
    latest.set(pairs, made)
    return made
  }
  return { found, refound, world: async pairs => latest.get(pairs) ?? refound(pairs) }
}

/** Publishing so many pairs, in one transaction (engineering 5: 1,500 within 5 s, 20,000 within 30 s). */
export const founding = ({ refound }: Lands, pairs: number, aim: number | null): Bench => ({
  name: `found ${pairs.toLocaleString('en')} pairs`,
  unit: 's',
  n: pairs * 2,
  connections: 1,
  better: 'less',
  aim,
  prepare: async () => ({ ours: async () => ({ value: (await refound(pairs)).founded }) }),
})
