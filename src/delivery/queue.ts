import type { Log } from '../log.ts'
import { openBackend, type QueuePlace } from './queue-backend.ts'
import { within } from './queue-patience.ts'

/** One queue carries wake-ups, the other the sweep that finds what the first forgot. */
export type QueueName = 'wake' | 'sweep'

/**
 * A job to be, for an instant of the real clock (ms since 1970). The id holds no ':' and is no integer; while a job of that id is there, it is
 * not added again.
 */
export type NewJob = { name: string; id: string; data: Readonly<Record<string, unknown>>; notBefore: number }

/** A job as its worker gets it. `data` is what was added, through JSON. */
export type TakenJob = { name: string; data: unknown }

export type Queues = {
  /** Resolves when the jobs are in the queue. Rejects when it does not take them within 2 s; some may have come in nevertheless. */
  add: (queue: QueueName, jobs: readonly NewJob[]) => Promise<void>
  /** Sees to it that a job of this name comes every so many ms, the first at once, whoever else asked for it. Rejects as `add` does. */
  repeat: (queue: QueueName, name: string, everyMs: number) => Promise<void>
  /** Takes jobs from now on, so many at a time. What `process` throws is logged; the job is not tried again: the rows know what is due. */
  work: (queue: QueueName, concurrency: number, process: (job: TakenJob) => Promise<void>) => void
  /** Takes no more jobs, waits up to 2 s for those that were begun, and lets go of every connection. */
  close: () => Promise<void>
}

/** In milliseconds. */
const patience = { answer: 2_000, finish: 2_000, letGo: 500 }

/**
 * Opens the queues. In the database their schema is created or brought up to date first, and a database that refuses that is thrown. A Redis
 * that is away is waited for in the background; until it comes, what is asked of the queues rejects.
 */
export const openQueues = async (place: QueuePlace, { log, now }: { log: Log; now: () => number }): Promise<Queues> => {
  const { queue: openQueue, worker: openWorker } = openBackend(place)
  const complain = complainer(log, now)

  const open = async (name: QueueName, migrates: boolean) => {
    const queue = openQueue(name, migrates)
    queue.on('error', complain)
    const opened = { queue, answered: false }
    const answered = queue.waitUntilReady().then(() => {
      opened.answered = true
    })
    if (place.redisUrl === undefined) await answered
    else await within(patience.answer, answered).catch(complain)
    return opened
  }
  const wake = open('wake', true)
  // In the database the first one makes the schema that the second one asks for.
  if (place.redisUrl === undefined) await wake
  const queues = { sweep: await open('sweep', false), wake: await wake }
  const workers: ReturnType<typeof openWorker>[] = []

  // What is asked before the first answer would wait for ever, and pile up.
  const known = (name: QueueName) => {
    const { queue, answered } = queues[name]
    if (!answered) throw new Error('The queue has not answered yet.')
    return queue
  }

  return {
    async add(name, jobs) {
      if (jobs.length === 0) return
      const timestamp = now()
      const entries = jobs.map(({ name: job, id, data, notBefore }) => ({
        name: job,
        data,
        opts: { jobId: id, timestamp, delay: Math.max(0, notBefore - timestamp) },
      }))
      await within(patience.answer, known(name).addBulk(entries))
    },
    async repeat(name, job, everyMs) {
      const queue = known(name)
      const scheduler = await within(patience.answer, queue.getJobScheduler(job))
      // One that was lost, or whose next job never came, is set going again.
      const alive = scheduler?.every === everyMs && (scheduler.next ?? 0) > now() - 3 * everyMs
      if (!alive) await within(patience.answer, queue.upsertJobScheduler(job, { every: everyMs }, { name: job }))
    },
    work(name, concurrency, process) {
      const worker = openWorker(name, concurrency, ({ name: job, data }) => process({ name: job, data }))
      worker.on('error', complain)
      worker.on('failed', (_job, err) => complain(err))
      workers.push(worker)
    },
    async close() {
      await Promise.all(workers.map(worker => letGo(worker, patience.finish)))
      await Promise.all(Object.values(queues).map(({ queue }) => letGo(queue, patience.letGo)))
    },
  }
}

const letGo = async (held: { close(): Promise<void>; disconnect(): Promise<void> }, ms: number): Promise<void> => {
  try {
    await within(ms, held.close())
  } catch {
    held.disconnect().catch(() => undefined)
  }
}

/** When the queue is away its errors come many at once: one in half a minute is told. */
const complainer = (log: Log, now: () => number) => {
  let quietUntil = 0
  return (err: unknown): void => {
    if (now() < quietUntil) return
    quietUntil = now() + 30_000
    log.warn({ err }, 'the queue complains')
  }
}
