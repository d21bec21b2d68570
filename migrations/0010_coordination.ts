import { type Kysely, sql } from 'kysely'

/** How each partnership stands, as columns, for the lists of those who cover thousands; and what coordinators ask of those who cover both schools. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- What the engine keeps beside each root's head (workflows/stand.ts), as columns: taken out of it at writing, for lists read all of them.
    -- Instants are texts of one form, which sort by time.
    ALTER TABLE root
      ADD COLUMN stand_value text GENERATED ALWAYS AS (stand->>'value') STORED,
      ADD COLUMN stand_seats integer GENERATED ALWAYS AS ((stand->'seats')::integer) STORED,
      ADD COLUMN stand_first_due text COLLATE "C" GENERATED ALWAYS AS (stand->>'firstDue') STORED,
      ADD COLUMN stand_waiting integer GENERATED ALWAYS AS ((stand->'waiting')::integer) STORED,
      ADD COLUMN stand_files integer GENERATED ALWAYS AS (jsonb_array_length(stand->'filed')) STORED,
      ADD COLUMN stand_left_behind boolean GENERATED ALWAYS AS ((stand->'leftBehind')::boolean) STORED;

    CREATE VIEW partnership_stand AS
    SELECT id AS root, parent AS cycle, stand_value AS value, stand_seats AS seats, stand_first_due AS first_due,
      stand_waiting AS waiting, (stand->>'heldSince') COLLATE "C" AS held_since, stand_files AS files,
      stand->'gone' AS gone, stand->'settled' AS settled, stand->'filed' AS filed, stand->'late' AS late,
      stand_left_behind AS left_behind
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
