import { setTimeout as pause } from 'node:timers/promises'
import { setClock } from '../../src/engine/clock.ts'
import type { Chance } from '../fixtures/walk.ts'
import { hours } from './cast.ts'
import { actAll, type Stage } from './deeds.ts'
import type { Fault } from './faults.ts'
import type { Place } from './place.ts'
import { unfinished } from './read-ledger.ts'
import type { Twist } from './twists.ts'

/** How long the program may take over one instant, in milliseconds of real time: a killed worker's letters are another's after 15 s. */
const cap = 45_000

/** A season that is being played. */
export type Run = {
  readonly place: Place
  readonly stage: Stage
  readonly twists: Twist[]
  readonly faults: Fault[]
  readonly struck: string[]
  /** Whether the mail server is there, and at which instant it came back. */
  mail: boolean
  mailBack: string | null
}

/** Waits until nothing that may go at this instant is left. Answers what was, where it did not come to that. */
const untilQuiet = async ({ place, mail }: Run, at: string): Promise<string | null> => {
  const until = performance.now() + cap
  let asked = 0
  for (;;) {
    const left = await unfinished(place.db, at, mail).catch(() => 'no database')
    if (left === null) return null
    if (performance.now() > until) return `${at}: ${left}`
    // Whoever moves the clock asks for a look; where that was lost, the next regular one heals it.
    if (asked === 0) await place.sweep()
    asked += 1
    await pause(20)
  }
}

/** Lets something go wrong as soon as some letters of this instant have gone, or at once where none do. */
const strikeAmidLetters = async (run: Run, fault: Fault, luck: Chance): Promise<void> => {
  const before = run.place.letters()
  const wanted = 1 + luck.below(12)
  const until = performance.now() + 1_500
  await run.place.sweep()
  while (run.place.letters() < before + wanted && performance.now() < until) await pause(1)
  await fault.strike()
  run.struck.push(`${fault.name} after ${run.place.letters() - before} letters`)
}

const nextFault = ({ faults }: Run, amid: Fault['amid'], at: string): Fault | undefined => {
  const index = faults.findIndex(fault => fault.amid === amid && fault.from <= at)
  return index < 0 ? undefined : faults.splice(index, 1)[0]
}

/** One instant of the season: letters first, then acts and what follows from them. Answers what did not come to rest. */
export const stepTo = async (run: Run, at: string, luck: Chance): Promise<string | null> => {
  const { place, stage, twists } = run
  await setClock(place.db, { mode: 'stepped', to: at })
  const busy = (await unfinished(place.db, at, run.mail)) !== null
  // One letter goes before all others when the mail server is back; were its process killed, the clock would have to go on before the next one goes.
  const fault = busy && run.mail && run.mailBack !== at ? nextFault(run, 'letters', at) : undefined
  if (fault !== undefined) await strikeAmidLetters(run, fault, luck)
  const stuck = busy ? await untilQuiet(run, at) : null
  if (stuck !== null || !hours.some(hour => at.slice(11, 16) === hour)) return stuck
  const blow = nextFault(run, 'acts', at)
  const blown = async (): Promise<void> => {
    if (blow === undefined) return
    await pause(luck.below(400))
    await blow.strike()
    run.struck.push(`${blow.name} amid acts`)
  }
  // Both come to their ends, also where one of them fails.
  const ended = await Promise.allSettled([actAll(stage, at), blown()])
  for (const end of ended) if (end.status === 'rejected') throw end.reason
  for (let twist = twists[0]; twist !== undefined && twist.at <= at; twist = twists[0]) {
    twists.shift()
    await twist.happen()
  }
  return untilQuiet(run, at)
}
