import { workflowOf } from './compose.ts'
import { openQueues } from './delivery/queue.ts'
import { wakeUntilStopped } from './delivery/wake.ts'
import { deadlineSource } from './delivery/wake-deadlines.ts'
import { openWakeMetrics } from './delivery/wake-metrics.ts'
import { sweepBlobs } from './files/sweep.ts'
import { openFiles } from './open-files.ts'
import type { StartPart } from './processes/part.ts'
import { loadSeasons } from './seasons.ts'

/** The worker: does what falls due. What else falls due by itself, like letters, is one more source in the list. */
export const startWorker: StartPart = async ({ settings, db, url, log, metrics: { registry }, stopping }) => {
  const now = () => Date.now()
  const workflow = workflowOf(loadSeasons(settings.dataFolder))
  const { redisUrl, queuePool, pool } = settings
  const queues = await openQueues({ url, redisUrl, pool: queuePool }, { log, now })
  const metrics = openWakeMetrics(registry)
  const sources = [deadlineSource({ db, workflow, log, metrics, now })]
  // The other half of the pool is for the web, which may run in the same process.
  const parallel = Math.max(1, Math.floor(pool / 2))
  const files = openFiles(settings)
  const outlived = async (realMs: number) => ({ blobs: await sweepBlobs(db, files, new Date(realMs).toISOString()) })
  const waking = wakeUntilStopped({ db, queues, sources, outlived, parallel, log, metrics, stopping, now })
  return {
    name: 'worker',
    async stop() {
      await waking
      await queues.close()
    },
  }
}
