import { findEmbedded } from './db/embedded.ts'
import type { Database } from './db/pool.ts'
import { openQueues } from './delivery/queue.ts'
import { askForSweep } from './delivery/sweep.ts'
import { dueShares } from './delivery/wake-query.ts'
import { type Clock, readClock, setClock, shown } from './engine/clock.ts'
import { openLog } from './log.ts'
import { withDatabase } from './processes/with-database.ts'
import type { Settings } from './settings.ts'

const usage = 'npm run -s clock -- show | real | offset INSTANT | step INSTANT'

/** The edge's own clock. */
const now = () => Date.now()

/** An instant, or a duration from what the clock shows, in milliseconds since 1970; null where the text is neither. */
const instantOf = (text: string, shownMs: number): number | null => {
  try {
    const ms = /^[+-]?P/i.test(text)
      ? Temporal.Instant.fromEpochMilliseconds(shownMs).toZonedDateTimeISO('UTC').add(text).epochMilliseconds
      : Temporal.Instant.from(text).epochMilliseconds
    // Instants are stored, sorted and hashed as texts with a year of four digits.
    return /^\d{4}-/.test(new Date(ms).toISOString()) ? ms : null
  } catch {
    return null
  }
}

/** What each verb makes of the clock, given its word, what the clock shows and the real one (ms); null where the word makes no sense. */
const verbs: Readonly<Record<string, (word: string, shownMs: number, realMs: number) => Clock | null>> = {
  real: () => ({ mode: 'real' }),
  offset(word, shownMs, realMs) {
    const ms = instantOf(word, shownMs)
    return ms === null ? null : { mode: 'offset', offsetMs: ms - realMs }
  },
  step(word, shownMs) {
    const ms = instantOf(word, shownMs)
    return ms === null ? null : { mode: 'stepped', to: new Date(ms).toISOString() }
  },
}

const said = (clock: Clock, realMs: number): string => {
  const at = shown(clock, realMs)
  switch (clock.mode) {
    case 'real':
      return `The clock is real: it shows ${at}.`
    case 'offset':
      return `The clock is moved: it shows ${at} and runs on.`
    case 'stepped':
      return `The clock stands at ${at}.`
  }
}

/** Tells the workers of what fell due, and says so. */
const wake = async (db: Database, settings: Settings, at: string): Promise<string> => {
  const due = (await dueShares(db, at, at)).reduce((sum, { things }) => sum + things, 0)
  if (due === 0) return 'Nothing is due.'
  const many =
    due === 1 ? '1 partnership or cycle has something due' : `${due} partnerships and cycles have something due`
  const url = settings.databaseUrl ?? (await findEmbedded(settings.dataFolder))?.url ?? ''
  const place = { url, redisUrl: settings.redisUrl, pool: settings.queuePool }
  const queues = await openQueues(place, { log: openLog('silent', 2), now })
  try {
    await askForSweep(queues, now())
    return `${many}: the workers are told.`
  } catch {
    return `${many}. The queue does not answer: the workers will see it by themselves.`
  } finally {
    await queues.close()
  }
}

/**
 * `npm run -s clock -- show | real | offset INSTANT | step INSTANT`: the program's clock, for every process. `offset`: it shows that instant
 * now and runs on; `step`: it stands there. An instant may be told as a time from now on. Says what the clock shows and whether something
 * became due. Exit code 0, or 2 where the words make no sense.
 */
export const clockCommand = async (settings: Settings, args: readonly string[]): Promise<number> => {
  const [name = '', word, ...more] = args
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  const takesWord = name === 'offset' || name === 'step'
  if ((verb === undefined && name !== 'show') || (word !== undefined) !== takesWord || more.length > 0)
    return refuse(usage)
  const broken = `«${word}» is no instant like 2022-10-07T20:59:00Z, and no time from now on like P1D or PT90M.`
  // Before a database is opened for it.
  if (verb?.(word ?? '', now(), now()) === null) return refuse(broken)

  return await withDatabase(settings, async db => {
    const realMs = now()
    const before = await readClock(db)
    if (verb === undefined) return say(said(before, realMs))
    const clock = verb(word ?? '', Date.parse(shown(before, realMs)), realMs)
    if (clock === null) return refuse(broken)
    await setClock(db, clock)
    return say(`${said(clock, realMs)} ${await wake(db, settings, shown(clock, realMs))}`)
  })
}

const say = (sentence: string): number => {
  console.log(sentence)
  return 0
}

const refuse = (sentence: string): number => {
  console.error(sentence)
  return 2
}
