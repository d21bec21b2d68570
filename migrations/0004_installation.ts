import { type Kysely, sql } from 'kysely'

/** What this installation is, written once by its first start: a demo, or somebody's own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE installation (
      one boolean PRIMARY KEY DEFAULT true CHECK (one),
      demo boolean NOT NULL
    )
  `.execute(db)
}
