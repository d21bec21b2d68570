import { type Kysely, sql } from 'kysely'

/** The table on which a season is paired: who takes part, what the coordinator wishes, proposals and the runs that made them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- revision: grows with everything that a proposal depends on; settings: null stands for the defaults
    CREATE TABLE pairing_table (
      cycle uuid PRIMARY KEY REFERENCES root,
      revision integer NOT NULL DEFAULT 0,
      settings jsonb
    );

    CREATE TABLE enrolled_school (
      cycle uuid NOT NULL REFERENCES root,
      school uuid NOT NULL REFERENCES school,
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      PRIMARY KEY (cycle, school)
    );

    -- Who is to stay together, or to be kept apart; c: the third of a trio. A lock that breaks a rule says why. revision: the table's, as the
    -- wish made it
    CREATE TABLE pairing_wish (
      id uuid PRIMARY KEY,
      cycle uuid NOT NULL REFERENCES root,
      kind text NOT NULL CHECK (kind IN ('lock', 'ban', 'conflict')),
      a uuid NOT NULL REFERENCES school,
      b uuid NOT NULL REFERENCES school,
      c uuid REFERENCES school,
      revision integer NOT NULL,
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      reason uuid REFERENCES reason,
      lifted_at timestamptz(3),
      lifted_by uuid REFERENCES person,
      CHECK (a <> b AND (c IS NULL OR (kind = 'lock' AND c <> a AND c <> b)))
    );
    CREATE INDEX pairing_wish_standing ON pairing_wish (cycle, at) WHERE lifted_at IS NULL;

    -- revision: the newest that the proposal fits; born: the one its certificate is about. certificate: null in a version that was changed by
    -- hand; there \`base\` is the version whose certificate bounds it
    CREATE TABLE pairing_proposal (
      cycle uuid NOT NULL REFERENCES root,
      version integer NOT NULL CHECK (version > 0),
      revision integer NOT NULL,
      born integer NOT NULL,
      how text NOT NULL CHECK (how IN ('solved', 'exchanged')),
      made_at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      schools integer NOT NULL,
      seconds double precision NOT NULL,
      check_seconds double precision NOT NULL,
      rounds integer NOT NULL,
      total bigint NOT NULL,
      bound bigint NOT NULL,
      optimal boolean NOT NULL,
      objections jsonb NOT NULL,
      fairness jsonb NOT NULL,
      certificate jsonb,
      base integer NOT NULL,
      published_at timestamptz(3),
      PRIMARY KEY (cycle, version)
    );

    -- place: from 1, the worst first; sides: each two of the members, with the parts of their weight
    CREATE TABLE proposed_group (
      cycle uuid NOT NULL,
      version integer NOT NULL,
      place integer NOT NULL,
      members uuid[] NOT NULL,
      weight integer NOT NULL,
      sides jsonb NOT NULL,
      locked boolean NOT NULL,
      same_region boolean NOT NULL,
      PRIMARY KEY (cycle, version, place),
      FOREIGN KEY (cycle, version) REFERENCES pairing_proposal
    );
    CREATE INDEX proposed_group_members ON proposed_group USING gin (members);

    -- alive_at: by the real clock; a run that nobody works at any more is over. says: sentences in both languages where nothing was proposed
    CREATE TABLE pairing_run (
      id uuid PRIMARY KEY,
      cycle uuid NOT NULL REFERENCES root,
      revision integer NOT NULL,
      at timestamptz(3) NOT NULL,
      author uuid NOT NULL REFERENCES person,
      state text NOT NULL CHECK (state IN ('running', 'proposed', 'impossible', 'cancelled', 'failed')),
      stage text NOT NULL CHECK (stage IN ('candidates', 'matching', 'checking')),
      left_over integer NOT NULL,
      schools integer NOT NULL,
      alive_at timestamptz(3) NOT NULL,
      cancel_asked boolean NOT NULL DEFAULT false,
      says jsonb
    );
    CREATE UNIQUE INDEX pairing_run_one ON pairing_run (cycle) WHERE state = 'running';
    CREATE INDEX pairing_run_latest ON pairing_run (cycle, alive_at);
  `.execute(db)
}
