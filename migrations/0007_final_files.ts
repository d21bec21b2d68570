import { type Kysely, sql } from 'kysely'

/** Final files: the proof that one was placed in IS MEDK, what goes with it, and the very bytes that were placed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- every wording of the proof, the newest counts; placed_on: YYYY-MM-DD, in no zone
    CREATE TABLE file_proof (
      root uuid NOT NULL,
      seat smallint NOT NULL,
      version integer NOT NULL CHECK (version > 0),
      placed_on text CHECK (placed_on ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
      link text,
      note text,
      number text,
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      behalf uuid REFERENCES reason,
      PRIMARY KEY (root, seat, version),
      FOREIGN KEY (root, seat) REFERENCES seat_school
    );

    -- what goes with the proof: a screenshot, and the scan of the signed file
    CREATE TABLE file_attachment (
      id uuid PRIMARY KEY,
      root uuid NOT NULL,
      seat smallint NOT NULL,
      slot text NOT NULL CHECK (slot IN ('screenshot', 'scan')),
      version integer NOT NULL CHECK (version > 0),
      sha256 text NOT NULL REFERENCES blob,
      filename text NOT NULL,
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      behalf uuid REFERENCES reason,
      UNIQUE (root, seat, slot, version),
      FOREIGN KEY (root, seat) REFERENCES seat_school
    );
    CREATE INDEX file_attachment_sha256 ON file_attachment (sha256);

    -- A file as it was made for a placing. It counts from the moment at which a row of history names it; one that none ever named was
    -- prepared for an act that was refused. content_sha256: of what it says; sha256: of its bytes
    CREATE TABLE final_file (
      id uuid PRIMARY KEY,
      root uuid NOT NULL,
      seat smallint NOT NULL,
      content_sha256 text NOT NULL CHECK (content_sha256 ~ '^[0-9a-f]{64}$'),
      sha256 text NOT NULL REFERENCES blob,
      lang text NOT NULL CHECK (lang IN ('ru', 'en')),
      proof integer,
      screenshot uuid REFERENCES file_attachment,
      scan uuid REFERENCES file_attachment,
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      FOREIGN KEY (root, seat, proof) REFERENCES file_proof,
      FOREIGN KEY (root, seat) REFERENCES seat_school
    );
    CREATE INDEX final_file_seat ON final_file (root, seat);
    CREATE INDEX final_file_sha256 ON final_file (sha256);

    -- that the school saw its file confirmed in IS MEDK; seen_on: YYYY-MM-DD
    CREATE TABLE medk_mark (
      file uuid PRIMARY KEY REFERENCES final_file,
      seen_on text NOT NULL CHECK (seen_on ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      behalf uuid REFERENCES reason
    );
  `.execute(db)
}
