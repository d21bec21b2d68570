import { sql } from 'kysely'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import type { Database } from '../../../src/db/pool.ts'
import { openWakeMetrics } from '../../../src/delivery/wake-metrics.ts'
import type { WakeSource } from '../../../src/delivery/wake-source.ts'
import { readClock, shown } from '../../../src/engine/clock.ts'
import { openOffice } from '../../../src/open-office.ts'
import { readSettings } from '../../../src/settings.ts'
import type { TestHouse } from '../../fixtures/house.ts'

type Teardown = { teardown(handler: () => Promise<void>): unknown }

/** The office of a worker in this process, on the demo's database. `env`: settings beside the mail server's address. */
export const testOffice = async (
  t: Teardown,
  { db, house, folder }: TestHouse,
  smtpUrl: string | undefined,
  { env = {}, now = () => Date.now() }: { env?: Record<string, string>; now?: () => number } = {},
) => {
  const read = readSettings({
    VZAIMO_DATA: folder,
    VZAIMO_MAIL_FROM: 'vzaimo@mail.example.org',
    ...(smtpUrl === undefined ? {} : { SMTP_URL: smtpUrl }),
    ...env,
  })
  if ('faults' in read) throw new Error(read.faults.join())
  const registry = new Registry()
  const lines: { level: number; msg: string }[] = []
  const log = pino({ level: 'debug' }, { write: line => void lines.push(JSON.parse(line)) })
  const metrics = openWakeMetrics(registry)
  const { settings } = read
  const { source, close } = await openOffice({ settings, db, seasons: house.seasons, log, registry, metrics, now })
  t.teardown(close)
  const metric = async (name: string): Promise<number> => {
    const found = (await registry.metrics()).split('\n').find(line => line.startsWith(name))
    return Number(found?.split(' ').at(-1) ?? 0)
  }
  return { source, close, metric, troubles: () => lines.filter(({ level }) => level >= 40) }
}

/** One look at all shares that have something due, five at a time as a worker does it. Answers how many had. */
export const lookOnce = async (
  db: Database,
  { find, apply }: WakeSource,
  { stopping = new AbortController().signal, parallel = 5 }: { stopping?: AbortSignal; parallel?: number } = {},
): Promise<number> => {
  const at = shown(await readClock(db), Date.now())
  const shares = (await find(at, at)).filter(({ since }) => since <= at).map(({ share }) => share)
  const found = shares.length
  const one = async () => {
    for (let share = shares.shift(); share !== undefined; share = shares.shift()) await apply(share, stopping)
  }
  await Promise.all(Array.from({ length: parallel }, one))
  return found
}

/** Looks until nothing is due. */
export const settle = async (db: Database, source: WakeSource, parallel?: number): Promise<void> => {
  while ((await lookOnce(db, source, parallel === undefined ? {} : { parallel })) > 0);
}

/** How many letters there are in each state. */
export const lettersByState = async (db: Database): Promise<Record<string, number>> => {
  const { rows } = await sql<{ state: string; n: number }>`
    SELECT state, count(*)::integer AS n FROM letter GROUP BY 1 ORDER BY 1
  `.execute(db)
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}

/** Letters, each with its reader's address and its attempts' ends. */
export const readLetters = async (db: Database) =>
  (
    await sql<{
      id: string
      email: string
      state: string
      attempts: number
      answer: string | null
      messageId: string
      nextAttemptAt: string | null
      outcomes: string[]
      entries: string[]
    }>`
      SELECT l.id, p.email, l.state, l.attempts, l.answer, l.message_id AS "messageId", l.next_attempt_at AS "nextAttemptAt",
        ARRAY(SELECT a.outcome FROM letter_attempt a WHERE a.letter = l.id ORDER BY n) AS outcomes,
        ARRAY(SELECT DISTINCT e.state FROM letter_entry e WHERE e.letter = l.id) AS entries
      FROM letter l JOIN person p ON p.id = l.person ORDER BY p.email, l.made_at, l.id
    `.execute(db)
  ).rows

/** So many readers more, whose letter about the publication of pairs is due since the first morning. */
export const addReaders = async ({ db }: TestHouse, count: number, name = 'reader'): Promise<void> => {
  await sql`
    WITH sample AS (
      SELECT * FROM letter_entry WHERE kind = 'pairsPublished' AND role = 'school' ORDER BY send_at, id LIMIT 1
    ), people AS (
      INSERT INTO person (id, name, email, zone)
      SELECT gen_random_uuid(), 'Читатель ' || n, ${name} || '-' || n || '@example.org', 'Europe/Moscow' FROM generate_series(1, ${count}) n
      RETURNING id
    )
    INSERT INTO letter_entry (root, key, kind, step, role, seat, school, person, class, opened_at, send_at, detail, state, generation)
    SELECT s.root, s.key, s.kind, s.step, s.role, s.seat, s.school, p.id, s.class, s.opened_at, s.send_at, s.detail, 'due', 1
    FROM people p, sample s
  `.execute(db)
}
