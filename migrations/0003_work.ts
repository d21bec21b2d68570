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
      -- what it is by its content: docx, xlsx, odt, pdf, jpg, png
      type text NOT NULL,
      -- it asks for a password, or says that it is restricted: whoever gets it should know
      locked boolean NOT NULL DEFAULT false,
      -- when the bytes were erased; the same bytes are not taken in again
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

    -- every wording of a programme, the present one included; removed: the last word was to take it out
    CREATE TABLE programme_version (
      programme uuid NOT NULL REFERENCES programme,
      version integer NOT NULL CHECK (version > 0),
      title text NOT NULL,
      factors jsonb NOT NULL,
      removed boolean NOT NULL DEFAULT false,
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      reason uuid REFERENCES reason,
      behalf uuid REFERENCES reason,
      PRIMARY KEY (programme, version)
    );

    CREATE TABLE chosen_factors (
      root uuid NOT NULL,
      seat smallint NOT NULL,
      factors jsonb NOT NULL,
      version integer NOT NULL,
      PRIMARY KEY (root, seat),
      FOREIGN KEY (root, seat) REFERENCES seat_school
    );

    CREATE TABLE chosen_factors_version (
      root uuid NOT NULL,
      seat smallint NOT NULL,
      version integer NOT NULL CHECK (version > 0),
      factors jsonb NOT NULL,
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      behalf uuid REFERENCES reason,
      PRIMARY KEY (root, seat, version),
      FOREIGN KEY (root, seat) REFERENCES chosen_factors
    );

    -- a school's word, before its first file, that children's names and health data are removed from what it sends
    CREATE TABLE privacy_word (
      root uuid NOT NULL,
      seat smallint NOT NULL,
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      behalf uuid REFERENCES reason,
      PRIMARY KEY (root, seat),
      FOREIGN KEY (root, seat) REFERENCES seat_school
    );

    -- slot: a slot's id of the season's definition, or antirisk-programme/<id of the programme>
    -- n: the seat's last history row when it was put in, which tells what came before a sending from what came after
    -- reason: why it was added or replaced after the package had been sent; behalf: why somebody else did it for the school
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
      behalf uuid REFERENCES reason,
      n integer NOT NULL DEFAULT 0,
      removed_at timestamptz(3),
      UNIQUE (root, seat, slot, version),
      FOREIGN KEY (root, seat) REFERENCES seat_school
    );
    CREATE INDEX document_sha256 ON document (sha256);

    -- somebody saw what should not be in a file: it is hidden until a new version replaces it
    CREATE TABLE document_flag (
      document uuid PRIMARY KEY REFERENCES document,
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      reason uuid NOT NULL REFERENCES reason
    );

    CREATE TABLE document_download (
      id uuid PRIMARY KEY,
      document uuid NOT NULL REFERENCES document,
      at timestamptz(3) NOT NULL,
      person uuid NOT NULL REFERENCES person
    );
    CREATE INDEX document_download_document ON document_download (document);

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

    -- version: of a rejected wording, the one that it would have been
    CREATE TABLE answer_version (
      id uuid PRIMARY KEY,
      root uuid NOT NULL,
      assignment text NOT NULL,
      form text NOT NULL,
      question text NOT NULL,
      version integer NOT NULL CHECK (version > 0),
      -- kept: the answer's own line of versions; outrun: it met a newer one; late: it came when nothing may be written. Of the two
      -- rejected kinds only the author knows, and settled_at is when the author chose what becomes of it
      fate text NOT NULL CHECK (fate IN ('kept', 'outrun', 'late')),
      score text CHECK (score IN ('0', '1', '2', '3', 'notApplicable')),
      body text,
      salt text NOT NULL,
      sha256 text NOT NULL,
      scored_document uuid REFERENCES document,
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      client uuid,
      settled_at timestamptz(3)
    );
    CREATE UNIQUE INDEX answer_version_line ON answer_version (root, assignment, form, question, version) WHERE fate = 'kept';
    CREATE INDEX answer_version_rejected ON answer_version (root, assignment, author) WHERE fate <> 'kept';
    CREATE UNIQUE INDEX answer_version_client ON answer_version (author, client) WHERE client IS NOT NULL;
  `.execute(db)
}
