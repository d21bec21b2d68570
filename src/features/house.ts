import type { SeasonDefinition } from '../../workflows/season.ts'
import type { Database } from '../db/pool.ts'
import type { Dispatch } from '../engine/dispatch.ts'
import type { Workflow } from '../engine/workflow.ts'
import type { FileStore } from '../files/store.ts'

/** A letter that somebody asked for, handed over at once. `link` goes into the letter and nowhere else: no row, log or preview holds it. */
export type AskedLetter = { to: string; subject: string; text: string }

/** What every feature is handed by `src/main.ts`: no feature opens anything for itself. */
export type House = {
  readonly db: Database
  readonly workflow: Workflow
  readonly dispatch: Dispatch
  /** Season definitions by id. */
  readonly seasons: ReadonlyMap<string, SeasonDefinition>
  readonly files: FileStore
  /** Hands a letter over; throws where the server did not take it. */
  readonly mail: (letter: AskedLetter) => Promise<void>
  readonly newId: () => string
  readonly newSalt: () => string
  /** At least 32 random bytes in hexadecimal. */
  readonly secret: string
  readonly publicUrl: string
  readonly demo: boolean
}
