import { type Kysely, sql } from 'kysely'

/** The daily seals over the heads of all histories, each chained to the one before it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE seal (
      -- the day that ended, by the operator's clock
      day date PRIMARY KEY,
      at timestamptz(3) NOT NULL,
      roots integer NOT NULL CHECK (roots >= 0),
      merkle text NOT NULL CHECK (merkle ~ '^[0-9a-f]{64}$'),
      prev text NOT NULL CHECK (prev ~ '^[0-9a-f]{64}$'),
      hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$')
    );

    -- How far a root's history had come, on the days on which that was news; the head itself is that row's hash. Without a foreign key to the
    -- root: one that is gone is to be missed.
    CREATE TABLE seal_head (
      root uuid NOT NULL,
      day date NOT NULL REFERENCES seal,
      n integer NOT NULL,
      PRIMARY KEY (root, day)
    );
    CREATE INDEX seal_head_day ON seal_head (day);
  `.execute(db)
}
