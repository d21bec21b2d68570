import { type Kysely, sql } from 'kysely'

/** What was taken out for good, by whom and why: texts, the bytes of files, people; and the flags that were lifted again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- kind and target: of which content table which row; the row stays, with its hash, and its text is null
    CREATE TABLE blanking (
      kind text NOT NULL,
      target uuid NOT NULL,
      root uuid NOT NULL REFERENCES root,
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      reason uuid NOT NULL REFERENCES reason,
      PRIMARY KEY (kind, target)
    );
    CREATE INDEX blanking_root ON blanking (root, at);

    -- a flag that hid a document and does no longer
    CREATE TABLE flag_lift (
      id uuid PRIMARY KEY,
      document uuid NOT NULL REFERENCES document,
      flagged_at timestamptz(3) NOT NULL,
      flagged_by uuid NOT NULL REFERENCES person,
      flagged_for uuid NOT NULL REFERENCES reason,
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      reason uuid NOT NULL REFERENCES reason
    );
    CREATE INDEX flag_lift_document ON flag_lift (document);

    -- The bytes of a file; its hash stays in blob. No foreign key: whatever refers to blob names a file that must be kept.
    CREATE TABLE file_erasure (
      sha256 text PRIMARY KEY,
      root uuid NOT NULL REFERENCES root,
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      reason uuid NOT NULL REFERENCES reason
    );

    -- somebody asks that their own data be erased; gone with the erasure
    CREATE TABLE erasure_request (
      person uuid PRIMARY KEY REFERENCES person,
      at timestamptz(3) NOT NULL
    );

    CREATE TABLE person_erasure (
      person uuid PRIMARY KEY REFERENCES person,
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person
    );
  `.execute(db)
}
