import type { QueueName } from './queue.ts'
import { openBackend, type QueuePlace } from './queue-backend.ts'
import { within } from './queue-patience.ts'

/** So many jobs of each state in a queue. */
export type QueueCounts = { queue: QueueName; waiting: number; active: number; delayed: number; failed: number }

const names: readonly QueueName[] = ['wake', 'sweep']

/** In milliseconds: how long the queue may take to answer, and to let go. */
const patience = { answer: 2_000, letGo: 500 }

/** Looks into the queues once, over connections of its own that end with the look; null where they do not answer. It makes nothing in them. */
export const countJobs = async (place: QueuePlace): Promise<QueueCounts[] | null> => {
  const { queue: open } = openBackend(place)
  const opened = names.map(name => ({ name, queue: open(name, false) }))
  for (const { queue } of opened) queue.on('error', () => undefined)
  const count = async ({ name, queue }: (typeof opened)[number]): Promise<QueueCounts> => {
    await queue.waitUntilReady()
    const { waiting = 0, active = 0, delayed = 0, failed = 0 } = await queue.getJobCounts()
    return { queue: name, waiting, active, delayed, failed }
  }
  try {
    return await within(patience.answer, Promise.all(opened.map(count)))
  } catch {
    return null
  } finally {
    await Promise.all(
      opened.map(({ queue }) =>
        within(patience.letGo, queue.close()).catch(() => queue.disconnect().catch(() => undefined)),
      ),
    )
  }
}
