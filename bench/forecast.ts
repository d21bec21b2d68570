import { sql } from 'kysely'
import type { Ground } from './ground.ts'
import { type Bench, once } from './harness.ts'
import { answered } from './office-pages.ts'
import { startProgram } from './program.ts'
import type { World } from './world.ts'
import { openSession } from './writing.ts'

/** As many due entries a school as when all of its duties are owed. */
const perSchool = 14

/**
 * Later duties open while schools work; here their rungs are put in at once: those of the packages, once more for each further duty, until
 * every school has as many as it can have.
 */
const fillLedger = async ({ db, pairs }: World): Promise<void> => {
  const wanted = pairs.length * 2 * perSchool
  await db.connection().execute(async connection => {
    await sql`SET statement_timeout = 0`.execute(connection)
    for (const [act, days] of [
      ['review', 14],
      ['meeting', 14],
      ['recommendations', 14],
      ['finalFile', 25],
    ] as const) {
      const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM letter_entry WHERE state = 'due'`.execute(
        connection,
      )
      const missing = Math.max(0, wanted - (rows[0]?.n ?? 0))
      await sql`
        INSERT INTO letter_entry (root, key, kind, step, role, seat, school, person, generation, class, deadline, opened_at, send_at, detail, state)
        SELECT root, replace(key, 'package', ${act}), kind, step, role, seat, school, person, generation, class,
          deadline + ${days} * interval '1 day', opened_at, send_at + ${days} * interval '1 day',
          detail || jsonb_build_object('act', ${act}::text), state
        FROM letter_entry WHERE state = 'due' AND split_part(key, '/', 3) = 'package' LIMIT ${missing}
      `.execute(connection)
    }
    await sql`VACUUM ANALYZE letter_entry`.execute(connection)
    await sql`RESET statement_timeout`.execute(connection)
  })
}

const region = encodeURIComponent('Регион 7')

/** What the federal coordinator opens, who answers for every school: all that will go, and the same of one region and one duty. */
const pages: readonly (readonly [name: string, path: string])[] = [
  ['forecast page', '/letters/forecast'],
  ['forecast page, by region', `/letters/forecast?region=${region}`],
  ['forecast page, by duty', '/letters/forecast?about=review'],
]

/** The forecast over a whole season's ledger: at 40,000 schools it counts 560,000 due entries. */
export const forecastPages = (ground: Ground, found: () => Promise<World>, n: number): Bench[] => {
  const open = once(async () => {
    const world = await found()
    await fillLedger(world)
    return { program: await startProgram(ground, world.place), federal: await openSession(world, world.federal) }
  })
  return pages.map(([name, path]) => ({
    name,
    unit: 'ms',
    n,
    connections: 1,
    better: 'less',
    aim: 300,
    prepare: async () => {
      const { program, federal } = await open()
      return { ours: () => answered(program, [path], federal) }
    },
  }))
}
