import { type Kysely, sql } from 'kysely'

/** How each partnership stands, as columns, for the lists of those who cover thousands; and what coordinators ask of those who cover both schools. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- What the engine keeps beside each root's head (workflows/stand.ts), as columns.
    CREATE VIEW partnership_stand AS
    SELECT id AS root, parent AS cycle, stand->>'value' AS value, (stand->>'seats')::smallint AS seats,
      (stand->>'firstDue')::timestamptz AS first_due, (stand->>'waiting')::smallint AS waiting,
      (stand->>'heldSince')::timestamptz AS held_since,
      ARRAY(SELECT jsonb_array_elements_text(stand->'gone')::smallint) AS gone,
      ARRAY(SELECT jsonb_array_elements_text(stand->'settled')::smallint) AS settled,
      ARRAY(SELECT jsonb_array_elements_text(stand->'filed')::smallint) AS filed,
      ARRAY(SELECT jsonb_array_elements_text(stand->'late')::smallint) AS late,
      (stand->>'leftBehind')::boolean AS left_behind
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
