import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'

/** The user that runs the embedded server's programs. */
export type Account = { uid: number; gid: number; name: string }

const EXISTING = ['vzaimo', 'postgres', 'nobody']

/**
 * PostgreSQL refuses to run as root. For a non-root process: undefined, it runs its server itself. For root: the owner
 * of the data, where there is any; else an unprivileged user that exists; else one created now (`created`).
 * Throws where none can be had.
 */
export function serverAccount(data: string): (Account & { created?: true }) | undefined {
  if (process.getuid?.() !== 0) return undefined
  const owner = statSync(data, { throwIfNoEntry: false })
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, name: `uid ${owner.uid}` }
  for (const name of EXISTING) {
    const account = lookUp(name)
    if (account !== undefined) return account
  }
  const created = create('vzaimo')
  if (created !== undefined) return { ...created, created: true }
  throw new Error('PostgreSQL does not run as root, and no other user exists or can be created: run as another user')
}

function lookUp(name: string): Account | undefined {
  const uid = Number.parseInt(output('id', ['-u', name]), 10)
  const gid = Number.parseInt(output('id', ['-g', name]), 10)
  return uid > 0 && gid > 0 ? { uid, gid, name } : undefined
}

function create(name: string): Account | undefined {
  const ways = [
    [
      'useradd',
      '--system',
      '--user-group',
      '--no-create-home',
      '--home-dir',
      '/nonexistent',
      '--shell',
      '/bin/false',
      name,
    ],
    ['adduser', '-S', '-D', '-H', '-s', '/bin/false', name],
  ]
  for (const [command = '', ...args] of ways) {
    output(command, args)
    const account = lookUp(name)
    if (account !== undefined) return account
  }
  return undefined
}

const output = (command: string, args: string[]) =>
  spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).stdout ?? ''
