import './processes/node-version.mjs'
import { bringUpToDate, migrateCommand } from './bring-up-to-date.ts'
import { clockCommand } from './clock-command.ts'
import { pairCommand } from './features/pairing/pair-command.ts'
import { openLog } from './log.ts'
import { runParts } from './processes/run-parts.ts'
import { readSettings, type Settings } from './settings.ts'
import { simulateCommand } from './simulate-command.ts'
import { verifyCommand } from './verify-command.ts'
import { startWeb } from './web.ts'
import { startWorker } from './worker.ts'
import { workflowCommand } from './workflow-command.ts'

/** A command gets what follows its name and returns the exit code; what it throws is told in one sentence. */
type Command = (settings: Settings, args: string[]) => Promise<number>

const commands: Record<string, Command> = {
  all: (settings, args) =>
    runParts(settings, {
      bringUpToDate: db => bringUpToDate(db, settings.dataFolder),
      parts: [startWorker, startWeb(wishOf(args))],
    }),
  serve: (settings, args) => runParts(settings, { parts: [startWeb(wishOf(args))] }),
  work: settings => runParts(settings, { parts: [startWorker] }),
  migrate: migrateCommand,
  verify: verifyCommand,
  simulate: simulateCommand,
  workflow: (_settings, args) => workflowCommand(args),
  clock: clockCommand,
  pair: (_settings, args) =>
    pairCommand(args, { print: line => console.log(line), complain: line => console.error(line) }),
}

/** `--demo`: a new installation becomes a demo wherever it is. */
const wishOf = (args: readonly string[]) => ({ demo: args.includes('--demo') })

process.exit(await main(process.argv.slice(2)))

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
    openLog(read.settings.logLevel, 2).fatal({ err: error }, 'unexpected error')
    return 1
  }
}

function refuse(...sentences: string[]): number {
  for (const sentence of sentences) console.error(sentence)
  return 1
}
