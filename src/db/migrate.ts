import { promises as fs } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import { FileMigrationProvider, Migrator } from 'kysely/migration'
import type { Database } from './pool.ts'

/** The project's own migrations; tests hand in others. */
export const migrationsFolder = path.resolve(import.meta.dirname, '../../migrations')

/**
 * How the database's schema stands to this program: `newer` also covers one that took another road, for both mean that
 * this program does not know what it would write into.
 */
export type SchemaState = 'current' | 'older' | 'newer' | 'empty'

const MIGRATION_LOCK = 5_000_001

/**
 * Brings the schema up to date and returns the names of the migrations applied now. One process does it, under an
 * advisory lock; others wait, however long it takes, and then find nothing left to do. Forward only.
 *
 * Throws when the schema is newer than this program, or with the migration's own error (nothing of it stays: all
 * pending migrations share one transaction).
 */
export async function migrate(db: Database, folder: string = migrationsFolder): Promise<string[]> {
  return await db.connection().execute(async connection => {
    await sql`select set_config('statement_timeout', '0', false), set_config('lock_timeout', '0', false),
      set_config('idle_in_transaction_session_timeout', '0', false)`.execute(connection)
    try {
      await sql`select pg_advisory_lock(${MIGRATION_LOCK})`.execute(connection)
      try {
        return await applyPending(connection, folder)
      } finally {
        await sql`select pg_advisory_unlock(${MIGRATION_LOCK})`.execute(connection)
      }
    } finally {
      // Back to what the pool asked for when it connected.
      for (const name of ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']) {
        await sql`reset ${sql.ref(name)}`.execute(connection)
      }
    }
  })
}

/** Compares the migrations applied to the database with those in the folder; changes nothing. */
export async function schemaState(db: Database, folder: string = migrationsFolder): Promise<SchemaState> {
  const [applied, known] = await Promise.all([appliedMigrations(db), knownMigrations(folder)])
  if (applied.some(name => !known.includes(name))) return 'newer'
  if (applied.length === known.length) return 'current'
  return applied.length === 0 ? 'empty' : 'older'
}

async function applyPending(db: Database, folder: string): Promise<string[]> {
  if ((await schemaState(db, folder)) === 'newer') {
    throw new Error('The database was migrated by a newer version of this program. Start that version.')
  }
  const provider = new FileMigrationProvider({ fs, path, migrationFolder: folder })
  const { error, results } = await new Migrator({ db, provider }).migrateToLatest()
  if (error !== undefined) throw error
  return (results ?? []).map(result => result.migrationName)
}

async function appliedMigrations(db: Database): Promise<string[]> {
  const { rows } = await sql<{ known: boolean }>`select to_regclass('kysely_migration') is not null as known`.execute(
    db,
  )
  if (rows[0]?.known !== true) return []
  const applied = await sql<{ name: string }>`select name from kysely_migration`.execute(db)
  return applied.rows.map(row => row.name)
}

async function knownMigrations(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts'))
  return names.map(name => path.basename(name, '.ts')).sort()
}
