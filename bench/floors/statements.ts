import type { PoolClient, QueryResult, QueryResultRow } from 'pg'

/** A statement under its name: the server parses and plans it once for each connection. */
export type Statement = { readonly name: string; readonly text: string }

/** Somebody who can run it: a pool or one connection of it. */
type Runner = { query: PoolClient['query'] }

export const run = <Row extends QueryResultRow>(
  runner: Runner,
  statement: Statement,
  values: readonly unknown[],
): Promise<QueryResult<Row>> => runner.query<Row>({ ...statement, values: [...values] })

/** Who comes with this session, in which roles, and the program's clock. */
export const who: Statement = {
  name: 'who',
  text: `
    SELECT c.mode, c.offset_ms, c.stepped_to, p.id AS person, s.seen_at, p.name, p.lang, p.zone, (
      SELECT json_agg(held) FROM (
        SELECT m.role, m.school::text AS scope, s.name AS place FROM member m JOIN school s ON s.id = m.school WHERE m.person = p.id
        UNION ALL SELECT 'curator', c.school::text, NULL FROM curator c WHERE c.person = p.id
        UNION ALL SELECT k.level, k.region, k.municipality FROM coordinator k WHERE k.person = p.id
      ) held
    ) AS held
    FROM clock c JOIN session s ON s.id_sha256 = $1 AND s.expires_at > $2
    JOIN person p ON p.id = s.person AND p.erased_at IS NULL`,
}

/** What a person may do in a partnership, and the things whose states decide: the partnership, the two seats, the assignment, its duty. */
const mayAndState = `
  SELECT r.n, r.parent,
    (SELECT json_agg(json_build_object('role', role, 'seat', seat)) FROM (
      SELECT m.role, ss.seat FROM seat_school ss JOIN member m ON m.school = ss.school WHERE ss.root = r.id AND m.person = $2
      UNION ALL SELECT 'curator', ss.seat FROM seat_school ss JOIN curator c ON c.school = ss.school
        WHERE ss.root = r.id AND c.person = $2
      UNION ALL SELECT k.level, ss.seat FROM coordinator k JOIN seat_school ss ON ss.root = r.id JOIN school s ON s.id = ss.school
        WHERE k.person = $2 AND (k.region IS NULL OR k.region = s.region) AND (k.municipality IS NULL OR k.municipality = s.municipality)
    ) held) AS standings,
    (SELECT json_agg(json_build_object('key', key, 'value', value, 'context', context)) FROM thing
      WHERE root = r.id AND key = ANY($3)) AS things,
    (SELECT min(due_at) FROM deadline WHERE root = r.id) AS due
  FROM root r WHERE r.id = $1`

export const looks: Statement = { name: 'looks', text: mayAndState }
export const locks: Statement = { name: 'locks', text: `${mayAndState} FOR SHARE OF r` }

/** Everything that the page of a form shows, in one statement. */
export const content: Statement = {
  name: 'content',
  text: `
    SELECT
      (SELECT json_agg(a) FROM (
        SELECT a.form, a.question, a.version, a.score, a.body, a.at, a.author, p.name, d.version AS scored
        FROM answer a JOIN person p ON p.id = a.author LEFT JOIN document d ON d.id = a.scored_document
        WHERE a.root = $1 AND a.assignment = $2
      ) a) AS answers,
      (SELECT json_agg(m) FROM (
        SELECT form, question, id, at, score, body FROM answer_version
        WHERE root = $1 AND assignment = $2 AND author = $3 AND fate = 'outrun' AND settled_at IS NULL
      ) m) AS met,
      (SELECT json_agg(p) FROM (
        SELECT id, title, n FROM programme WHERE root = $1 AND seat = $4 AND removed_at IS NULL ORDER BY n
      ) p) AS programmes,
      (SELECT row_to_json(d) FROM (
        SELECT id, version, at, filename FROM document WHERE root = $1 AND seat = $4 AND slot = $5 AND removed_at IS NULL
        ORDER BY version DESC LIMIT 1
      ) d) AS document,
      (SELECT json_build_object('name', s.name, 'profile', s.risk_profile) FROM seat_school ss JOIN school s ON s.id = ss.school
        WHERE ss.root = $1 AND ss.seat = $4) AS school`,
}

/** The next version of an answer, over the one that was seen. */
export const saves: Statement = {
  name: 'saves',
  text: `
    WITH saved AS (
      UPDATE answer SET version = version + 1, score = $5, body = $6, at = $7, author = $8,
        scored_document = (SELECT id FROM document WHERE root = $1 AND seat = $13 AND slot = $14 AND removed_at IS NULL
          ORDER BY version DESC LIMIT 1)
      WHERE root = $1 AND assignment = $2 AND form = $3 AND question = $4 AND version = $9
        AND NOT EXISTS (SELECT 1 FROM answer_version WHERE author = $8 AND client = $10)
      RETURNING version, scored_document
    ), kept AS (
      INSERT INTO answer_version
        (id, root, assignment, form, question, version, fate, score, body, salt, sha256, scored_document, at, author, client)
      SELECT gen_random_uuid(), $1, $2, $3, $4, version, 'kept', $5, $6, $11, $12, scored_document, $7, $8, $10 FROM saved
    )
    SELECT saved.version, document.version AS scored FROM saved LEFT JOIN document ON document.id = scored_document`,
}

/** The least that a page and a save can be. */
export const leastRead: Statement = { name: 'least read', text: 'SELECT n, head FROM root WHERE id = $1' }
export const leastWrite: Statement = {
  name: 'least write',
  text: `UPDATE answer SET version = version + 1, body = $5 WHERE root = $1 AND assignment = $2 AND form = $3 AND question = $4
    RETURNING version`,
}
