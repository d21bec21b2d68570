import { type Kysely, sql } from 'kysely'

/** What comes back: each thing said once about a letter, from when on an address is the present one, and what was read in the mailbox. */
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
      -- what was read there, is no bounce of ours, and is left as it lies
      uid_validity bigint,
      left_uids bigint[] NOT NULL DEFAULT '{}'
    );
    INSERT INTO bounce_mailbox DEFAULT VALUES;
  `.execute(db)
}
