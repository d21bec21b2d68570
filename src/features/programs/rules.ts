const day = 24 * 3_600_000

/** For how many days a token may be made; a year at most, so that what was forgotten ends by itself. */
export const tokenDays = ['7', '30', '90', '365'] as const

/** How many tokens one person may have at a time, expired ones that nobody has put away among them. */
export const mostTokens = 20

export const longestName = 80

/** A token's last use is written down no more often than this, in milliseconds. */
export const useNoted = 60_000

/** What every token begins with: a search for secrets that slipped into a file finds it by that. */
export const tokenPrefix = 'vzaimo_'

/** The instant, in milliseconds, at which a token made now ends. */
export const expiryOf = (days: (typeof tokenDays)[number], realMs: number): number => realMs + Number(days) * day

/** The token of an Authorization header, or null where it holds none of ours. */
export const bearerOf = (header: string | undefined): string | null =>
  /^bearer +(vzaimo_[\w-]{43})$/i.exec(header ?? '')?.[1] ?? null

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const isUuid = (text: string | undefined): text is string => text !== undefined && uuid.test(text)
