import { sql } from 'kysely'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Database } from '../../db/pool.ts'
import type { Draft, Item } from '../../letters/types.ts'
import type { House } from '../house.ts'
import type { Place } from './place.ts'

/** A text that somebody saved. An empty subject says that the original was brought back. */
export type Version = { readonly version: number; readonly subject: string; readonly body: string; readonly at: string }

/** Every version of one template, newest first. */
export const versionsOf = async (db: Database, { kind, lang }: Place): Promise<Version[]> =>
  db
    .selectFrom('letter_template')
    .select(['version', 'subject', 'body', 'at'])
    .where('kind', '=', kind)
    .where('lang', '=', lang)
    .orderBy('version', 'desc')
    .execute()

/** The newest season: its stages, documents and ladders are those of the samples. */
export const seasonNow = ({ seasons }: Pick<House, 'seasons'>): SeasonDefinition => {
  const [newest] = [...seasons.values()].sort((one, other) => other.riskFactors.year - one.riskFactors.year)
  if (newest === undefined) throw new Error('There is no season here')
  return newest
}

/** A letter of the ledger on which a template can be looked at. `n`: how many things it tells. */
export type Recent = { readonly entry: number; readonly school: string | null; readonly at: string; readonly n: number }

const several = sql<Recent>`
  SELECT min(e.id) AS entry, NULL AS school, e.send_at AS at, count(*)::integer AS n
  FROM (SELECT * FROM letter_entry WHERE class = 'ordinary' AND person IS NOT NULL ORDER BY id DESC LIMIT 2000) e
  GROUP BY e.person, e.send_at HAVING count(*) > 1 ORDER BY count(*) DESC, min(e.id) LIMIT 10
`

const readerRoles: Readonly<Record<string, readonly string[]>> = {
  school: ['school'],
  curator: ['curator'],
  coordinator: ['municipalCoordinator', 'regionalCoordinator', 'federalCoordinator'],
}

const rungs = (act: string, reader: string) => sql<Recent>`
  SELECT e.id AS entry, s.name AS school, e.send_at AS at, 1 AS n
  FROM letter_entry e LEFT JOIN school s ON s.id = e.school
  WHERE e.kind = 'rung' AND e.detail->>'act' = ${act} AND e.role = ANY(${readerRoles[reader] ?? []}::text[])
    AND e.person IS NOT NULL
  ORDER BY e.id DESC LIMIT 10
`

const events = (kind: string) => sql<Recent>`
  SELECT e.id AS entry, s.name AS school, e.send_at AS at, 1 AS n
  FROM letter_entry e LEFT JOIN school s ON s.id = e.school
  WHERE e.kind = ${kind} AND e.person IS NOT NULL
  ORDER BY e.id DESC LIMIT 10
`

/** The latest letters of the ledger that a template is for. One query. */
export const recentOf = async (db: Database, { kind }: Place): Promise<Recent[]> => {
  const [type, act = '', reader = ''] = kind.split('.')
  const query = type === 'digest' ? several : type === 'rung' ? rungs(act, reader) : events(kind)
  return (await query.execute(db)).rows
}

/** A letter of the ledger as a draft, in the template's language and by its reader's clock; null where there is none. One query. */
export const draftOf = async (
  db: Database,
  { kind, lang }: Place,
  entry: number,
): Promise<{ draft: Draft; at: string } | null> => {
  const whole =
    kind === 'digest' ? sql`o.person = e.person AND o.send_at = e.send_at AND o.class = e.class` : sql`o.id = e.id`
  const { rows } = await sql<Item & { person: string; zone: string; sendAt: string; class: Draft['class'] }>`
    SELECT o.id AS entry, o.kind, o.root, o.key, o.step, o.role, o.seat, o.school, o.deadline, o.detail, o.class,
      o.opened_at AS "openedAt", o.send_at AS "sendAt", o.person, p.zone
    FROM letter_entry e JOIN letter_entry o ON ${whole} JOIN person p ON p.id = o.person
    WHERE e.id = ${entry} ORDER BY o.id LIMIT 400
  `.execute(db)
  const [first] = rows
  if (first === undefined) return null
  const items = rows.map(({ person: _, zone: __, sendAt: ___, class: ____, ...item }) => item)
  const draft = { id: String(entry), person: first.person, lang, zone: first.zone, class: first.class, items }
  return { draft, at: first.sendAt }
}
