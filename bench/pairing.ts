import { spawn } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { checkCertificate } from '../src/features/pairing/check-certificate.ts'
import { proposePairs } from '../src/features/pairing/propose.ts'
import { defaultSettings } from '../src/features/pairing/weights.ts'
import { sampleSchools } from './pairing-schools.ts'

/** What one pairing run gives: seconds, without making the schools and without the check, and what else is told of it. */
export type PairingRun = {
  readonly value: number
  readonly memoryMb: number
  readonly rounds: number
  readonly optimal: boolean
  /** What the independent checker objects to; null where it was not asked. */
  readonly objections: number | null
}

/** A benchmark of pairing. Less is better; `aim` and `memoryAim` are limits in seconds and MB. */
export type PairingBench = {
  readonly name: string
  readonly unit: 's'
  readonly n: number
  readonly aim: number | null
  readonly memoryAim: number | null
  readonly run: () => Promise<PairingRun>
}

const proposeOnce = (count: number, seed: number, check: boolean): PairingRun => {
  const request = {
    schools: sampleSchools(count, seed),
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
  // The process does nothing else, so that the most it ever held is what the pairing needs.
  const memoryMb = process.resourceUsage().maxRSS / 1024
  return {
    value,
    memoryMb,
    rounds,
    optimal,
    objections: check ? checkCertificate(request, outcome.proposal).faults.length : null,
  }
}

/** Runs one pairing in a process of its own, so that neither memory nor compiled code is left over from another. */
const inChild = (count: number, seed: number, check: boolean): Promise<PairingRun> =>
  new Promise((resolve, reject) => {
    const args = [import.meta.filename, '--once', String(count), String(seed), ...(check ? ['--check'] : [])]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.on('data', data => {
      text += data
    })
    child.on('error', reject)
    child.on('close', code =>
      code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`a pairing ended with ${code}`)),
    )
  })

const sizes: readonly (readonly [n: number, aim: number | null, memoryAim: number | null])[] = [
  [300, null, null],
  [1000, null, null],
  [2999, 3, null],
  [3000, 0.5, 120],
  [10_000, 3, null],
  [40_000, 12, 450],
]

/** The benchmarks of pairing, small to large. `seed` chooses the sample schools. */
export const pairingBenches = (seed = 1): PairingBench[] =>
  sizes.map(([n, aim, memoryAim]) => ({
    name: `pair ${n.toLocaleString('en')} schools`,
    unit: 's',
    n,
    aim,
    memoryAim,
    run: () => inChild(n, seed, false),
  }))

/** By which power of the number of schools the time grows: the slope of the least squares line through the logarithms. */
export const growthExponent = (points: readonly { readonly n: number; readonly value: number }[]): number => {
  const logs = points.map(({ n, value }) => [Math.log(n), Math.log(value)] as const)
  const mean = (of: (log: readonly [number, number]) => number) =>
    logs.reduce((sum, log) => sum + of(log), 0) / logs.length
  const [x, y] = [mean(([a]) => a), mean(([, b]) => b)]
  return mean(([a, b]) => (a - x) * (b - y)) / mean(([a]) => (a - x) ** 2)
}

/** `node bench/pairing.ts [--json] [--most N] [--seed S] [--check]`: the benchmarks of pairing alone. */
const main = async (args: readonly string[]): Promise<void> => {
  const after = (name: string) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined)
  const check = args.includes('--check')
  if (args[0] === '--once')
    return void console.log(JSON.stringify(proposeOnce(Number(args[1]), Number(args[2]), check)))
  const most = Number(after('--most') ?? Number.POSITIVE_INFINITY)
  const seed = Number(after('--seed') ?? 1)
  const results = []
  for (const { run, ...about } of pairingBenches(seed).filter(({ n }) => n <= most)) {
    const result = { ...about, ...(check ? await inChild(about.n, seed, true) : await run()) }
    results.push(result)
    if (!args.includes('--json')) console.log(JSON.stringify(result))
  }
  const exponent = growthExponent(results.filter(({ n }) => n % 2 === 0))
  console.log(
    args.includes('--json') ? JSON.stringify({ results, exponent }, null, 2) : `growth exponent ${exponent.toFixed(2)}`,
  )
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv.slice(2))
