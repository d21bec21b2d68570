import { type Kysely, sql } from 'kysely'

/** What the pages about letters count: hundreds of thousands of due entries by day, and the duties whose letters have not begun. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- In the order in which they will go, which is how the desk looks for them, with what a forecast counts by: it is read without the rows.
    CREATE INDEX letter_entry_goes ON letter_entry (goes_at, person) INCLUDE (class, kind, step, role, school, key)
      WHERE goes_at IS NOT NULL;
    CREATE INDEX person_zone ON person (zone);
    CREATE INDEX letter_made ON letter (made_at, id);

    ALTER TABLE root ADD COLUMN stand_held integer GENERATED ALWAYS AS ((stand->'held')::integer) STORED;
    CREATE OR REPLACE VIEW partnership_stand AS
    SELECT id AS root, parent AS cycle, stand_value AS value, stand_seats AS seats, stand_first_due AS first_due,
      stand_waiting AS waiting, (stand->>'heldSince') COLLATE "C" AS held_since, stand_files AS files,
      stand->'gone' AS gone, stand->'settled' AS settled, stand->'filed' AS filed, stand->'late' AS late,
      stand_left_behind AS left_behind, stand_held AS held
    FROM root WHERE kind = 'partnership';
  `.execute(db)
}
