import { type Kysely, sql } from 'kysely'

/** The ledger of letters: what is owed to whom and how it ended; the letters that carried it, and what became of them on their way. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- What became of one letter. Its text holds no link that opens the house and no name of a person; the address stands in person alone.
    CREATE TABLE letter (
      id uuid PRIMARY KEY,
      person uuid NOT NULL REFERENCES person,
      class text NOT NULL CHECK (class IN ('asked', 'urgent', 'ordinary')),
      state text NOT NULL CHECK (state IN ('handing', 'waiting', 'sent', 'failed', 'dropped')),
      lang text NOT NULL CHECK (lang IN ('ru', 'en')),
      message_id text NOT NULL UNIQUE,
      subject text,
      body text,
      made_at timestamptz(3) NOT NULL,
      -- the reader's day on which it was first handed over: an ordinary one a day
      local_day date NOT NULL,
      attempts integer NOT NULL DEFAULT 0,
      first_attempt_at timestamptz(3),
      next_attempt_at timestamptz(3),
      -- by the machine's clock: until then whoever hands it over is alive
      leased_until timestamptz(3),
      sent_at timestamptz(3),
      -- the mail server's last words
      answer text
    );
    CREATE INDEX letter_person ON letter (person, made_at);
    CREATE INDEX letter_next ON letter (next_attempt_at) WHERE state = 'waiting';
    CREATE INDEX letter_leased ON letter (leased_until) WHERE state = 'handing';
    CREATE INDEX letter_state ON letter (state, made_at);
    CREATE UNIQUE INDEX letter_digest ON letter (person, local_day) WHERE class = 'ordinary' AND state <> 'dropped';

    CREATE TABLE letter_entry (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      -- without foreign keys: a season's publication writes hundreds of thousands of rows at once, each under its root's lock
      root uuid NOT NULL,
      -- the duty, or the thing whose event it answers
      key text NOT NULL,
      kind text NOT NULL,
      -- days from the deadline; for an event, the number of its history row
      step integer NOT NULL,
      role text NOT NULL,
      seat smallint NOT NULL,
      -- null where it is the season's as a whole
      school uuid,
      -- null where nobody holds the role
      person uuid,
      generation smallint NOT NULL,
      class text NOT NULL,
      -- the instant of which a rung speaks
      deadline timestamptz(3),
      opened_at timestamptz(3) NOT NULL,
      send_at timestamptz(3) NOT NULL,
      detail jsonb NOT NULL DEFAULT '{}',
      state text NOT NULL CHECK (state IN ('due', 'sent', 'skipped', 'failed', 'cancelled')),
      reason text,
      -- who cancelled it, or asked for it once more
      by_person uuid,
      ended_at timestamptz(3),
      -- the letter that carries it, carried it, or failed with it
      letter uuid REFERENCES letter,
      -- When it sets off a letter, if it waits for that. By itself, for of this column the planner knows that hardly anything of it is past: most
      -- of send_at is, and whoever asked for what is due read the whole season each time.
      goes_at timestamptz(3) GENERATED ALWAYS AS (CASE WHEN state = 'due' AND letter IS NULL THEN send_at END) STORED,
      CHECK ((state = 'due') = (ended_at IS NULL)),
      CHECK (state <> 'sent' OR letter IS NOT NULL),
      CHECK (state <> 'skipped' OR reason IS NOT NULL),
      CHECK (state <> 'due' OR person IS NOT NULL)
    );
    -- Every entry ends, and every letter changes its state several times, within weeks: the server's own pace is for tables that grow.
    ALTER TABLE letter_entry SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
    ALTER TABLE letter SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
    CREATE UNIQUE INDEX letter_entry_key ON letter_entry (root, key, kind, step, role, seat, person, generation) NULLS NOT DISTINCT;
    CREATE INDEX letter_entry_person ON letter_entry (person, send_at);
    CREATE INDEX letter_entry_school ON letter_entry (school, send_at);
    CREATE INDEX letter_entry_letter ON letter_entry (letter) WHERE letter IS NOT NULL;

    CREATE TABLE letter_attempt (
      letter uuid NOT NULL REFERENCES letter,
      n integer NOT NULL,
      at timestamptz(3) NOT NULL,
      outcome text NOT NULL CHECK (outcome IN ('sent', 'deferred', 'refused', 'lost')),
      code integer,
      answer text,
      PRIMARY KEY (letter, n)
    );

    CREATE TABLE letter_bounce (
      id uuid PRIMARY KEY,
      letter uuid NOT NULL REFERENCES letter,
      at timestamptz(3) NOT NULL,
      source text NOT NULL CHECK (source IN ('mailbox', 'webhook')),
      permanent boolean NOT NULL,
      status text,
      says text
    );
    CREATE INDEX letter_bounce_letter ON letter_bounce (letter);

    -- An address that was refused for good; ends when the address is changed, or somebody says that it works.
    CREATE TABLE address_fault (
      person uuid PRIMARY KEY REFERENCES person,
      since timestamptz(3) NOT NULL,
      letter uuid,
      status text,
      says text
    );

    CREATE TABLE letter_mute (
      person uuid NOT NULL REFERENCES person,
      kind text NOT NULL,
      at timestamptz(3) NOT NULL,
      PRIMARY KEY (person, kind)
    );

    -- A text of the federal coordinator's that stands in place of the catalogue's; every version is kept.
    CREATE TABLE letter_template (
      kind text NOT NULL,
      lang text NOT NULL CHECK (lang IN ('ru', 'en')),
      version integer NOT NULL,
      subject text NOT NULL,
      body text NOT NULL,
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      PRIMARY KEY (kind, lang, version)
    );

    -- The mail server as a whole: while it is away nobody's letter is at fault.
    CREATE TABLE mail_channel (
      one boolean PRIMARY KEY DEFAULT true CHECK (one),
      rests_until timestamptz(3),
      faults integer NOT NULL DEFAULT 0,
      says text,
      last_sent_at timestamptz(3)
    );
    INSERT INTO mail_channel DEFAULT VALUES;

    CREATE TABLE mail_domain (
      domain text PRIMARY KEY,
      window_from timestamptz(3) NOT NULL,
      handed integer NOT NULL
    );

    -- Who holds a role at a school, and by whose clock and week they read. A federal coordinator holds it at every school.
    CREATE VIEW letter_holder AS
    SELECT m.school, 'school' AS role, m.person, p.zone, s.week, s.region
    FROM member m JOIN person p ON p.id = m.person JOIN school s ON s.id = m.school
    WHERE m.role IN ('head', 'schoolCoordinator') AND p.email IS NOT NULL
    UNION ALL
    SELECT c.school, 'curator', c.person, p.zone, 5::smallint, s.region
    FROM curator c JOIN person p ON p.id = c.person JOIN school s ON s.id = c.school
    WHERE p.email IS NOT NULL
    UNION ALL
    SELECT s.id, 'municipalCoordinator', k.person, p.zone, 5::smallint, k.region
    FROM coordinator k JOIN person p ON p.id = k.person
    JOIN school s ON lower(btrim(s.region)) = lower(btrim(k.region)) AND lower(btrim(s.municipality)) = lower(btrim(k.municipality))
    WHERE k.level = 'municipal' AND p.email IS NOT NULL
    UNION ALL
    SELECT s.id, 'regionalCoordinator', k.person, p.zone, 5::smallint, k.region
    FROM coordinator k JOIN person p ON p.id = k.person JOIN school s ON lower(btrim(s.region)) = lower(btrim(k.region))
    WHERE k.level = 'regional' AND p.email IS NOT NULL
    UNION ALL
    SELECT s.id, 'federalCoordinator', k.person, p.zone, 5::smallint, NULL
    FROM coordinator k JOIN person p ON p.id = k.person CROSS JOIN school s
    WHERE k.level = 'federal' AND p.email IS NOT NULL;
  `.execute(db)
}
