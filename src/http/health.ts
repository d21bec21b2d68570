import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, FastifyTypeProvider, RawServerDefault } from 'fastify'

/** What /health asks. A check throws (or rejects) when what it checks is away. */
export type HealthChecks = {
  /** Aborted once the process has begun to stop. */
  readonly stopping: AbortSignal
  database(): Promise<void>
  /** How the schema stands to this program; anything but `current` means that we cannot serve. */
  migrations(): Promise<string>
  queue(): Promise<void>
}

/** The body of /health. `degraded`: the queue is away; acts go on, letters and deadlines wait. */
type Health = {
  status: 'ok' | 'degraded' | 'down' | 'stopping'
  database: 'ok' | 'down'
  migrations: string
  queue: 'ok' | 'down'
}

/** A check that takes longer than this many milliseconds counts as failed. */
const PATIENCE = 2_000

/** GET /live: the process answers. GET /health: 200 when it can serve (`ok`, `degraded`), 503 when not or when stopping. */
export function healthRoutes<Provider extends FastifyTypeProvider>(
  app: FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, Provider>,
  checks: HealthChecks,
): void {
  const config = { access: 'public', sessionless: true } as const
  app.get('/live', { config }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'live' }),
  )
  app.get('/health', { config }, async (_request, reply) => {
    const health = await askHealth(checks)
    const serves = health.status === 'ok' || health.status === 'degraded'
    return reply
      .code(serves ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(health)
  })
}

/** Asks everything at once. */
async function askHealth(checks: HealthChecks): Promise<Health> {
  const [database, migrations, queue] = await Promise.all([
    inTime(checks.database()).then(isUp, isDown),
    inTime(checks.migrations()).catch(() => 'unknown'),
    inTime(checks.queue()).then(isUp, isDown),
  ])
  const serves = database === 'ok' && migrations === 'current'
  const able = serves ? (queue === 'ok' ? 'ok' : 'degraded') : 'down'
  return { status: checks.stopping.aborted ? 'stopping' : able, database, migrations, queue }
}

const isUp = () => 'ok' as const
const isDown = () => 'down' as const

async function inTime<Value>(answer: Promise<Value>): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('no answer in time')), PATIENCE)
  return await Promise.race([answer, promise]).finally(() => clearTimeout(timer))
}
