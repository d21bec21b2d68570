import { type Kysely, sql } from 'kysely'

/** What a school advises its partner to change, what the partner answers, and what it disputes: each with every earlier version. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- place: the order in the list; note: the form whose private note it was begun from, known to its own school alone
    CREATE TABLE recommendation (
      id uuid PRIMARY KEY,
      root uuid NOT NULL REFERENCES root,
      assignment text NOT NULL,
      place integer NOT NULL,
      note text
    );
    CREATE INDEX recommendation_assignment ON recommendation (root, assignment);

    -- part: the recommendation itself, the receiver's answer, the receiver's dispute; body: what a person wrote, null where it was blanked
    -- said: all that is no text of a person. item: document, removed; answer: of (the item's version), answer, date, done; dispute: nothing
    -- fate: kept, the part's own line of versions; outrun and late: not taken, known to its author alone; settled_at: the author chose
    CREATE TABLE recommendation_version (
      id uuid PRIMARY KEY,
      recommendation uuid NOT NULL REFERENCES recommendation,
      part text NOT NULL CHECK (part IN ('item', 'answer', 'dispute')),
      version integer NOT NULL CHECK (version > 0),
      fate text NOT NULL CHECK (fate IN ('kept', 'outrun', 'late')),
      said jsonb NOT NULL,
      body text,
      salt text NOT NULL,
      sha256 text NOT NULL,
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      client uuid,
      settled_at timestamptz(3)
    );
    CREATE UNIQUE INDEX recommendation_version_line ON recommendation_version (recommendation, part, version) WHERE fate = 'kept';
    CREATE UNIQUE INDEX recommendation_version_client ON recommendation_version (author, client) WHERE client IS NOT NULL;
  `.execute(db)
}
