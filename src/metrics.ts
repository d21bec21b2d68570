import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { type Database, poolUse } from './db/pool.ts'

/** The process's numbers for Prometheus. Labels are routes' patterns and enumerated values, never ids. */
export type Metrics = {
  registry: Registry
  /** Counts an answered request; `route` is the pattern, undefined where none matched. */
  requestAnswered(request: { method: string; route: string | undefined; status: number; ms: number }): void
}

export function openMetrics(db: Database): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'vzaimo_pool_connections',
    help: "Connections of the process's pool, and queries that wait for one",
    labelNames: ['state'],
    registers: [registry],
    collect() {
      for (const [state, n] of Object.entries(poolUse(db))) this.set({ state }, n)
    },
  })
  const requests = new Histogram({
    name: 'vzaimo_request_seconds',
    help: 'Duration of answered requests',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  return {
    registry,
    requestAnswered({ method, route, status, ms }) {
      requests.observe({ method, route: route ?? 'none', status }, ms / 1000)
    },
  }
}
