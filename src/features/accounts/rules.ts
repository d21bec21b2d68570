import { isLocalPath } from '../../http/safe-url.ts'

/** How long what opens the house lives, in milliseconds of the machine's clock: it guards against people, not against the season. */
export const lifetimes = {
  /** A session that nobody used ends after this … */
  sessionIdle: 14 * 24 * 3_600_000,
  /** … and every session after this. */
  sessionWhole: 60 * 24 * 3_600_000,
  /** A session's last use is written down no more often than this. */
  sessionTouch: 3_600_000,
  /** As long after signing in a person counts as the one who just proved it. */
  sessionFresh: 3_600_000,
  signIn: 24 * 3_600_000,
  invitation: 14 * 24 * 3_600_000,
} as const

/** An e-mail as it is stored, or null where mail could never reach it. The part before the @ is ASCII: few servers take another. */
export const emailOf = (typed: string): string | null => {
  const email = typed.trim()
  const looksRight = /^[^\s@<>()[\]",;:\\\P{ASCII}]+@[^\s@<>()[\]",;:\\/.]+(\.[^\s@<>()[\]",;:\\/.]+)+$/u.test(email)
  return looksRight && email.length <= 254 ? email : null
}

/** Characters that a password must have: it is the only thing asked, so NIST SP 800-63B-4 asks for fifteen. No rules of composition. */
export const passwordLength = { least: 15, most: 200 } as const

/** A password as it is hashed: the same on every keyboard that writes it in another normal form. */
export const normalPassword = (typed: string): string => typed.normalize('NFKC')

export type PasswordFault = 'short' | 'long' | 'plain'

/** What is wrong with a new password, or null. `plain`: nearly one character throughout, or the person's own address. */
export const passwordFault = (typed: string, email: string | null): PasswordFault | null => {
  const password = normalPassword(typed)
  const length = [...password].length
  if (length < passwordLength.least) return 'short'
  if (length > passwordLength.most) return 'long'
  const few = new Set(password.toLowerCase()).size < 5
  return few || password.toLowerCase() === email?.toLowerCase() ? 'plain' : null
}

/** Where a person goes after signing in: the path of ours they came for, else home. Never a page of signing in or out. */
export const returnPath = (asked: unknown): string =>
  typeof asked === 'string' &&
  asked.length <= 1000 &&
  isLocalPath(asked) &&
  !/^\/(sign-in|sign-out|kept-form|language|api)([/?]|$)/.test(asked)
    ? asked
    : '/'

/** By what an address is counted: an IPv4 address whole, an IPv6 one by its network of 64 bits, which is one household's or school's. */
export const networkOf = (ip: string): string => {
  const mapped = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1]
  if (mapped !== undefined) return mapped
  const [head = '', tail = ''] = ip.toLowerCase().split('%')[0]?.split('::') ?? []
  const groups = (side: string) => (side === '' ? [] : side.split(':'))
  const zeros = Array<string>(Math.max(0, 8 - groups(head).length - groups(tail).length)).fill('0')
  const all = [...groups(head), ...zeros, ...groups(tail)].map(group => group.replace(/^0+(?=.)/, ''))
  return all.slice(0, 4).join(':')
}
