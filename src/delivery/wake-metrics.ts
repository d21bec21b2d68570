import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** What waking tells Prometheus. Labels are the sources' names. */
export type WakeMetrics = ReturnType<typeof openWakeMetrics>

const seconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

export const openWakeMetrics = (registry: Registry) => {
  const registers = [registry]
  const labelNames = ['source'] as const
  return {
    applied: new Counter({
      name: 'vzaimo_due_applied_total',
      help: 'Things on which this process did what had fallen due',
      labelNames,
      registers,
    }),
    failed: new Counter({
      name: 'vzaimo_due_failed_total',
      help: 'Tries to do what had fallen due that failed',
      labelNames,
      registers,
    }),
    lateness: new Histogram({
      name: 'vzaimo_due_lateness_seconds',
      help: "How long after its instant what fell due was done, by a program's clock that runs",
      labelNames,
      buckets: seconds,
      registers,
    }),
    waiting: new Gauge({
      name: 'vzaimo_due_waiting',
      help: 'Things that had something due when this process last looked',
      labelNames,
      registers,
    }),
    sweeps: new Histogram({
      name: 'vzaimo_sweep_seconds',
      help: 'Duration of a look for what is due',
      buckets: seconds,
      registers,
    }),
  }
}
