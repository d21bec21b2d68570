import { readFile } from 'node:fs/promises'
import { isAlive } from '../db/is-alive.ts'

/**
 * Calls `onGone` once npm, if it started us, has ended without telling us: killed, or its terminal was. Between npm and
 * us there may be a shell, so the ancestors are followed up to npm by /proc; where there is none, only our parent is
 * watched. Returns the way to stop watching.
 */
export async function watchNpm(env: Record<string, string | undefined>, onGone: () => void): Promise<() => void> {
  if (env.npm_lifecycle_event === undefined) return () => undefined
  const parent = process.ppid
  const npm = await ancestorNamedNpm()
  const timer = setInterval(() => {
    if (process.ppid === parent && (npm === undefined || isAlive(npm))) return
    clearInterval(timer)
    onGone()
  }, 500)
  timer.unref()
  return () => clearInterval(timer)
}

async function ancestorNamedNpm(): Promise<number | undefined> {
  let pid = process.ppid
  for (let steps = 0; steps < 4 && pid > 1; steps += 1) {
    const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (/^npm\b|\/npm(-cli\.js)?\0/.test(words)) return pid
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    // "1 (a name, with anything) S 0 …": the parent is the second field after the last bracket.
    pid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0)
  }
  return undefined
}
