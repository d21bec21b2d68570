import { type Kysely, sql } from 'kysely'

/** What comes back: each thing said once about a letter, from when on an address is the present one, and how far the mailbox was read. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- whoever says the same once more, says nothing new
    CREATE UNIQUE INDEX letter_bounce_once ON letter_bounce (letter, source, permanent, status) NULLS NOT DISTINCT;

    -- Since when the address is this one, or was said to work: what went out before says nothing about it. Null: since ever.
    ALTER TABLE person ADD COLUMN address_since timestamptz(3);

    -- The mailbox of bounces; all by the machine's clock. One process reads it at a time.
    CREATE TABLE bounce_mailbox (
      one boolean PRIMARY KEY DEFAULT true CHECK (one),
      leased_until timestamptz(3),
      looked_at timestamptz(3),
      -- how far it was read: what lies behind that is left alone
      uid_validity bigint,
      last_uid bigint NOT NULL DEFAULT 0
    );
    INSERT INTO bounce_mailbox DEFAULT VALUES;
  `.execute(db)
}
