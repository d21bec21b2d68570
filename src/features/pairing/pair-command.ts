import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { TextFile } from './csv-rows.ts'
import { type Instruments, type PairAnswer, pairGraph, pairSchools } from './pair-files.ts'
import { faultSentence, proposalLines } from './pair-report.ts'
import { defaultSettings } from './weights.ts'
import type { Language, Words } from './words.ts'

/** Where the command writes: its answer, and what it complains of, line by line. */
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

const instruments: Instruments = {
  seconds: () => performance.now() / 1000,
  peakMemoryMb: () => process.resourceUsage().maxRSS / 1024,
}

const isWords = (value: object | null): value is Words => value !== null && 'ru' in value

const dayOf = (text: string): Temporal.PlainDate | Words => {
  try {
    return Temporal.PlainDate.from(text)
  } catch {
    return { ru: `--on: «${text}» — не дата вида ГГГГ-ММ-ДД`, en: `--on: "${text}" is not a date such as 2022-10-07` }
  }
}

const textOf = async (name: string): Promise<TextFile | Words> => {
  try {
    return { name, text: await readFile(name, 'utf8') }
  } catch {
    return { ru: `файл ${name} прочитать нельзя`, en: `the file ${name} cannot be read` }
  }
}

const answerTo = async (args: Arguments, schools: string): Promise<PairAnswer | Words> => {
  const named = async (name: string | undefined) => (name === undefined ? null : textOf(name))
  const main = await textOf(schools)
  const history = await named(args.history)
  const bans = await named(args.bans)
  const conflicts = await named(args.conflicts)
  const locks = await named(args.locks)
  const on = dayOf(args.on)
  if (isWords(main)) return main
  if (isWords(history)) return history
  if (isWords(bans)) return bans
  if (isWords(conflicts)) return conflicts
  if (isWords(locks)) return locks
  if (isWords(on)) return on
  const settings = { ...defaultSettings, differentRegion: args['different-region'] }
  const wishes = { on, settings, incomplete: args.incomplete }
  return pairSchools({ schools: main, history, bans, conflicts, locks }, wishes, instruments)
}

const answerToGraph = async (name: string): Promise<PairAnswer | Words> => {
  const file = await textOf(name)
  return isWords(file) ? file : pairGraph(file, instruments)
}

/** The exit codes: done; something of ours is wrong; something of the caller's is to be put right. */
const done = 0
const broken = 1
const refused = 2

const tell = (answer: PairAnswer, language: Language, json: boolean, { print, complain }: CommandOutput): number => {
  if (answer.kind === 'faulty') {
    const sentences = answer.faults.map(fault => faultSentence(fault, language))
    if (json) print(JSON.stringify({ faults: answer.faults }))
    for (const sentence of sentences) complain(sentence)
    return refused
  }
  if (answer.kind === 'impossible') {
    const { words, details, incomplete, seconds } = answer
    if (json) print(JSON.stringify({ pairs: [], trio: null, complete: false, optimal: false, ...details, seconds }))
    for (const sentence of words) complain(sentence[language])
    return incomplete ? done : refused
  }
  const { schools, proposal, figures, fairness, objections } = answer
  const { pairs, trio, total, bound, optimal } = proposal
  if (json) print(JSON.stringify({ schools, pairs, trio, total, bound, optimal, ...figures, fairness, objections }))
  else for (const line of proposalLines(answer, language)) print(line)
  for (const objection of objections) complain(objection)
  return objections.length === 0 ? done : broken
}

/**
 * `npm run -s pair -- …`: proposes pairs for a file of schools, or the heaviest perfect matching of a plain graph, with proof.
 * Exit code 0, or 2 when the files, the arguments or the rules are to be put right; 1 if the checker objects.
 */
export const pairCommand = async (argv: readonly string[], out: CommandOutput): Promise<number> => {
  const args = readArguments(argv)
  const file = args?.schools ?? args?.graph
  if (!args || file === undefined || (args.schools !== undefined && args.graph !== undefined)) {
    out.complain(usage)
    return refused
  }
  const language: Language = args.lang === 'en' ? 'en' : 'ru'
  const answer = args.schools === undefined ? await answerToGraph(file) : await answerTo(args, file)
  if (isWords(answer)) {
    if (args.json) out.print(JSON.stringify({ faults: [{ words: answer }] }))
    out.complain(answer[language])
    return refused
  }
  if (args.certificate !== undefined && answer.kind === 'proposed') {
    await writeFile(args.certificate, `${JSON.stringify(answer.certificate)}\n`)
  }
  return tell(answer, language, args.json, out)
}
