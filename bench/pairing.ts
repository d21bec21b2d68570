import { pathToFileURL } from 'node:url'
import { checkCertificate } from '../src/features/pairing/check-certificate.ts'
import { proposePairs } from '../src/features/pairing/propose.ts'
import { defaultSettings } from '../src/features/pairing/weights.ts'
import { printedBy } from './child.ts'
import type { Bench, BenchResult, Measured } from './harness.ts'
import { type SampleOptions, sampleSchools } from './pairing-schools.ts'

/** One proposal; its figures are without making the schools, and without the independent check that follows. */
const proposeOnce = (count: number, options: SampleOptions): Measured => {
  const request = {
    schools: sampleSchools(count, 1, options),
    on: Temporal.PlainDate.from('2022-10-07'),
    settings: defaultSettings,
    earlier: [],
    bans: [],
    conflicts: [],
    locks: [],
  }
  const begun = performance.now()
  const outcome = proposePairs(request)
  const value = (performance.now() - begun) / 1000
  if (outcome.kind !== 'proposed') throw new Error(`the sample schools cannot be paired: ${outcome.kind}`)
  const { rounds, optimal } = outcome.proposal
  if (!optimal) throw new Error('the proposal is not proven to be the best')
  // The process did nothing else yet, so that the most it ever held is what the pairing needs.
  const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024)
  const { faults } = checkCertificate(request, outcome.proposal)
  if (faults.length > 0) throw new Error(faults.join('\n'))
  return { value, memoryMb, rounds }
}

/** The best pairs of so many sample schools; `aim`: so many seconds, `memoryAim`: so many MB. */
export const pairSchools = (n: number, aim: number | null, memoryAim: number | null = null): Bench => ({
  ...{ name: `pair ${n.toLocaleString('en')} schools`, unit: 's', n, connections: 1, better: 'less', aim, memoryAim },
  prepare: async () => ({ ours: async () => (await printedBy(import.meta.filename, String(n))) as Measured }),
})

/** The same where nine of ten risks are low, so that hundreds of schools are equally near to each other. */
export const pairAlikeSchools = (n: number, aim: number): Bench => ({
  ...{ name: `alike: pair ${n.toLocaleString('en')} schools`, unit: 's', n, connections: 1, better: 'less', aim },
  prepare: async () => ({ ours: async () => (await printedBy(import.meta.filename, String(n), '0.9')) as Measured }),
})

/** By which power of the number of schools the time of pairing grows: the slope of the least squares line through the logarithms; odd numbers apart. */
export const pairingExponent = (results: readonly BenchResult[]): number | null => {
  const even = results.filter(({ name, n }) => name.startsWith('pair ') && n % 2 === 0)
  if (even.length < 2) return null
  const logs = even.map(({ n, value }) => [Math.log(n), Math.log(value)] as const)
  const mean = (of: (log: readonly [number, number]) => number) =>
    logs.reduce((sum, log) => sum + of(log), 0) / logs.length
  const [x, y] = [mean(([a]) => a), mean(([, b]) => b)]
  const slope = mean(([a, b]) => (a - x) * (b - y)) / mean(([a]) => (a - x) ** 2)
  return Number(slope.toFixed(2))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , count, calm] = process.argv
  console.log(JSON.stringify(proposeOnce(Number(count), calm === undefined ? {} : { calm: Number(calm) })))
}
