/** One result as it is printed. `value` is in `unit`; p50 and p99 are milliseconds of one request, null where there is no such thing. */
export type BenchResult = {
  readonly name: string
  readonly unit: string
  /** How much the result is about: schools in the database, acts, duties. */
  readonly n: number
  readonly connections: number
  readonly value: number
  readonly p50: number | null
  readonly p99: number | null
  /** The same-work floor, in the same unit. */
  readonly floor: number | null
  /** The share of the floor's speed that is reached; 1 is as fast as the floor. */
  readonly ratio: number | null
  /** The ratio to reach; where there is no floor, a limit in the result's own unit; null where nothing is aimed at. */
  readonly aim: number | null
  readonly met: boolean | null
  /** The most that its process ever held, where it ran in one of its own. */
  readonly memoryMb?: number
  /** The most that it may hold, in MB; `met` is about both. */
  readonly memoryAim?: number
  /** How often a proposal was checked and mended. */
  readonly rounds?: number
}

/** What one run gives. */
export type Measured = {
  readonly value: number
  readonly p50?: number
  readonly p99?: number
  readonly memoryMb?: number
  readonly rounds?: number
}

export type Run = () => Promise<Measured>

/** What a benchmark runs once it is prepared. `ends` is called after the last run. */
export type Prepared = { readonly ours: Run; readonly floor?: Run; readonly ends?: () => Promise<void> }

export type Bench = {
  readonly name: string
  readonly unit: string
  readonly n: number
  readonly connections: number
  /** Whether more of the unit is better (requests a second) or less (seconds). */
  readonly better: 'more' | 'less'
  readonly aim: number | null
  readonly memoryAim?: number | null
  readonly prepare: () => Promise<Prepared>
}

/** A run that takes longer, in milliseconds, is the only one, without warm-up. */
const LONG = 15_000

/** How often each side is run after the warm-up. */
const REPEATS = 3

const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  const [low, high] = [sorted[half - (1 - (sorted.length % 2))] ?? Number.NaN, sorted[half] ?? Number.NaN]
  return (low + high) / 2
}

const medianOf = (runs: readonly Measured[], field: keyof Measured): number | null => {
  const numbers = runs.flatMap(run => run[field] ?? [])
  return numbers.length === 0 ? null : median(numbers)
}

const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(4)))

/** The runs of both sides in turn, so that both meet the same noise. The first pair warms up, unless it was long. */
const alternate = async ({ ours, floor }: Prepared): Promise<{ own: Measured[]; floors: Measured[] }> => {
  const begun = performance.now()
  const first = await ours()
  const isLong = performance.now() - begun > LONG
  const firstFloor = await floor?.()
  if (isLong) return { own: [first], floors: firstFloor === undefined ? [] : [firstFloor] }
  const [own, floors]: [Measured[], Measured[]] = [[], []]
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    own.push(await ours())
    if (floor !== undefined) floors.push(await floor())
  }
  return { own, floors }
}

/** Runs a benchmark: warm-up, then three repeats in turn with its floor, of which the medians count. */
export const measure = async ({ prepare, better, ...about }: Bench): Promise<BenchResult> => {
  const prepared = await prepare()
  try {
    const { own, floors } = await alternate(prepared)
    const value = medianOf(own, 'value') ?? Number.NaN
    const floor = medianOf(floors, 'value')
    const ratio = floor === null ? null : better === 'more' ? value / floor : floor / value
    const { name, unit, n, connections, aim, memoryAim = null } = about
    const [memoryMb, rounds] = [medianOf(own, 'memoryMb'), medianOf(own, 'rounds')]
    const met = isMet(aim, ratio, value, better)
    return {
      name,
      unit,
      n,
      connections,
      value: rounded(value) ?? value,
      p50: rounded(medianOf(own, 'p50')),
      p99: rounded(medianOf(own, 'p99')),
      floor: rounded(floor),
      ratio: rounded(ratio),
      aim,
      met: met && (memoryAim === null || (memoryMb !== null && memoryMb <= memoryAim)),
      ...(memoryMb !== null && { memoryMb }),
      ...(memoryAim !== null && { memoryAim }),
      ...(rounds !== null && { rounds }),
    }
  } finally {
    await prepared.ends?.()
  }
}

const isMet = (aim: number | null, ratio: number | null, value: number, better: Bench['better']): boolean | null => {
  if (aim === null) return null
  if (ratio !== null) return ratio >= aim
  return better === 'more' ? value >= aim : value <= aim
}

/** Something that many benchmarks share: made when the first of them needs it. */
export const once = <Value>(make: () => Promise<Value>): (() => Promise<Value>) => {
  let made: Promise<Value> | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** p50 and p99 of durations in milliseconds. */
export const percentiles = (durations: number[]): { p50: number; p99: number } => {
  durations.sort((a, b) => a - b)
  const at = (share: number) =>
    durations[Math.min(durations.length - 1, Math.floor(durations.length * share))] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99) }
}
