import fastify from 'fastify'
import { type HealthChecks, healthRoutes } from '../http/health.ts'
import type { Metrics } from '../metrics.ts'
import { listen } from './listen.ts'
import type { Life } from './until-stopped.ts'

/** /metrics, /live and /health for the machine's own eyes, on a loopback port beside the web; also where no web runs. */
export async function startOperations(
  port: number,
  metrics: Metrics,
  checks: HealthChecks,
  life: Life,
): Promise<string> {
  const app = fastify()
  healthRoutes(app, checks)
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  )
  const remedy = 'VZAIMO_METRICS_PORT chooses another.'
  const { url, stop } = await listen(app, { host: '127.0.0.1', port, remedy })
  life.undo('operations', stop)
  return url
}
