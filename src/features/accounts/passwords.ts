import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { normalPassword } from './rules.ts'

/** argon2id with the memory and passes that OWASP names as the least; `memory` in KiB. About 30 ms of one processor. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 }
const bytes = 32

const derive = promisify(argon2)

const derived = (password: string, nonce: Buffer, { memory, passes, parallelism }: typeof cost): Promise<Buffer> =>
  derive('argon2id', { message: normalPassword(password), nonce, memory, passes, parallelism, tagLength: bytes })

const unpadded = (buffer: Buffer) => buffer.toString('base64').replace(/=+$/, '')

const phc = (nonce: Buffer, tag: Buffer) =>
  `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${unpadded(nonce)}$${unpadded(tag)}`

/** A password as it is stored: the PHC string, which holds its own parameters. */
export const hashPassword = async (password: string): Promise<string> => {
  const nonce = randomBytes(16)
  return phc(nonce, await derived(password, nonce, cost))
}

/** What nobody's password is compared with, so that the answer for an unknown address takes as long as for a known one. */
const nobodys = phc(Buffer.alloc(16), Buffer.alloc(bytes))

/** Whether this is the password that was stored; null stands for nobody's, and is always a no. */
export const passwordMatches = async (stored: string | null, password: string): Promise<boolean> => {
  const [, memory, passes, parallelism, nonce = '', tag = ''] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(stored ?? nobodys) ?? []
  const spent = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  const made = await derived(password, Buffer.from(nonce, 'base64'), spent)
  return timingSafeEqual(made, Buffer.from(tag, 'base64')) && stored !== null
}
