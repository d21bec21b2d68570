import { capturePages } from './form-page.ts'
import type { Ground } from './ground.ts'
import { startFloor, startProgram } from './program.ts'
import type { World } from './world.ts'
import { openSession, openWritings, type Writing } from './writing.ts'

/** A world at work: the program and the floor, each in a process of its own, on one database. */
export type Town = {
  readonly world: World
  readonly writings: readonly Writing[]
  /** The federal coordinator's cookie. */
  readonly federal: string
  readonly program: string
  readonly floor: string
}

export const openTown = async (ground: Ground, world: World): Promise<Town> => {
  const writings = await openWritings(world)
  const program = await startProgram(ground, world.place)
  const floor = await startFloor(ground, world.place, await capturePages(ground, program, writings))
  return { world, writings, federal: await openSession(world, world.federal), program, floor }
}
