import '../../src/processes/node-version.mjs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { findProgram, LACKS } from '../fixtures/machine.ts'
import { judge, type Verdict } from './oracle/verdict.ts'
import { type Played, playSeason } from './season.ts'
import { spoil } from './spoil.ts'
import { treeWithWrongCalendar } from './wrong-calendar.ts'

const usage = `npm run chaos -- --seed S --minutes M [--json] [--delete-one] [--calendar-off-by-a-day] [--keep FILE]
Plays seasons of sixty schools while processes are killed, Redis is emptied and the mail server goes away; then an
oracle, which knows nothing of the program, says what must have happened. Start and verdict take two minutes at most
beside --minutes.
  --delete-one             deletes one letter from the mail server's file by hand: the run has to fail
  --calendar-off-by-a-day  runs a copy of the program whose working calendar is wrong by a day: the run has to fail
  --backend pg|redis       plays on one of them alone
  --keep FILE              writes the story and what was found as JSON`

const readArguments = () => {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string', default: '1' },
        minutes: { type: 'string', default: '2' },
        json: { type: 'boolean', default: false },
        'delete-one': { type: 'boolean', default: false },
        'calendar-off-by-a-day': { type: 'boolean', default: false },
        backend: { type: 'string', default: 'both' },
        keep: { type: 'string' },
      },
    })
    const [seed, minutes] = [Number(values.seed), Number(values.minutes)]
    if (!Number.isInteger(seed) || !(minutes > 0)) throw new Error('--seed is a whole number, --minutes more than 0.')
    return { ...values, seed, minutes }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    console.error(usage)
    return process.exit(1)
  }
}

/** What is worth playing a season for, in milliseconds. */
const worthwhile = 60_000

type Round = { backend: string; seed: number; played: Played; verdict: Verdict }

const { seed, minutes, json, backend, keep, ...wishes } = readArguments()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130))
const say = (line: string) => (json ? console.error(line) : console.log(line))

const hasRedis = findProgram('Redis') !== undefined
if (!hasRedis) say(`There is no redis-server here (${LACKS} Redis): everything runs on PostgreSQL alone.`)
const backends = (hasRedis ? [false, true] : [false]).filter(
  onRedis => backend === 'both' || (backend === 'redis') === onRedis,
)
const root = path.resolve(import.meta.dirname, '../..')
const tree = wishes['calendar-off-by-a-day']
  ? await treeWithWrongCalendar(root)
  : { folder: root, remove: async () => {} }

const begun = performance.now()
let left = minutes * 60_000
const rounds: Round[] = []
try {
  for (let n = 0; n < backends.length || left > worthwhile; n += 1) {
    const onRedis = backends[n % backends.length] ?? false
    // The first rounds share the time; whatever they leave is for more of them.
    const ms = n < backends.length ? left / (backends.length - n) : left
    const played = await playSeason({
      ...{ seed: seed + n, onRedis, tree: tree.folder, ms, say },
      // A short run may not come to the season's end: there everything goes wrong early.
      ...(minutes > 4 ? { often: 3, days: 43 } : { often: 1, days: 12 }),
    })
    left -= played.ms
    if (wishes['delete-one'] && n === 0) say(`By hand: ${spoil(played.found)} was deleted from the mail server's file.`)
    const verdict = judge(played.story, played.found)
    rounds.push({ backend: onRedis ? 'Redis' : 'PostgreSQL', seed: seed + n, played, verdict })
    for (const line of [...played.struck.map(each => `  ${each}`), ...played.stuck.map(each => `stuck: ${each}`)])
      say(line)
    for (const finding of verdict.findings.slice(0, 40)) say(finding)
    if (keep !== undefined)
      await writeFile(`${keep}.${n}`, JSON.stringify({ story: played.story, found: played.found }))
  }
} finally {
  await tree.remove()
}

const sum = (of: (verdict: Verdict) => number) => rounds.reduce((total, { verdict }) => total + of(verdict), 0)
const totals = {
  seasons: rounds.length,
  expected: sum(({ expected }) => expected),
  arrived: sum(({ arrived }) => arrived),
  lost: sum(({ lost }) => lost),
  wrongDate: sum(({ wrongDate }) => wrongDate),
  toTheDone: sum(({ toTheDone }) => toTheDone),
  outsideHours: sum(({ outsideHours }) => outsideHours),
  repeated: sum(({ repeated }) => repeated),
  unexplained: sum(({ unexplained }) => unexplained),
  disagreements: sum(({ disagreements }) => disagreements),
  stuck: rounds.flatMap(({ played }) => played.stuck).length,
  cut: rounds.filter(({ played }) => !played.whole).length,
  longestWindow: Math.round(Math.max(...rounds.map(({ verdict }) => verdict.longestWindow))),
}
const { lost, wrongDate, toTheDone, outsideHours, repeated, longestWindow } = totals
const good =
  lost + wrongDate + toTheDone + outsideHours + totals.unexplained + totals.disagreements + totals.stuck === 0 &&
  !(process.env.CI && !hasRedis)
say(
  `${totals.seasons} seasons, ${totals.cut} of them cut short, ${totals.expected} letters expected, ${totals.arrived} arrived; ` +
    `${totals.disagreements} disagreements of ledger and mail server, ${totals.unexplained} repeats without a kill; ` +
    `${Math.round((performance.now() - begun) / 1000)} s`,
)
if (json) console.log(JSON.stringify({ ...totals, good, seed, minutes, redis: hasRedis }))
else
  console.log(
    `lost ${lost} · wrong date ${wrongDate} · to the done ${toTheDone} · outside hours ${outsideHours} · repeated ${repeated} · longest window ${longestWindow} ms`,
  )
process.exit(good ? 0 : 1)
