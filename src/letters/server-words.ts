const address = /("[^"\s]*"|[^\s<>()[\]"',;:]+)(@|%40|=40)[^\s<>()[\]"',;:]+/gi

const longest = 300

const plain = (text: string) => text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/**
 * A mail server's words as they may be kept and shown: on one line, not long, without addresses (engineering 13). `email` is the reader's, whose
 * name in it is taken out also where it stands alone («no such user: ivanova»).
 */
export const withoutAddresses = (words: string, email: string | null): string => {
  const name = email?.split('@')[0] ?? ''
  const named = new RegExp(String.raw`(?<![\p{L}\p{N}])${escaped(name)}(?![\p{L}\p{N}])`, 'giu')
  const bare = plain(words).replaceAll(address, '…')
  const kept = name.length < 3 ? bare : bare.replaceAll(named, '…')
  return kept.length > longest ? `${kept.slice(0, longest - 1)}…` : kept
}

/** The enhanced status (RFC 3463) in a server's words, such as 5.1.1, or null. */
export const statusIn = (words: string): string | null =>
  /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)/.exec(words)?.[0] ?? null

/**
 * Whether a refusal for good says something about the address. What a server has against the sender, the letter's size or what is in it (RFC 3463:
 * 5.2.3, 5.3, 5.5, 5.6, 5.7) would flag every school's address at once. Where no reason was given, the address it is.
 */
export const blamesAddress = (status: string | null): boolean => status === null || !/^5\.([3567]\.|2\.3$)/.test(status)
