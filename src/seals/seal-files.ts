import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../db/pool.ts'
import { readSeal, type SealDocument } from '../engine/seal.ts'

/** A seal's file: to be copied to where whoever holds the database cannot reach it. */
export const sealText = (seal: SealDocument): string => `${JSON.stringify(seal)}\n`

const nameOf = (day: string): string => `${day}.json`

const sync = async (path: string, flags: number): Promise<void> => {
  const handle = await open(path, flags)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const writeWhole = async (folder: string, name: string, text: string): Promise<void> => {
  const draft = join(folder, `.${name}.${randomUUID()}`)
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, join(folder, name))
    // Windows opens no folder; there the file system's own journal has to do.
    if (process.platform !== 'win32') await sync(folder, constants.O_RDONLY | constants.O_DIRECTORY)
  } finally {
    await rm(draft, { force: true })
  }
}

/**
 * Writes the file of every seal that has none in `folder` yet, so that one whose process ended too early is made up for. Answers for which days.
 * A file that is there is left as it is, whatever became of the database since.
 */
export const writeSealFiles = async (db: Database, folder: string): Promise<string[]> => {
  const seals = await db.selectFrom('seal').select('day').orderBy('day').execute()
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const there = new Set(await readdir(folder))
  const missing = seals.map(({ day }) => day).filter(day => !there.has(nameOf(day)))
  for (const day of missing) {
    const seal = await readSeal(db, day)
    if (seal !== null) await writeWhole(folder, nameOf(day), sealText(seal))
  }
  return missing
}
