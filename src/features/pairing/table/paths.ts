/** Where a season's table is, and what lies under it. */
export const tablePath = (cycle: string, under = ''): string => `/seasons/${cycle}/pairing-table${under}`

/** One school on the table. */
export const schoolPath = (cycle: string, school: string): string => tablePath(cycle, `/schools/${school}`)
