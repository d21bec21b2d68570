/**
 * The simulation's own reckoning of days and hours, beside the product's: what it finds wrong is judged by this, and nothing here imports the
 * product's functions. No zone of the simulated country changes its clocks, so that a zone is its whole hours from UTC.
 */
export type OwnDays = {
  readonly isWorked: (date: string, week: 5 | 6) => boolean
  /** The `n`-th working day after a date; `n` > 0. */
  readonly after: (date: string, n: number, week: 5 | 6) => string
  /** The date, or where it is not worked the nearest working day before it. */
  readonly notAfter: (date: string, week: 5 | 6) => string
  /** The date, or where it is not worked the nearest working day after it. */
  readonly notBefore: (date: string, week: 5 | 6) => string
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export const plusDays = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10)

/** The date that an instant has `hours` east of UTC. */
export const dateAt = (instant: string, hours: number): string =>
  new Date(Date.parse(instant) + hours * hourMs).toISOString().slice(0, 10)

/** Minutes since midnight by the clock `hours` east of UTC. */
export const minuteAt = (instant: string, hours: number): number =>
  Math.floor(((Date.parse(instant) + hours * hourMs) % dayMs) / 60_000)

/** The instant of that minute of that day. */
export const instantOf = (date: string, minute: number, hours: number): string =>
  new Date(Date.parse(date) + minute * 60_000 - hours * hourMs).toISOString()

/** The midnight that ends a day. */
export const endOf = (date: string, hours: number): string => instantOf(plusDays(date, 1), 0, hours)

export const plusHours = (instant: string, hours: number): string =>
  new Date(Date.parse(instant) + hours * hourMs).toISOString()

/** `holidays`: `MM-DD`. Days that decrees moved lie outside of a season from September to December. */
export const ownDays = (holidays: readonly string[]): OwnDays => {
  const off = new Set(holidays)
  const known = new Map<string, boolean>()
  const isWorked = (date: string, week: 5 | 6): boolean => {
    const key = `${week}${date}`
    const found = known.get(key)
    if (found !== undefined) return found
    const day = new Date(date).getUTCDay()
    const worked = day !== 0 && !(day === 6 && week === 5) && !off.has(date.slice(5))
    known.set(key, worked)
    return worked
  }
  const walk = (date: string, step: 1 | -1, week: 5 | 6): string => {
    let day = date
    while (!isWorked(day, week)) day = plusDays(day, step)
    return day
  }
  return {
    isWorked,
    notAfter: (date, week) => walk(date, -1, week),
    notBefore: (date, week) => walk(date, 1, week),
    after: (date, n, week) => {
      let day = date
      for (let left = n; left > 0; left -= 1) day = walk(plusDays(day, 1), 1, week)
      return day
    },
  }
}
