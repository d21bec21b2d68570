import { spawn } from 'node:child_process'
import path from 'node:path'
import type { Bench, Measured } from './harness.ts'

const root = path.resolve(import.meta.dirname, '..')

/** What the command prints, as far as it is measured. */
type Printed = { readonly seconds: number; readonly peakMemoryMb: number }

/** The command itself, in a process of its own: neither memory nor compiled code is left over from another benchmark. */
const inChild = (schools: number): Promise<Measured> =>
  new Promise((resolve, reject) => {
    const args = ['src/main.ts', 'simulate', '--schools', String(schools), '--seed', '1', '--json']
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.on('data', data => {
      text += data
    })
    child.on('error', reject)
    child.on('close', code => {
      if (code !== 0) return reject(new Error(`The simulation of ${schools} schools ended with ${code}: ${text}`))
      const { seconds, peakMemoryMb }: Printed = JSON.parse(text)
      resolve({ value: seconds, memoryMb: peakMemoryMb })
    })
  })

/** A whole season in virtual time; `aim`: so many seconds. */
export const simulateSeason = (schools: number, aim: number): Bench => ({
  ...{ name: `simulate a season of ${schools.toLocaleString('en')} schools`, unit: 's', n: schools, connections: 8 },
  ...{ better: 'less', aim },
  prepare: async () => ({ ours: () => inChild(schools) }),
})
