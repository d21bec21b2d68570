import { spawn } from 'node:child_process'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')

/**
 * What a program of ours prints as JSON, run in a process of its own: neither memory nor compiled code is left over from another benchmark. Rejects
 * where it ends with anything but 0.
 */
export const printedBy = (...args: readonly string[]): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.on('data', data => {
      text += data
    })
    child.on('error', reject)
    child.on('close', code =>
      code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`${args.join(' ')} ended with ${code}: ${text}`)),
    )
  })
