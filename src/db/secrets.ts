import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * The secret called `name` of this installation: 43 url-safe characters, made on first use and kept in
 * `<dataFolder>/secrets/<name>` (0600, in a folder 0700). Two processes that ask at once get the same one.
 */
export async function secret(dataFolder: string, name: string): Promise<string> {
  const folder = path.join(dataFolder, 'secrets')
  const file = path.join(folder, name)
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o700)
  const kept = await read(file)
  if (kept !== undefined) return kept

  const fresh = randomBytes(32).toString('base64url')
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, `${fresh}\n`, { mode: 0o600, flush: true })
  try {
    // A link, unlike a rename, does not replace what another process put there first.
    await link(draft, file)
    return fresh
  } catch (error) {
    const theirs = await read(file)
    if (theirs === undefined) throw error
    return theirs
  } finally {
    await rm(draft, { force: true })
  }
}

async function read(file: string): Promise<string | undefined> {
  try {
    const text = (await readFile(file, 'utf8')).trim()
    if (text.length < 32) throw new Error(`${file} holds no secret of 32 characters or more`)
    return text
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
