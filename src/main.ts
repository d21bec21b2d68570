import './processes/node-version.mjs'
import { handedOver } from './processes/handed-over.ts'
import type { runParts as run } from './processes/run-parts.ts'
import { readSettings, type Settings } from './settings.ts'

/** A command gets what follows its name and returns the exit code; what it throws is told in one sentence. */
type Command = (settings: Settings, args: string[]) => Promise<number>

// Each command loads what it needs and no more: the whole program is twice what the pairing of 3,000 schools needs.

const runParts = async (...given: Parameters<typeof run>) =>
  (await import('./processes/run-parts.ts')).runParts(...given)

/** The web, where `--demo` makes a new installation a demo wherever it is. */
const web = async (args: readonly string[]) => (await import('./web.ts')).startWeb({ demo: args.includes('--demo') })

const worker = async () => (await import('./worker.ts')).startWorker

const commands: Record<string, Command> = {
  all: async (settings, args) => {
    const { bringUpToDate } = await import('./bring-up-to-date.ts')
    return runParts(settings, {
      bringUpToDate: db => bringUpToDate(db, settings.dataFolder),
      parts: [await worker(), await web(args)],
    })
  },
  serve: async (settings, args) => runParts(settings, { parts: [await web(args)] }),
  work: async settings => runParts(settings, { parts: [await worker()] }),
  migrate: async settings => (await import('./bring-up-to-date.ts')).migrateCommand(settings),
  verify: async (settings, args) => (await import('./verify-command.ts')).verifyCommand(settings, args),
  simulate: async (settings, args) => (await import('./simulate-command.ts')).simulateCommand(settings, args),
  workflow: async (_settings, args) => (await import('./workflow-command.ts')).workflowCommand(args),
  clock: async (settings, args) => (await import('./clock-command.ts')).clockCommand(settings, args),
  pair: async (_settings, args) => {
    const { pairCommand } = await import('./features/pairing/pair-command.ts')
    return pairCommand(args, { print: line => console.log(line), complain: line => console.error(line) })
  },
}

const code = await main(process.argv.slice(2))
await Promise.all([process.stdout, process.stderr].map(handedOver))
process.exit(code)

async function main([name = 'all', ...args]: string[]): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) return refuse(`Commands: ${Object.keys(commands).join(', ')}.`)
  const read = readSettings(process.env)
  if ('faults' in read) return refuse(...read.faults)
  try {
    return await command(read.settings, args)
  } catch (error) {
    // Our own sentences are plain Errors; anything else is a bug, or a machine in trouble, and told with its stack.
    if (error instanceof Error && error.constructor === Error && !('code' in error)) return refuse(error.message)
    const { openLog } = await import('./log.ts')
    openLog(read.settings.logLevel, 2).fatal({ err: error }, 'unexpected error')
    return 1
  }
}

function refuse(...sentences: string[]): number {
  for (const sentence of sentences) console.error(sentence)
  return 1
}
