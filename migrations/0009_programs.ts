import { type Kysely, sql } from 'kysely'

/** Bearer tokens by which a person's programs use the API, and the count of wrong ones beside that of wrong passwords. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE program_token (
      id uuid PRIMARY KEY,
      person uuid NOT NULL REFERENCES person,
      name text NOT NULL CHECK (btrim(name) <> ''),
      token_sha256 text NOT NULL UNIQUE,
      access text NOT NULL CHECK (access IN ('read', 'write')),
      partnership uuid REFERENCES root,
      school uuid REFERENCES school,
      -- the key of the form that made it: the form sent twice makes one token
      form_key text NOT NULL,
      made_at timestamptz(3) NOT NULL,
      expires_at timestamptz(3) NOT NULL,
      used_at timestamptz(3),
      CHECK (partnership IS NULL OR school IS NULL),
      UNIQUE (person, form_key)
    );
    ALTER TABLE sign_in_attempt DROP CONSTRAINT sign_in_attempt_kind_check;
    ALTER TABLE sign_in_attempt ADD CONSTRAINT sign_in_attempt_kind_check
      CHECK (kind IN ('letter', 'link', 'password', 'token'));
  `.execute(db)
}
