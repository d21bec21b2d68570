import { sql } from 'kysely'
import type { Database } from '../../db/pool.ts'
import type { MailServer } from '../mail-server.ts'
import type { World } from '../world.ts'
import { type Check, type Invariant, openCheck } from './check.ts'

const ask = async (db: Database, check: Check, count: string, violations: string): Promise<void> => {
  const { rows } = await sql.raw<{ n: number }>(count).execute(db)
  const { rows: found } = await sql.raw<{ says: string }>(violations).execute(db)
  check.add(
    rows[0]?.n ?? 0,
    found.map(({ says }) => says),
  )
}

const everyEntry = 'SELECT count(*) AS n FROM letter_entry'

/** What the ledger itself must look like after a season, each as a query of what there is and one of what may not be. */
const questions: Readonly<Record<string, { count: string; violations: string }>> = {
  'every entry has ended, or says why it has not': {
    count: everyEntry,
    violations: `
      SELECT e.root || ' ' || e.key || ' ' || e.kind || ' ' || e.step || ' is ' || e.state AS says FROM letter_entry e
      LEFT JOIN letter l ON l.id = e.letter JOIN root r ON r.id = e.root
      WHERE (e.state = 'due' AND (l.state IS DISTINCT FROM 'waiting' OR l.answer IS NULL))
        OR (e.state = 'skipped' AND coalesce(e.reason, '') = '') OR (e.state = 'failed' AND l.answer IS NULL)
        OR (e.state <> 'due' AND e.ended_at IS NULL)`,
  },
  'one entry for each key': {
    count: everyEntry,
    violations: `
      SELECT root || ' ' || key || ' ' || kind || ' ' || step || ': ' || count(*) AS says FROM letter_entry
      GROUP BY root, key, kind, step, role, seat, person, generation HAVING count(*) > 1`,
  },
  'a role that nobody holds leads one level up': {
    count: `${everyEntry} WHERE reason = 'nobodyAppointed' AND person IS NULL`,
    violations: `
      SELECT e.root || ' ' || e.key || ' ' || e.kind || ' ' || e.step || ' ends at ' || e.role AS says FROM letter_entry e
      JOIN (VALUES ('school', 'curator'), ('curator', 'municipalCoordinator'), ('municipalCoordinator', 'regionalCoordinator'),
        ('regionalCoordinator', 'federalCoordinator')) AS above(role, next) ON above.role = e.role
      WHERE e.reason = 'nobodyAppointed' AND e.person IS NULL AND NOT EXISTS (
        SELECT FROM letter_entry up WHERE up.root = e.root AND up.key = e.key AND up.kind = e.kind AND up.step = e.step
          AND up.role = above.next
      )`,
  },
  'every chain leads to its head': {
    count: 'SELECT count(*) AS n FROM history',
    violations: `
      SELECT r.id || ' at row ' || coalesce(h.n, 0) AS says FROM root r LEFT JOIN (
        SELECT root, n, hash, prev, lag(hash) OVER (PARTITION BY root ORDER BY n) AS before,
          row_number() OVER (PARTITION BY root ORDER BY n) AS place, count(*) OVER (PARTITION BY root) AS many
        FROM history
      ) h ON h.root = r.id
      WHERE h.root IS NULL OR h.n <> h.place OR (h.place > 1 AND h.prev IS DISTINCT FROM h.before)
        OR (h.place = h.many AND (h.n <> r.n OR h.hash <> r.head))`,
  },
}

/** Every letter that the server took stands as sent, once, and nothing else does. */
const sameAsServer = async (db: Database, { received }: MailServer): Promise<Invariant> => {
  const check = openCheck('what the mail server took is what the ledger says')
  const rows = await db.selectFrom('letter').select('id').where('state', '=', 'sent').execute()
  const [sent, taken] = [new Set(rows.map(({ id }) => id)), new Set<string>()]
  for (const { letter, person, at } of received) {
    check.look(sent.has(letter) && !taken.has(letter), () => `${letter} to ${person.email} at ${at}`)
    taken.add(letter)
  }
  for (const id of sent) check.look(taken.has(id), () => `${id} never arrived`)
  return check.end()
}

/** The outcome of each seat, beside what the simulation knows of it. */
const oneOutcome = async ({ tables }: World, db: Database): Promise<Invariant> => {
  const check = openCheck('each seat has one outcome')
  const { rows } = await sql<{ root: string; value: string; outcomes: { seat: number; outcome: string }[] | null }>`
    SELECT t.root, t.value #>> '{}' AS value, t.context->'outcomes' AS outcomes FROM thing t JOIN root r ON r.id = t.root
    WHERE t.key = '' AND r.kind = 'partnership'
  `.execute(db)
  for (const { root, value, outcomes } of rows.filter(row => row.value !== 'dissolved')) {
    const table = tables.get(root)
    for (const { seat, standing, uploadedAt } of table?.seats ?? []) {
      const own = (outcomes ?? []).filter(each => each.seat === seat).map(({ outcome }) => outcome)
      const placed = uploadedAt === null ? ['notCompleted'] : ['complete', 'completeLate']
      const right = standing === 'withdrawn' ? ['withdrawn'] : standing === 'settled' ? ['oneSided'] : placed
      const [only = ''] = own
      check.look(
        own.length === 1 && right.includes(only),
        () => `${table?.name} ${seat}: ${value} ${own.join()} not ${right}`,
      )
    }
  }
  return check.end()
}

/** Asks the database what it holds after the season. */
export const ledgerInvariants = async (world: World, server: MailServer): Promise<Invariant[]> => {
  const { db } = world.house
  const found: Invariant[] = []
  for (const [name, { count, violations }] of Object.entries(questions)) {
    const check = openCheck(name)
    await ask(db, check, count, violations)
    found.push(check.end())
  }
  return [...found, await oneOutcome(world, db), await sameAsServer(db, server)]
}
