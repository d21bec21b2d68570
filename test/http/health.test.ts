import fastify from 'fastify'
import t from 'tap'
import { type HealthChecks, healthRoutes } from '../../src/http/health.ts'

const fine: HealthChecks = {
  stopping: new AbortController().signal,
  database: async () => undefined,
  migrations: async () => 'current',
  queue: async () => undefined,
}
const away = async () => {
  throw new Error('away')
}

for (const { when, checks, status, body } of [
  {
    when: 'all is well',
    checks: {},
    status: 200,
    body: { status: 'ok', database: 'ok', migrations: 'current', queue: 'ok' },
  },
  { when: 'the queue is away', checks: { queue: away }, status: 200, body: { status: 'degraded', queue: 'down' } },
  {
    when: 'the database is away',
    checks: { database: away, migrations: away },
    status: 503,
    body: { status: 'down', database: 'down', migrations: 'unknown' },
  },
  {
    when: 'the schema is older',
    checks: { migrations: async () => 'older' },
    status: 503,
    body: { status: 'down', migrations: 'older' },
  },
  { when: 'it stops', checks: { stopping: AbortSignal.abort() }, status: 503, body: { status: 'stopping' } },
  {
    when: 'the database never answers',
    checks: { database: () => new Promise<void>(() => undefined) },
    status: 503,
    body: { status: 'down' },
  },
]) {
  t.test(`/health when ${when}: ${status} ${body.status}`, async t => {
    const app = fastify()
    healthRoutes(app, { ...fine, ...checks })
    const answer = await app.inject('/health')
    t.equal(answer.statusCode, status)
    t.match(answer.json(), body)
    t.equal(answer.headers['cache-control'], 'no-store')
    t.match(await app.inject('/live'), { statusCode: 200 }, 'and it lives')
  })
}
