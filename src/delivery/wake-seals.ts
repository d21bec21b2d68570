import type { Database } from '../db/pool.ts'
import { readClock, shown } from '../engine/clock.ts'
import { makeSeals, type TellOfSeals } from '../engine/seal.ts'
import { owedSeals } from '../engine/seal-days.ts'
import type { Log } from '../log.ts'
import { writeSealFiles } from '../seals/seal-files.ts'
import type { WakeMetrics } from './wake-metrics.ts'
import type { WakeSource } from './wake-source.ts'

const name = 'seals'

/** All of them are made in this share. */
const share = 0

/** The daily seals: every day that has ended in `zone` gets one, which is then written into `folder` and told by `tell`. */
export const sealSource = (house: {
  db: Database
  zone: string
  folder: string
  tell: TellOfSeals
  log: Log
  metrics: WakeMetrics
  now: () => number
}): WakeSource => {
  const { db, zone, folder, tell, log, metrics, now } = house
  return {
    name,
    async find(at, until) {
      const owed = await owedSeals(db, zone, at)
      if (owed === null || owed.since > until) return []
      return [{ share, since: owed.since, things: Math.max(1, owed.days.length) }]
    },
    async apply() {
      const clock = await readClock(db)
      const at = shown(clock, now())
      const owed = await owedSeals(db, zone, at)
      const seals = await makeSeals(db, zone, at, tell)
      if (seals.length > 0) {
        metrics.applied.inc({ source: name }, seals.length)
        if (clock.mode !== 'stepped' && owed !== null)
          metrics.lateness.observe({ source: name }, (Date.parse(at) - Date.parse(owed.since)) / 1000)
      }
      const files = await writeSealFiles(db, folder)
      if (seals.length + files.length > 0)
        log.info({ source: name, seals: seals.length, files: files.length }, 'sealed')
    },
  }
}
