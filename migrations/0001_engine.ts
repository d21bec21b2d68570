import { type Kysely, sql } from 'kysely'

/** What the engine keeps: roots and their things, the chained history, the deadlines, reasons, first answers, and the program's clock. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE root (
      id uuid PRIMARY KEY,
      kind text NOT NULL,
      parent uuid REFERENCES root,
      n integer NOT NULL CHECK (n >= 0),
      head text NOT NULL CHECK (head ~ '^[0-9a-f]{64}$'),
      -- how it stands, in a few values: what lists of many roots are filtered and sorted by
      stand jsonb
    );
    CREATE INDEX root_parent ON root (parent, id);

    CREATE TABLE thing (
      root uuid NOT NULL REFERENCES root,
      key text NOT NULL,
      machine text NOT NULL,
      version integer NOT NULL,
      value jsonb NOT NULL,
      context jsonb NOT NULL,
      touched integer NOT NULL,
      PRIMARY KEY (root, key)
    );

    CREATE TABLE history (
      root uuid NOT NULL REFERENCES root,
      n integer NOT NULL,
      key text NOT NULL,
      machine text NOT NULL,
      version integer NOT NULL,
      actor jsonb NOT NULL,
      at timestamptz(3) NOT NULL,
      event jsonb NOT NULL,
      before jsonb,
      after jsonb NOT NULL,
      born jsonb,
      prev text NOT NULL,
      hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
      PRIMARY KEY (root, n)
    );
    -- compressing all first snapshots would take a third of the time in which a season is published
    ALTER TABLE history ALTER COLUMN born SET STORAGE EXTERNAL;

    CREATE TABLE deadline (
      root uuid NOT NULL,
      key text NOT NULL,
      name text NOT NULL,
      due_at timestamptz(3) NOT NULL,
      PRIMARY KEY (root, key, name),
      FOREIGN KEY (root, key) REFERENCES thing
    );
    CREATE INDEX deadline_due_at ON deadline (due_at);

    CREATE TABLE reason (
      id uuid PRIMARY KEY,
      root uuid NOT NULL REFERENCES root,
      author uuid,
      at timestamptz(3) NOT NULL,
      salt text NOT NULL,
      body text,
      sha256 text NOT NULL
    );
    CREATE INDEX reason_root ON reason (root);

    CREATE TABLE first_answer (
      person uuid NOT NULL,
      key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
      body_sha256 text NOT NULL,
      answer jsonb NOT NULL,
      kept_until timestamptz(3) NOT NULL,
      PRIMARY KEY (person, key)
    );
    CREATE INDEX first_answer_kept_until ON first_answer (kept_until);

    CREATE TABLE clock (
      one boolean PRIMARY KEY DEFAULT true CHECK (one),
      mode text NOT NULL CHECK (mode IN ('real', 'offset', 'stepped')),
      offset_ms bigint NOT NULL DEFAULT 0,
      stepped_to timestamptz(3),
      CHECK ((mode = 'stepped') = (stepped_to IS NOT NULL))
    );
    INSERT INTO clock (mode) VALUES ('real');
  `.execute(db)
}
