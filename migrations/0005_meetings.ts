import { type Kysely, sql } from 'kysely'

/** The minutes of meetings with every earlier version, and the threads of questions about documents. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- The one line of versions of a partnership's minutes; version: of a rejected wording, the one that it would have been.
    -- fate: as of answers: kept, outrun (it met a newer one) or late (nothing may be written any more); of the latter two only the author knows.
    -- seat: the school for which it was written; behalf: why somebody else did it for the school
    CREATE TABLE minutes_version (
      id uuid PRIMARY KEY,
      root uuid NOT NULL,
      version integer NOT NULL CHECK (version > 0),
      fate text NOT NULL CHECK (fate IN ('kept', 'outrun', 'late')),
      body text,
      salt text NOT NULL,
      sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      seat smallint NOT NULL,
      behalf uuid REFERENCES reason,
      client text NOT NULL CHECK (length(client) BETWEEN 1 AND 200),
      FOREIGN KEY (root, seat) REFERENCES seat_school
    );
    CREATE UNIQUE INDEX minutes_version_line ON minutes_version (root, version) WHERE fate = 'kept';
    CREATE INDEX minutes_version_rejected ON minutes_version (root, author) WHERE fate <> 'kept';
    CREATE UNIQUE INDEX minutes_version_client ON minutes_version (author, client);

    -- Asked about one version of a document; the thread goes on with the slot's next one. Never edited, only blanked.
    -- n: their order, where the clock stands still. role, seat: as whom the author spoke; no seat for those who are of no school here
    CREATE TABLE question (
      id uuid PRIMARY KEY,
      root uuid NOT NULL REFERENCES root,
      document uuid NOT NULL REFERENCES document,
      n bigint GENERATED ALWAYS AS IDENTITY,
      body text,
      salt text NOT NULL,
      sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      role text NOT NULL,
      seat smallint,
      client text NOT NULL CHECK (length(client) BETWEEN 1 AND 200)
    );
    CREATE INDEX question_document ON question (document);
    CREATE INDEX question_root ON question (root);
    CREATE UNIQUE INDEX question_client ON question (author, client);

    CREATE TABLE reply (
      id uuid PRIMARY KEY,
      question uuid NOT NULL REFERENCES question,
      n bigint GENERATED ALWAYS AS IDENTITY,
      body text,
      salt text NOT NULL,
      sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      role text NOT NULL,
      seat smallint,
      client text NOT NULL CHECK (length(client) BETWEEN 1 AND 200)
    );
    CREATE INDEX reply_question ON reply (question);
    CREATE UNIQUE INDEX reply_client ON reply (author, client);
  `.execute(db)
}
