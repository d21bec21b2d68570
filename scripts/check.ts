import { spawnSync } from 'node:child_process'

/** What `npm run check` asks, in this order; every one is asked, so that one run names all faults. */
const checks: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  [
    'format, lint, import directions, cycles',
    'biome',
    'ci',
    '--error-on-warnings',
    `--colors=${process.stdout.isTTY ? 'force' : 'off'}`,
    '.',
  ],
  ['types of the program', 'tsc', '-p', '.'],
  ['types of tests and benchmarks', 'tsc', '-p', 'test'],
  ['unused files, exports and dependencies', 'knip'],
  ['machines against their versions', process.execPath, 'scripts/machine-hashes.ts'],
]

const failed = checks.filter(([name, command, ...args]) => {
  console.log(`— ${name}`)
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
  if (error) console.error(error.message)
  return status !== 0
})

console.log(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.map(([name]) => name).join('; ')}.`)
process.exit(failed.length === 0 ? 0 : 1)
