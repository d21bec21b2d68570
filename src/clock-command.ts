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

/** Reads an instant, or a duration from what the clock shows (ms), into milliseconds. Throws a sentence where the text is neither. */
const instantOf = (text: string, shownMs: number): number => {
  const ms = millisecondsOf(text, shownMs)
  // Instants are stored, sorted and hashed as texts with a year of four digits.
  if (ms !== null && /^\d{4}-/.test(new Date(ms).toISOString())) return ms
  throw new RangeError(`«${text}» is no instant like 2022-10-07T20:59:00Z, and no time from now on like P1D or PT90M.`)
}

const millisecondsOf = (text: string, shownMs: number): number | null => {
  try {
    if (!/^[+-]?P/i.test(text)) return Temporal.Instant.from(text).epochMilliseconds
    return Temporal.Instant.fromEpochMilliseconds(shownMs).toZonedDateTimeISO('UTC').add(text).epochMilliseconds
  } catch {
    return null
  }
}

/** What each verb makes of the clock, given its word, what it shows and the real clock's now (ms); null leaves it as it is. */
const verbs: Readonly<
  Record<string, { words: number; set: (word: string, shownMs: number, realMs: number) => Clock | null }>
> = {
  show: { words: 0, set: () => null },
  real: { words: 0, set: () => ({ mode: 'real' }) },
  offset: {
    words: 1,
    set: (word, shownMs, realMs) => ({ mode: 'offset', offsetMs: instantOf(word, shownMs) - realMs }),
  },
  step: {
    words: 1,
    set: (word, shownMs) => ({ mode: 'stepped', to: new Date(instantOf(word, shownMs)).toISOString() }),
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
export const clockCommand = async (settings: Settings, [name = '', ...words]: readonly string[]): Promise<number> => {
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (verb === undefined || verb.words !== words.length) {
    console.error(usage)
    return 2
  }
  return await withDatabase(settings, async db => {
    const realMs = now()
    const before = await readClock(db)
    try {
      const clock = verb.set(words[0] ?? '', Date.parse(shown(before, realMs)), realMs)
      if (clock !== null) await setClock(db, clock)
      const clockNow = clock ?? before
      console.log(
        `${said(clockNow, realMs)}${clock === null ? '' : ` ${await wake(db, settings, shown(clock, realMs))}`}`,
      )
      return 0
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      console.error(error.message)
      return 2
    }
  })
}
