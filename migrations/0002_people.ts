import { type Kysely, sql } from 'kysely'

/** Schools and people. Names and addresses stand in `person` alone, which can be erased; everything else holds ids. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE school (
      id uuid PRIMARY KEY,
      name text NOT NULL CHECK (btrim(name) <> ''),
      region text NOT NULL CHECK (btrim(region) <> ''),
      municipality text NOT NULL CHECK (btrim(municipality) <> ''),
      zone text NOT NULL,
      locality text NOT NULL CHECK (locality IN ('city', 'town', 'village')),
      students integer NOT NULL CHECK (students > 0),
      week smallint NOT NULL CHECK (week IN (5, 6)),
      -- ten levels by factor number, of the list that the season names; null until the school or a coordinator has sent it
      risk_profile jsonb,
      version integer NOT NULL DEFAULT 1
    );
    CREATE INDEX school_territory ON school (lower(btrim(region)), lower(btrim(municipality)));

    CREATE TABLE person (
      id uuid PRIMARY KEY,
      name text,
      email text,
      phone text,
      lang text NOT NULL DEFAULT 'ru' CHECK (lang IN ('ru', 'en')),
      zone text NOT NULL,
      erased_at timestamptz(3)
    );
    CREATE UNIQUE INDEX person_email ON person (lower(email));

    CREATE TABLE member (
      person uuid NOT NULL REFERENCES person,
      school uuid NOT NULL REFERENCES school,
      role text NOT NULL CHECK (role IN ('head', 'schoolCoordinator', 'helper')),
      PRIMARY KEY (person, school)
    );
    CREATE INDEX member_school ON member (school);

    CREATE TABLE curator (
      person uuid NOT NULL REFERENCES person,
      school uuid NOT NULL REFERENCES school,
      PRIMARY KEY (person, school)
    );
    CREATE INDEX curator_school ON curator (school);
    CREATE TABLE workplace (
      person uuid NOT NULL REFERENCES person,
      school uuid NOT NULL REFERENCES school,
      PRIMARY KEY (person, school)
    );
    CREATE INDEX workplace_school ON workplace (school);

    CREATE TABLE coordinator (
      person uuid NOT NULL REFERENCES person,
      level text NOT NULL CHECK (level IN ('municipal', 'regional', 'federal')),
      region text,
      municipality text,
      CHECK ((level = 'federal') = (region IS NULL)),
      CHECK ((level = 'municipal') = (municipality IS NOT NULL))
    );
    CREATE UNIQUE INDEX coordinator_once ON coordinator (person, level, coalesce(region, ''), coalesce(municipality, ''));
    CREATE INDEX coordinator_territory ON coordinator (lower(btrim(region)), lower(btrim(municipality)));

    CREATE TABLE link (
      id uuid PRIMARY KEY,
      token_sha256 text NOT NULL UNIQUE,
      person uuid NOT NULL REFERENCES person,
      purpose text NOT NULL CHECK (purpose IN ('signIn', 'invitation')),
      made_at timestamptz(3) NOT NULL,
      expires_at timestamptz(3) NOT NULL,
      used_at timestamptz(3)
    );
    CREATE INDEX link_person ON link (person);

    CREATE TABLE password (
      person uuid PRIMARY KEY REFERENCES person,
      hash text NOT NULL,
      changed_at timestamptz(3) NOT NULL
    );

    CREATE TABLE session (
      id_sha256 text PRIMARY KEY,
      person uuid NOT NULL REFERENCES person,
      made_at timestamptz(3) NOT NULL,
      seen_at timestamptz(3) NOT NULL,
      expires_at timestamptz(3) NOT NULL
    );
    CREATE INDEX session_person ON session (person);

    -- Account and address are HMACs under the installation's secret: an e-mail or an IPv4 address alone is quickly guessed from its hash.
    CREATE TABLE sign_in_attempt (
      id uuid PRIMARY KEY,
      kind text NOT NULL CHECK (kind IN ('letter', 'link', 'password')),
      account_sha256 text NOT NULL,
      address_sha256 text NOT NULL,
      at timestamptz(3) NOT NULL,
      succeeded boolean NOT NULL
    );
    CREATE INDEX sign_in_attempt_account ON sign_in_attempt (account_sha256, at);
    CREATE INDEX sign_in_attempt_address ON sign_in_attempt (address_sha256, at);
    CREATE INDEX sign_in_attempt_at ON sign_in_attempt (at);
  `.execute(db)
}
