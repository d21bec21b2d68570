import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Account, serverAccount } from './embedded-account.ts'
import { attempt, type Programs } from './embedded-programs.ts'

/** Where the embedded server lives: its data, its programs, and who runs it (undefined: this process's own user). */
export type Place = { data: string; programs: Programs; account: Account | undefined; remarks: string[] }

/** In the data folder: where the database lies, if it could not lie there. */
const POINTER = 'postgres-lies-at'

/**
 * Decides where the embedded server's data and programs lie for a data folder (created if absent). Normally:
 * `<folder>/postgres`, and the programs where npm put them. Where the server's user cannot enter one of these (a folder
 * below a closed home, say), it lies under `<elsewhere>/<hash of the folder>`, and a file in the folder says where.
 * `remarks` are sentences for whoever started the program.
 */
export async function findPlace(
  dataFolder: string,
  installed: Programs,
  elsewhere: string = '/var/lib/vzaimo',
): Promise<Place> {
  // 0711: the server's user must pass through; what is private has folders of its own.
  await mkdir(dataFolder, { recursive: true, mode: 0o711 })
  const folder = await realpath(dataFolder)
  const inside = path.join(folder, 'postgres')
  const other = path.join(elsewhere, createHash('sha256').update(folder).digest('hex').slice(0, 16))
  const pointer = path.join(folder, POINTER)
  const pointed = await readPointer(pointer)
  if (pointed !== undefined && !existsSync(path.join(pointed, 'PG_VERSION'))) {
    throw new Error(
      `${pointer} says that the database lies in ${pointed}, but there is none. Bring it back, or remove ${pointer} to begin anew.`,
    )
  }
  await refuseStrangers(pointed ?? inside)
  const account = serverAccount(pointed ?? inside)
  const remarks = account?.created ? [`Created the system user ${account.name} to run the database.`] : []
  const programs = await reachable(installed, account, other, remarks)
  if (pointed !== undefined) {
    return { data: pointed, programs, account, remarks: [...remarks, `The database lies in ${pointed}.`] }
  }
  if (account === undefined || (await canEnter(account, folder))) return { data: inside, programs, account, remarks }

  if (existsSync(inside)) throw new Error(`${account.name} cannot enter ${folder}, where the database lies.`)
  const data = path.join(other, 'postgres')
  remarks.push(`The database lies in ${data}: ${account.name} cannot enter ${folder}.`)
  await mkdir(other, { recursive: true, mode: 0o755 })
  if (existsSync(data)) remarks.push(await setAside(data, programs, account))
  return { data, programs, account, remarks }
}

/** Where the database of a data folder lies, if there is one; makes nothing. */
export async function existingData(dataFolder: string): Promise<string | undefined> {
  if (!existsSync(dataFolder)) return undefined
  const folder = await realpath(dataFolder)
  return (await readPointer(path.join(folder, POINTER))) ?? path.join(folder, 'postgres')
}

async function readPointer(file: string): Promise<string | undefined> {
  return existsSync(file) ? (await readFile(file, 'utf8')).trim() : undefined
}

/** Notes in the data folder that its database lies elsewhere; without this a later start would begin an empty one. */
export async function notePlace(dataFolder: string, data: string): Promise<void> {
  const folder = await realpath(dataFolder)
  if (path.dirname(data) === folder) return
  await writeFile(path.join(folder, POINTER), `${data}\n`, { flush: true })
}

/** Only root can run the server of another user. */
async function refuseStrangers(data: string): Promise<void> {
  const us = process.getuid?.() ?? 0
  if (us === 0 || !existsSync(data)) return
  const { uid } = await stat(data)
  if (uid !== us) throw new Error(`${data} belongs to the user with the number ${uid}: start the program as that user.`)
}

async function canEnter(account: Account, folder: string): Promise<boolean> {
  return (await attempt('/bin/sh', ['-c', 'cd "$0"', folder], account)).code === 0
}

/** A database of an earlier data folder of the same name: stopped, and kept out of the way. */
async function setAside(data: string, programs: Programs, account: Account): Promise<string> {
  await attempt(path.join(programs.folder, 'bin/pg_ctl'), ['stop', '-D', data, '-m', 'fast', '-w'], account)
  let n = 1
  while (existsSync(`${data}.before-${n}`)) n += 1
  await rename(data, `${data}.before-${n}`)
  return `A database of an earlier folder of this name was kept as ${data}.before-${n}.`
}

/** The programs where `account` can run them: as installed, or copied. */
async function reachable(
  installed: Programs,
  account: Account | undefined,
  other: string,
  remarks: string[],
): Promise<Programs> {
  const asInstalled = await tryOut(installed.folder, account)
  if (asInstalled.code === 0) return installed
  const unusable = (output: string) =>
    new Error(`The embedded PostgreSQL does not run here: ${output.trim()}. Set DATABASE_URL to use another.`)
  if (account === undefined) throw unusable(asInstalled.output)

  const copy = path.join(other, `programs-${installed.version}`)
  if (!existsSync(copy)) {
    const draft = `${copy}.${process.pid}`
    await mkdir(other, { recursive: true, mode: 0o755 })
    await cp(installed.folder, draft, { recursive: true, verbatimSymlinks: true })
    await attempt('/bin/chmod', ['-R', 'a+rX', draft], undefined)
    await rename(draft, copy).catch(() => rm(draft, { recursive: true, force: true }))
  }
  const copied = await tryOut(copy, account)
  if (copied.code !== 0) throw unusable(copied.output)
  remarks.push(`Its programs lie in ${copy}: ${account.name} cannot reach ${installed.folder}.`)
  return { ...installed, folder: copy }
}

const tryOut = (folder: string, account: Account | undefined) =>
  attempt(path.join(folder, 'bin/postgres'), ['--version'], account)
