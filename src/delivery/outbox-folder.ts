import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A file's name: the instant without punctuation, so that names sort by time, and the letter's id. */
const NAME = /^\d{8}T\d{9}Z-[0-9a-f-]{36}\.eml$/

/** Only the user who runs the program reads these files: the letters hold links that open the house. */
const OWNER = { folder: 0o700, file: 0o600 }

/** Lays a letter into the folder, whole or not at all. */
export const writeToOutbox = async (
  folder: string,
  { id, at, eml }: { id: string; at: Date; eml: Buffer },
): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: OWNER.folder })
  const name = `${at.toISOString().replace(/[-:.]/g, '')}-${id}.eml`
  const draft = join(folder, `.${name}.part`)
  await writeFile(draft, eml, { mode: OWNER.file, flag: 'wx' })
  await rename(draft, join(folder, name))
}

/** The newest letters' names, the newest first; none where the folder is not there yet. */
export const namesInOutbox = async (folder: string, most: number): Promise<string[]> => {
  try {
    const names = await readdir(folder)
    return names
      .filter(name => NAME.test(name))
      .sort()
      .reverse()
      .slice(0, most)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

/** A letter as it lies there, or null. Only names of ours are looked for, so no path leads out of the folder. */
export const readFromOutbox = async (folder: string, name: string): Promise<Buffer | null> => {
  if (!NAME.test(name)) return null
  try {
    return await readFile(join(folder, name))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
