import { sql } from 'kysely'
import type { Database } from '../../db/pool.ts'

/** Letters a minute to each domain; `*` for those not named (VZAIMO_MAIL_PER_MINUTE). */
export type Budget = ReadonlyMap<string, number>

const minuteMs = 60_000

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase()

const limitOf = (budget: Budget, domain: string): number | undefined => budget.get(domain) ?? budget.get('*')

/** How many letters asked for each domain's minute before these did. Whoever asks in a new minute begins to count. */
const ask = async (db: Database, asked: ReadonlyMap<string, number>, minute: string): Promise<Map<string, number>> => {
  const wanted = [...asked].map(([domain, letters]) => ({ domain, letters }))
  const { rows } = await sql<{ domain: string; handed: number }>`
    INSERT INTO mail_domain AS d (domain, window_from, handed)
    SELECT domain, ${minute}::timestamptz, letters
    FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) AS w(domain text, letters integer) ORDER BY domain
    ON CONFLICT (domain) DO UPDATE SET window_from = excluded.window_from,
      handed = CASE WHEN d.window_from = excluded.window_from THEN d.handed ELSE 0 END + excluded.handed
    RETURNING domain, handed
  `.execute(db)
  return new Map(rows.map(({ domain, handed }) => [domain, handed - (asked.get(domain) ?? 0)]))
}

/**
 * Parts letters into those that may go in this minute of the program's clock and those that may not, with the minute that is theirs: so many to
 * each, in the order in which they asked.
 */
export const admit = async <Letter extends { readonly email: string }>(
  db: Database,
  budget: Budget,
  letters: readonly Letter[],
  at: string,
): Promise<{ now: Letter[]; later: ReadonlyMap<string, Letter[]> }> => {
  const begun = Date.parse(at) - (Date.parse(at) % minuteMs)
  const limited = Map.groupBy(letters, ({ email }) => domainOf(email))
  for (const domain of limited.keys()) if (limitOf(budget, domain) === undefined) limited.delete(domain)
  if (limited.size === 0) return { now: [...letters], later: new Map() }
  const asked = new Map([...limited].map(([domain, theirs]) => [domain, theirs.length]))
  const place = await ask(db, asked, new Date(begun).toISOString())
  const now: Letter[] = []
  const later = new Map<string, Letter[]>()
  for (const letter of letters) {
    const domain = domainOf(letter.email)
    const limit = limitOf(budget, domain)
    const mine = place.get(domain) ?? 0
    place.set(domain, mine + 1)
    const minutes = limit === undefined ? 0 : Math.floor(mine / limit)
    if (minutes === 0) now.push(letter)
    else {
      const theirs = new Date(begun + minutes * minuteMs).toISOString()
      later.set(theirs, [...(later.get(theirs) ?? []), letter])
    }
  }
  return { now, later }
}
