import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { workflowOf } from './compose.ts'
import { secret } from './db/secrets.ts'
import { countMailbox, lookEvery, watchMailbox } from './delivery/bounces/watch.ts'
import { openQueues } from './delivery/queue.ts'
import { wakeUntilStopped } from './delivery/wake.ts'
import { deadlineSource } from './delivery/wake-deadlines.ts'
import { openWakeMetrics } from './delivery/wake-metrics.ts'
import { sealSource } from './delivery/wake-seals.ts'
import { sweepBlobs } from './files/sweep.ts'
import { createRulesOf } from './letters/rules-of.ts'
import { createTellOfSeals } from './letters/tell-of-seal.ts'
import { openFiles } from './open-files.ts'
import { openOffice } from './open-office.ts'
import type { StartPart } from './processes/part.ts'
import { writeSealFiles } from './seals/seal-files.ts'
import { loadSeasons, operatorZone } from './seasons.ts'

/** The worker: does what falls due. What else falls due by itself is one more source in the list. */
export const startWorker: StartPart = async ({ settings, db, url, log, metrics: { registry }, stopping }) => {
  const now = () => Date.now()
  const seasons = loadSeasons(settings.dataFolder)
  const workflow = workflowOf(seasons)
  const { redisUrl, queuePool, pool } = settings
  const queues = await openQueues({ url, redisUrl, pool: queuePool }, { log, now })
  const metrics = openWakeMetrics(registry)
  const office = await openOffice({ settings, db, seasons, log, registry, metrics, now })
  const seals = { folder: join(settings.dataFolder, 'seals'), zone: operatorZone(seasons) }
  const sources = [
    deadlineSource({ db, workflow, log, metrics, now }),
    office.source,
    sealSource({ db, ...seals, tell: createTellOfSeals(createRulesOf(seasons)), log, metrics, now }),
  ]
  // A process that ended between a seal and its file left that to the next one.
  await writeSealFiles(db, seals.folder)
  // The other half of the pool is for the web, which may run in the same process.
  const parallel = Math.max(1, Math.floor(pool / 2))
  const files = openFiles(settings)
  const outlived = async (realMs: number) => ({ blobs: await sweepBlobs(db, files, new Date(realMs).toISOString()) })
  const waking = wakeUntilStopped({ db, queues, sources, outlived, parallel, log, metrics, stopping, now })
  const { mailbox: place } = settings.bounces
  const watching =
    place &&
    watchMailbox({
      ...{ db, place, log, stopping, now },
      bouncing: { rulesOf: createRulesOf(seasons), newId: randomUUID },
      secret: await secret(settings.dataFolder, 'web'),
      period: lookEvery,
      count: countMailbox(registry),
    })
  return {
    name: 'worker',
    async stop() {
      await Promise.all([waking, watching])
      await queues.close()
      await office.close()
    },
  }
}
