import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { TextFile } from './csv-rows.ts'
import { type CommandResult, pairGraph, pairSchools } from './pair-files.ts'
import type { Language, Words } from './words.ts'

/** Where the command writes: its answer, and what it complains of. */
export type CommandOutput = { readonly print: (line: string) => void; readonly complain: (line: string) => void }

const usage = `npm run -s pair -- --schools FILE.csv [--history FILE.csv] [--bans FILE.csv] [--conflicts FILE.csv] [--locks FILE.csv]
  [--on YYYY-MM-DD] [--different-region] [--incomplete] [--certificate FILE.json] [--lang ru|en] [--json]
npm run -s pair -- --graph FILE [--certificate FILE.json] [--lang ru|en] [--json]`

const options = {
  schools: { type: 'string' },
  history: { type: 'string' },
  bans: { type: 'string' },
  conflicts: { type: 'string' },
  locks: { type: 'string' },
  graph: { type: 'string' },
  on: { type: 'string', default: '2022-10-07' },
  'different-region': { type: 'boolean', default: false },
  incomplete: { type: 'boolean', default: false },
  certificate: { type: 'string' },
  lang: { type: 'string', default: 'ru' },
  json: { type: 'boolean', default: false },
} as const

const readArguments = (argv: readonly string[]) => {
  try {
    return parseArgs({ args: [...argv], options }).values
  } catch {
    return undefined
  }
}

type Arguments = NonNullable<ReturnType<typeof readArguments>>

const dayOf = (text: string): Temporal.PlainDate | Words => {
  try {
    return Temporal.PlainDate.from(text)
  } catch {
    return { ru: `--on: «${text}» не дата вида ГГГГ-ММ-ДД`, en: `--on: "${text}" is not a date such as 2022-10-07` }
  }
}

/** A file that cannot be read, or written, is told in one sentence. */
class FileTrouble extends Error {
  readonly words: Words
  constructor(words: Words) {
    super(words.en)
    this.words = words
  }
}

const textFile = async (name: string): Promise<TextFile> => {
  try {
    return { name, text: await readFile(name, 'utf8') }
  } catch {
    throw new FileTrouble({ ru: `файл ${name} прочитать нельзя`, en: `the file ${name} cannot be read` })
  }
}

const optionalFile = (name: string | undefined) => (name === undefined ? null : textFile(name))
