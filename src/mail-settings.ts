import * as parse from './setting-values.ts'

/** How letters go to the mail server. */
export type MailSettings = {
  /** VZAIMO_MAIL_CONNECTIONS: how many letters a worker hands over at once. */
  connections: number
  /** VZAIMO_MAIL_PER_CONNECTION: letters after which a connection is replaced by a new one. */
  perConnection: number
  /** VZAIMO_MAIL_PER_MINUTE: letters a minute to each domain of readers, `*` for those not named; without an entry there is no limit. */
  perMinute: ReadonlyMap<string, number>
  /** VZAIMO_MAIL_BOUNCE_DOMAIN: the domain to which letters that cannot be delivered come back. */
  bounceDomain: string
  /** VZAIMO_DKIM_DOMAIN, VZAIMO_DKIM_SELECTOR, VZAIMO_DKIM_KEY_FILE: all three, or letters are not signed here. */
  dkim: { domain: string; selector: string; keyFile: string } | undefined
}

/** Reads one variable; what is unset gives `unset`, and a fault is kept. */
type Read = <Value, Unset>(name: string, parser: parse.Parser<Value>, unset: Unset) => Value | Unset

/** `from` is the sender's address. A fault is one sentence. */
export const readMailSettings = (read: Read, faults: string[], from: string): MailSettings => {
  const domain = read('VZAIMO_DKIM_DOMAIN', parse.domain, undefined)
  const selector = read('VZAIMO_DKIM_SELECTOR', parse.domain, undefined)
  const keyFile = read('VZAIMO_DKIM_KEY_FILE', parse.anyText, undefined)
  const whole = domain !== undefined && selector !== undefined && keyFile !== undefined
  if (!whole && [domain, selector, keyFile].some(part => part !== undefined))
    faults.push('VZAIMO_DKIM_DOMAIN, VZAIMO_DKIM_SELECTOR and VZAIMO_DKIM_KEY_FILE must be set together.')
  return {
    connections: read('VZAIMO_MAIL_CONNECTIONS', parse.wholeNumber(1, 100), 5),
    perConnection: read('VZAIMO_MAIL_PER_CONNECTION', parse.wholeNumber(1, 100_000), 100),
    perMinute: read('VZAIMO_MAIL_PER_MINUTE', parse.perDomain, new Map<string, number>()),
    bounceDomain: read('VZAIMO_MAIL_BOUNCE_DOMAIN', parse.domain, from.slice(from.lastIndexOf('@') + 1)),
    dkim: whole ? { domain, selector, keyFile } : undefined,
  }
}
