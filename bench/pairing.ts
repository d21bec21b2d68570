import { spawn } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { proposePairs } from '../src/features/pairing/propose.ts'
import { defaultSettings } from '../src/features/pairing/weights.ts'
import type { Bench, BenchResult, Measured } from './harness.ts'
import { sampleSchools } from './pairing-schools.ts'

/** One proposal: without making the schools, and without the independent check. */
const proposeOnce = (count: number): Measured => {
  const request = {
    schools: sampleSchools(count, 1),
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
  if (!outcome.proposal.optimal) throw new Error('the proposal is not proven to be the best')
  // The process does nothing else, so that the most it ever held is what the pairing needs.
  return { value, memoryMb: Math.round(process.resourceUsage().maxRSS / 1024) }
}

/** In a process of its own, so that neither memory nor compiled code is left over from another. */
const inChild = (count: number): Promise<Measured> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [import.meta.filename, String(count)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.on('data', data => {
      text += data
    })
    child.on('error', reject)
    child.on('close', code =>
      code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`a pairing ended with ${code}`)),
    )
  })

/** The best pairs of so many sample schools; `aim`: so many seconds. */
export const pairSchools = (n: number, aim: number | null): Bench => ({
  ...{ name: `pair ${n.toLocaleString('en')} schools`, unit: 's', n, connections: 1, better: 'less', aim },
  prepare: async () => ({ ours: () => inChild(n) }),
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

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  console.log(JSON.stringify(proposeOnce(Number(process.argv[2]))))
