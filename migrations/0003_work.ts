import { type Kysely, sql } from 'kysely'

/** What schools write and send: packages of documents, antirisk programmes, answers, each with every earlier version. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE seat_school (
      root uuid NOT NULL REFERENCES root,
      seat smallint NOT NULL,
      school uuid NOT NULL REFERENCES school,
      PRIMARY KEY (root, seat)
    );
    CREATE INDEX seat_school_school ON seat_school (school);

    CREATE TABLE blob (
      sha256 text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
      bytes bigint NOT NULL CHECK (bytes > 0),
      type text NOT NULL,
      erased_at timestamptz(3)
    );

    CREATE TABLE programme (
      id uuid PRIMARY KEY,
      root uuid NOT NULL,
      seat smallint NOT NULL,
      title text NOT NULL CHECK (btrim(title) <> ''),
      factors jsonb NOT NULL,
      n integer NOT NULL,
      removed_at timestamptz(3),
      version integer NOT NULL DEFAULT 1,
      FOREIGN KEY (root, seat) REFERENCES seat_school
    );
    CREATE UNIQUE INDEX programme_seat ON programme (root, seat, n);

    CREATE TABLE chosen_factors (
      root uuid NOT NULL,
      seat smallint NOT NULL,
      factors jsonb NOT NULL,
      version integer NOT NULL,
      PRIMARY KEY (root, seat),
      FOREIGN KEY (root, seat) REFERENCES seat_school
    );

    -- slot: a slot's id of the season's definition, or antirisk-programme/<id of the programme>
    CREATE TABLE document (
      id uuid PRIMARY KEY,
      root uuid NOT NULL,
      seat smallint NOT NULL,
      slot text NOT NULL,
      version integer NOT NULL CHECK (version > 0),
      sha256 text NOT NULL REFERENCES blob,
      filename text NOT NULL,
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      reason uuid REFERENCES reason,
      removed_at timestamptz(3),
      UNIQUE (root, seat, slot, version),
      FOREIGN KEY (root, seat) REFERENCES seat_school
    );

    CREATE TABLE answer (
      root uuid NOT NULL REFERENCES root,
      assignment text NOT NULL,
      form text NOT NULL,
      question text NOT NULL,
      version integer NOT NULL CHECK (version > 0),
      score text CHECK (score IN ('0', '1', '2', '3', 'notApplicable')),
      body text NOT NULL,
      scored_document uuid REFERENCES document,
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      PRIMARY KEY (root, assignment, form, question)
    );

    CREATE TABLE answer_version (
      id uuid PRIMARY KEY,
      root uuid NOT NULL,
      assignment text NOT NULL,
      form text NOT NULL,
      question text NOT NULL,
      version integer NOT NULL CHECK (version > 0),
      -- kept: the answer's own line of versions; rejected: it met a newer one, or came too late, and only its author reads it
      fate text NOT NULL CHECK (fate IN ('kept', 'rejected')),
      score text CHECK (score IN ('0', '1', '2', '3', 'notApplicable')),
      body text,
      salt text NOT NULL,
      sha256 text NOT NULL,
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      client uuid
    );
    CREATE UNIQUE INDEX answer_version_line ON answer_version (root, assignment, form, question, version) WHERE fate = 'kept';
    CREATE INDEX answer_version_rejected ON answer_version (root, assignment, author) WHERE fate = 'rejected';
    CREATE UNIQUE INDEX answer_version_client ON answer_version (author, client) WHERE client IS NOT NULL;
  `.execute(db)
}
