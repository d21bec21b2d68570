import type { Database } from '../db/pool.ts'

/** The program's clock, one row that every process reads: real, moved by an offset, or standing where it was stepped to. */
export type Clock = { mode: 'real' } | { mode: 'offset'; offsetMs: number } | { mode: 'stepped'; to: string }

/** The instant that the clock shows when the real one shows `realMs` (milliseconds since 1970). */
export const shown = (clock: Clock, realMs: number): string => {
  switch (clock.mode) {
    case 'real':
      return new Date(realMs).toISOString()
    case 'offset':
      return new Date(realMs + clock.offsetMs).toISOString()
    case 'stepped':
      return clock.to
  }
}

/** The clock as it is set. */
export const readClock = async (db: Database): Promise<Clock> => {
  const { mode, offset_ms, stepped_to } = await db.selectFrom('clock').selectAll().executeTakeFirstOrThrow()
  if (mode === 'stepped' && stepped_to !== null) return { mode, to: stepped_to }
  return mode === 'offset' ? { mode, offsetMs: offset_ms } : { mode: 'real' }
}

/** Sets the clock for every process. */
export const setClock = async (db: Database, clock: Clock): Promise<void> => {
  await db
    .updateTable('clock')
    .set({
      mode: clock.mode,
      offset_ms: clock.mode === 'offset' ? clock.offsetMs : 0,
      stepped_to: clock.mode === 'stepped' ? clock.to : null,
    })
    .execute()
}
