import { sql } from 'kysely'
import { rootKey } from '../../../workflows/keys.ts'
import type { Database } from '../../db/pool.ts'
import type { House } from '../house.ts'
import { openSeason } from './open-season.ts'
import { type Remaining, remainingIn, stateOf } from './season-query.ts'

type Reader = { readonly person: string; readonly at: string }

const batch = 50

const rootsAfter = async (db: Database, cycle: string, to: Remaining['to'], after: string): Promise<string[]> => {
  const { rows } = await sql<{ root: string }>`
    SELECT root FROM partnership_stand
    WHERE cycle = ${cycle}::uuid AND value = ${to === 'close' ? 'active' : 'closed'} AND root > ${after}::uuid
    ORDER BY root LIMIT ${batch}
  `.execute(db)
  return rows.map(({ root }) => root)
}

/** Why the season was opened again, as it was written down then: each of its partnerships is opened for the same reason. */
const reopenedFor = async (db: Database, cycle: string): Promise<string> => {
  const { rows } = await sql<{ body: string | null }>`
    SELECT reason.body FROM history JOIN reason ON reason.id = (history.event #>> '{reason,id}')::uuid
    WHERE history.root = ${cycle}::uuid AND history.event->>'type' = 'cycle.reopen' ORDER BY history.n DESC LIMIT 1
  `.execute(db)
  return rows[0]?.body ?? '—'
}

/**
 * Closes a season's partnerships after it, or opens them again with it: one at a time, each its own act, so that nothing waits for all of them
 * (engineering 5). Goes on until `forMs` milliseconds have passed and answers what is left; called again, it goes on where it ended. What
 * somebody else has closed meanwhile is passed by.
 */
export const goOn = async (
  house: Pick<House, 'db' | 'seasons' | 'workflow' | 'dispatch'>,
  { person, at }: Reader,
  cycle: string,
  forMs: number,
): Promise<Remaining> => {
  const { db, dispatch } = house
  const state = stateOf(await openSeason(house, cycle, at))
  const { to } = await remainingIn(db, cycle, state)
  const act =
    to === 'close'
      ? { event: { type: 'partnership.close' } }
      : { event: { type: 'partnership.reopen' }, texts: { reason: await reopenedFor(db, cycle) } }
  const begun = performance.now()
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const roots = await rootsAfter(db, cycle, to, after)
    for (const root of roots) {
      if (performance.now() - begun > forMs) return remainingIn(db, cycle, state)
      await dispatch({ root, key: rootKey, person, at, ...act })
      after = root
    }
    if (roots.length < batch) return remainingIn(db, cycle, state)
  }
}
