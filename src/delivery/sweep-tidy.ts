import type { Database } from '../db/pool.ts'
import { readClock, shown } from '../engine/clock.ts'
import { removeSpentAnswers } from './sweep-answers.ts'
import { removeOldAttempts } from './sweep-attempts.ts'
import { removeEndedSessions } from './sweep-sessions.ts'

/** Removes rows that have outlived their time, some thousands of each kind at once, and answers how many of each. */
export const tidy = async (db: Database, realMs: number) => ({
  answers: await removeSpentAnswers(db, shown(await readClock(db), realMs)),
  sessions: await removeEndedSessions(db, shown({ mode: 'real' }, realMs)),
  attempts: await removeOldAttempts(db, realMs),
})
