import { type Kysely, sql } from 'kysely'

/** How each partnership stands, as columns, for the lists of those who cover thousands; and what coordinators ask of those who cover both schools. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- What the engine keeps beside each root's head (workflows/stand.ts), as columns. Instants are texts of one form, which sort by time.
    CREATE VIEW partnership_stand AS
    SELECT id AS root, parent AS cycle, stand->>'value' AS value, (stand->'seats')::integer AS seats,
      (stand->>'firstDue') COLLATE "C" AS first_due, (stand->'waiting')::integer AS waiting,
      (stand->>'heldSince') COLLATE "C" AS held_since,
      stand->'gone' AS gone, stand->'settled' AS settled, stand->'filed' AS filed, stand->'late' AS late,
      (stand->'leftBehind')::boolean AS left_behind
    FROM root WHERE kind = 'partnership';

    -- A coordinator who covers one school asks whoever covers all of them for new partners. answer: the reason with which it was set aside
    CREATE TABLE repair_request (
      id uuid PRIMARY KEY,
      root uuid NOT NULL REFERENCES root,
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      reason uuid NOT NULL REFERENCES reason,
      settled_at timestamptz(3),
      settled_by uuid REFERENCES person,
      answer uuid REFERENCES reason
    );
    CREATE INDEX repair_request_root ON repair_request (root, at);
    CREATE UNIQUE INDEX repair_request_open ON repair_request (root) WHERE settled_at IS NULL;
  `.execute(db)
}
