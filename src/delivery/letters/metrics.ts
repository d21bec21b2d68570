import { Counter, Histogram, type Registry } from 'prom-client'

/** What handing letters over tells Prometheus. No label is a person, an address or a domain. */
export type LetterMetrics = ReturnType<typeof openLetterMetrics>

export const openLetterMetrics = (registry: Registry) => {
  const registers = [registry]
  return {
    ended: new Counter({
      name: 'vzaimo_letters_total',
      help: 'Tries to hand a letter over, by how they ended',
      labelNames: ['outcome'] as const,
      registers,
    }),
    seconds: new Histogram({
      name: 'vzaimo_letter_seconds',
      help: 'How long the mail server took over one letter',
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60],
      registers,
    }),
    unkept: new Histogram({
      name: 'vzaimo_letter_unkept_seconds',
      help: 'From the mail server having a letter until our row says so: a crash in between repeats the letter',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 26],
      registers,
    }),
    perhapsTwice: new Counter({
      name: 'vzaimo_letters_perhaps_twice_total',
      help: 'Letters that the mail server may already have had: the line broke after the last byte, or whoever had it in hand is gone',
      labelNames: ['because'] as const,
      registers,
    }),
    released: new Counter({
      name: 'vzaimo_letters_released_total',
      help: 'Letters given back untried: over a budget, while the server rested, or when the process stopped',
      registers,
    }),
  }
}
