import { sql } from 'kysely'
import type { Database } from '../../db/pool.ts'

/** A person's token as its list shows it; what it is for as it is called, null for everything. Instants of the machine's clock. */
export type ListedToken = {
  readonly id: string
  readonly name: string
  readonly access: 'read' | 'write'
  readonly only: string | null
  readonly madeAt: string
  readonly expiresAt: string
  readonly usedAt: string | null
}

/** A person's tokens, the newest first. */
export const tokensOf = async (db: Database, person: string): Promise<ListedToken[]> => {
  const { rows } = await sql<ListedToken>`
    SELECT t.id, t.name, t.access, coalesce(s.name, ${schoolsOf(sql`t.partnership`)}) AS only,
      t.made_at AS "madeAt", t.expires_at AS "expiresAt", t.used_at AS "usedAt"
    FROM program_token t LEFT JOIN school s ON s.id = t.school
    WHERE t.person = ${person} ORDER BY t.made_at DESC, t.id
  `.execute(db)
  return rows
}

/** One thing that a token may be made for. */
export type Choice = { readonly kind: 'school' | 'partnership'; readonly id: string; readonly name: string }

const mostChoices = 50

/** The schools of which a person is, and their partnerships. Who answers for a territory names one by its address. */
export const choicesOf = async (db: Database, person: string): Promise<Choice[]> => {
  const { rows } = await sql<Choice>`
    WITH mine AS (
      SELECT school FROM member WHERE person = ${person} UNION SELECT school FROM curator WHERE person = ${person}
    ), choice AS (
      SELECT 'school' AS kind, s.id, s.name FROM mine JOIN school s ON s.id = mine.school
      UNION ALL
      SELECT 'partnership', ss.root, ${schoolsOf(sql`ss.root`)}
      FROM (SELECT DISTINCT o.root FROM mine JOIN seat_school o ON o.school = mine.school) ss
    )
    SELECT * FROM choice ORDER BY kind DESC, name COLLATE "ru-x-icu", id LIMIT ${mostChoices}
  `.execute(db)
  return rows
}

/** The names of a partnership's schools. */
function schoolsOf(root: ReturnType<typeof sql>) {
  return sql`(
    SELECT string_agg(o.name, ' — ' ORDER BY n.seat) FROM seat_school n JOIN school o ON o.id = n.school WHERE n.root = ${root}
  )`
}
