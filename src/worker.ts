import { randomUUID } from 'node:crypto'
import { workflowOf } from './compose.ts'
import { secret } from './db/secrets.ts'
import { countMailbox, lookEvery, watchMailbox } from './delivery/bounces/watch.ts'
import { openQueues } from './delivery/queue.ts'
import { wakeUntilStopped } from './delivery/wake.ts'
import { deadlineSource } from './delivery/wake-deadlines.ts'
import { openWakeMetrics } from './delivery/wake-metrics.ts'
import { sweepBlobs } from './files/sweep.ts'
import { createRulesOf } from './letters/rules-of.ts'
import { openFiles } from './open-files.ts'
import { openOffice } from './open-office.ts'
import type { StartPart } from './processes/part.ts'
import { loadSeasons } from './seasons.ts'

/** The worker: does what falls due. What else falls due by itself is one more source in the list. */
export const startWorker: StartPart = async ({ settings, db, url, log, metrics: { registry }, stopping }) => {
  const now = () => Date.now()
  const seasons = loadSeasons(settings.dataFolder)
  const workflow = workflowOf(seasons)
  const { redisUrl, queuePool, pool } = settings
  const queues = await openQueues({ url, redisUrl, pool: queuePool }, { log, now })
  const metrics = openWakeMetrics(registry)
  const office = await openOffice({ settings, db, seasons, log, registry, metrics, now })
  const sources = [deadlineSource({ db, workflow, log, metrics, now }), office.source]
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
