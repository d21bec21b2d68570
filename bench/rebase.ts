import { rootKey } from '../workflows/keys.ts'
import type { Bench } from './harness.ts'
import { morning, type World } from './world.ts'

/** Last days of the first stage, one after the other: each run moves it on. */
const days = [
  '2022-10-10',
  '2022-10-11',
  '2022-10-12',
  '2022-10-13',
  '2022-10-14',
  '2022-10-17',
  '2022-10-18',
  '2022-10-19',
]

/**
 * Moving a date of a running season, in one transaction: every partnership learns of it, every duty gets its new instant, and every letter that is
 * still due its new day.
 */
export const rebasing = (found: () => Promise<World>, schools: number, aim: number | null): Bench => ({
  name: `move a date of ${schools.toLocaleString('en')} schools`,
  unit: 's',
  n: schools,
  connections: 1,
  better: 'less',
  aim,
  prepare: async () => {
    const { db, house, federal } = await found()
    const { root: cycle } = await db
      .selectFrom('thing')
      .select('root')
      .where('machine', '=', 'cycle')
      .executeTakeFirstOrThrow()
    const ahead = [...days]
    const ours = async () => {
      const exchange = ahead.shift()
      if (exchange === undefined) throw new Error('There is no day left to move to')
      const begun = performance.now()
      const outcome = await house.dispatch({
        root: cycle,
        key: rootKey,
        event: { type: 'cycle.moveDates', dates: { exchange } },
        texts: { reason: 'Проверочный текст' },
        person: federal,
        at: morning,
      })
      if ('refusal' in outcome) throw new Error(`The season refused: ${outcome.refusal.why}`)
      return { value: (performance.now() - begun) / 1000 }
    }
    return { ours, ends: () => db.destroy() }
  },
})
