import { isIP } from 'node:net'

/** Reads a setting's text; `fault` is the end of a sentence that begins with the setting's name. */
export type Parser<Value> = (text: string) => { value: Value } | { fault: string }

/** pino's levels that are of use to an operator. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const

export const anyText: Parser<string> = text => ({ value: text })

export function wholeNumber(from: number, to: number): Parser<number> {
  return text => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    return value >= from && value <= to ? { value } : { fault: `must be a whole number from ${from} to ${to}` }
  }
}

/** undefined stands for `off`. */
export const portOrOff: Parser<number | undefined> = text =>
  text === 'off' ? { value: undefined } : wholeNumber(0, 65_535)(text)

export function oneOf<const Word extends string>(words: readonly Word[]): Parser<Word> {
  return text => {
    const value = words.find(word => word === text)
    return value === undefined ? { fault: `must be one of ${words.join(', ')}` } : { value }
  }
}

export function url(...protocols: string[]): Parser<string> {
  return text => {
    const parsed = URL.parse(text)
    if (parsed !== null && protocols.includes(parsed.protocol)) return { value: text }
    return { fault: `must be a URL that begins with ${protocols.map(protocol => `${protocol}//`).join(' or ')}` }
  }
}

export const origin: Parser<string> = text => {
  const parsed = URL.parse(text)
  const bare = parsed !== null && `${parsed.origin}/` === parsed.href
  if (bare && (parsed.protocol === 'http:' || parsed.protocol === 'https:')) return { value: parsed.origin }
  return { fault: 'must be a URL like https://vzaimo.example.org, without a path' }
}

export const mailAddress: Parser<string> = text =>
  /^[^\s@<>",;:]+@[^\s@<>",;:]+$/.test(text) ? { value: text } : { fault: 'must be an address like vzaimo@example.org' }

/** A host's name, in small letters. */
export const domain: Parser<string> = text =>
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text)
    ? { value: text.toLowerCase() }
    : { fault: 'must be a name like mail.example.org' }

/** One number for every domain, or a list like `mail.ru=60,*=600`. */
export const perDomain: Parser<ReadonlyMap<string, number>> = text => {
  const fault = { fault: 'must be a whole number from 1 on, or a list like mail.ru=60,*=600' }
  const limits = new Map<string, number>()
  for (const part of text.split(',')) {
    const [, name = '*', number = ''] = /^(?:([^=\s]+)=)?(\d{1,9})$/.exec(part.trim()) ?? []
    const known = name === '*' || 'value' in domain(name)
    if (!known || Number(number) < 1 || limits.has(name.toLowerCase())) return fault
    limits.set(name.toLowerCase(), Number(number))
  }
  return { value: limits }
}

/** `none`, a number of proxies, or a list of addresses and networks. Not "everybody": then anyone could forge an address. */
export const proxies: Parser<false | number | string[]> = text => {
  if (text === 'none') return { value: false }
  if (/^[1-9]$/.test(text)) return { value: Number(text) }
  const parts = text.split(',').map(part => part.trim())
  if (parts.every(isAddressOrNetwork)) return { value: parts }
  return { fault: 'must be none, a number of proxies, or addresses and networks like 10.0.0.1, 10.1.0.0/16' }
}

function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits = '0', more] = text.split('/')
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
  return more === undefined && /^\d{1,3}$/.test(bits) && Number(bits) <= most
}

/** Whether only this machine itself can reach a listener on that host. */
export const isLoopback = (host: string): boolean => ['localhost', '127.0.0.1', '::1'].includes(host)
