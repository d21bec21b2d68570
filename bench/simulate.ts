import { printedBy } from './child.ts'
import type { Bench, Measured } from './harness.ts'

/** What the command prints, as far as it is measured. */
type Printed = { readonly seconds: number; readonly peakMemoryMb: number }

const play = async (schools: number): Promise<Measured> => {
  const printed = await printedBy('src/main.ts', 'simulate', '--schools', String(schools), '--seed', '1', '--json')
  const { seconds, peakMemoryMb } = printed as Printed
  return { value: seconds, memoryMb: peakMemoryMb }
}

/** A whole season in virtual time; `aim`: so many seconds. */
export const simulateSeason = (schools: number, aim: number): Bench => ({
  ...{ name: `simulate a season of ${schools.toLocaleString('en')} schools`, unit: 's', n: schools, connections: 8 },
  ...{ better: 'less', aim },
  prepare: async () => ({ ours: () => play(schools) }),
})
