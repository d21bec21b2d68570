import {
  type BackendFactory,
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  type Processor,
  withBackend,
} from 'bullmq'

/** Where the queue lies: in the database, or in Redis. `pool` is the most connections that each object of the queue opens to the database. */
export type QueuePlace = { url: string; redisUrl: string | undefined; pool: number }

/** In the database the queue keeps to a schema of its own, which it creates and migrates by itself; in Redis its keys begin with a prefix. */
const [schema, prefix] = ['bullmq', 'vzaimo']

/** Nothing reads the queue's event stream. */
const streams = { events: { maxLen: 100 } }

/** In milliseconds. From the queue's point of view a worker that said nothing for `lockDuration` is dead, and its jobs go to another. */
const workerTimes = { lockDuration: 10_000, stalledInterval: 5_000, runRetryDelay: 1_000 }

/** What was there is gone as soon as it was done: the rows tell what happened. */
const done = { removeOnComplete: true, removeOnFail: true } as const

/**
 * Opens queues and workers over either backend by the same calls. On Redis commands fail at once while it is away, except those that wait
 * for work. `migrates` only for the first object: the others find the schema ready.
 */
const over = <Backend extends IQueueBackend, Connection>(
  factory: BackendFactory<Backend, Connection>,
  connections: { queue: (migrates: boolean) => Connection; worker: Connection },
) => {
  const { Queue, Worker } = withBackend(factory)
  return {
    queue: (name: string, migrates: boolean) =>
      new Queue(name, { connection: connections.queue(migrates), prefix, defaultJobOptions: done, streams }),
    worker: (name: string, concurrency: number, process: Processor) =>
      new Worker(name, process, {
        connection: connections.worker,
        prefix,
        concurrency,
        ...workerTimes,
      }),
  }
}

const overPostgres = ({ url, pool }: QueuePlace) => {
  const connection = {
    connectionString: url,
    schema,
    max: pool,
    application_name: 'vzaimo queue',
    connectionTimeoutMillis: 3_000,
    statement_timeout: 10_000,
  }
  return over(createPostgresBackend, { queue: migrate => ({ ...connection, migrate }), worker: connection })
}

const overRedis = (redisUrl: string) => {
  const connection = { url: redisUrl, retryStrategy: (tries: number) => Math.min(200 * tries, 2_000) }
  return over(createRedisBackend, { queue: () => ({ ...connection, enableOfflineQueue: false }), worker: connection })
}

/** BullMQ on PostgreSQL, or on Redis where there is one. */
export const openBackend = (place: QueuePlace) =>
  place.redisUrl === undefined ? overPostgres(place) : overRedis(place.redisUrl)
