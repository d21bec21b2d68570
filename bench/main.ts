import '../src/processes/node-version.mjs'
import { matchesGlob } from 'node:path'
import { parseArgs } from 'node:util'
import { handedOver } from '../src/processes/handed-over.ts'
import { openBenches } from './benches.ts'
import { openGround } from './ground.ts'
import { type BenchResult, measure } from './harness.ts'
import { describeMachine } from './machine.ts'
import { pairingExponent } from './pairing.ts'
import { headings, line } from './table.ts'

const usage = 'npm run -s bench -- [--json] [--only GLOB]: the benchmarks, each beside its floor. GLOB chooses by name.'

const readArguments = () => {
  try {
    const { values } = parseArgs({
      options: { json: { type: 'boolean', default: false }, only: { type: 'string', default: '*' } },
    })
    return values
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    console.error(usage)
    return process.exit(1)
  }
}

const { json, only } = readArguments()
const ground = await openGround()

let ending: Promise<void> | undefined
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    ending ??= ground.close().finally(() => process.exit(130))
  })

const machine = describeMachine(ground.postgres)
const results: BenchResult[] = []
if (!json) console.log(`${Object.values(machine).join(' · ')}\n\n${headings}`)
try {
  for (const bench of openBenches(ground).filter(({ name }) => matchesGlob(name, only))) {
    const result = await measure(bench)
    results.push(result)
    if (!json) console.log(line(result))
  }
} catch (error) {
  // What is taken down because of a signal fails; that is no news.
  if (ending === undefined) throw error
} finally {
  await (ending ?? ground.close())
}
const exponent = pairingExponent(results)
if (json)
  console.log(
    JSON.stringify({ machine, results, ...(exponent === null ? {} : { growth: { pairing: exponent } }) }, null, 2),
  )
else if (exponent !== null)
  console.log(`\nThe time of pairing grows with the number of schools to the power of ${exponent}.`)
await handedOver(process.stdout)
process.exit(0)
