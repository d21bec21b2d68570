/**
 * What happened in a season, as somebody beside the program saw it: plain JSON, nothing of the program's own. Instants are UTC texts with
 * milliseconds, dates are `YYYY-MM-DD`, ids are whatever the tables of schools and people call them.
 */
export type Story = {
  /** The instant at which the pairs were published. */
  readonly published: string
  readonly dates: Dates
  readonly schools: readonly School[]
  readonly tables: readonly Table[]
  readonly posts: readonly Post[]
  /** What was accepted, in the order of acceptance. */
  readonly acts: readonly Act[]
  /** The instants at which the program's clock stood, in order. At each of them letters went first, acts came then. */
  readonly steps: readonly string[]
  /** The mail server was away at the steps `from <= step < to`. */
  readonly outages: readonly { readonly from: string; readonly to: string }[]
}

/** The last day of each stage. */
export type Dates = { readonly exchange: string; readonly meeting: string; readonly upload: string }

export type School = { readonly id: string; readonly zone: string; readonly week: 5 | 6 }

/** Schools that are partners; `reviews`: who reviews whom, by seats. */
export type Table = {
  readonly id: string
  readonly seats: readonly { readonly seat: number; readonly school: string }[]
  readonly reviews: readonly (readonly [reviewer: number, reviewed: number])[]
}

export const ranks = ['school', 'curator', 'municipalCoordinator', 'regionalCoordinator', 'federalCoordinator'] as const

export type Rank = (typeof ranks)[number]

/** Somebody answers for a school, from an instant, until another. `instead`: of whom they came in the place. */
export type Post = {
  readonly person: string
  readonly zone: string
  readonly rank: Rank
  readonly school: string
  readonly from: string | null
  readonly until: string | null
  readonly instead: string | null
  /** The schools whose staff they are. */
  readonly worksAt: readonly string[]
}

type At = { readonly at: string; readonly table: string }
type Done = At & { readonly seat: number; readonly person: string }

export type Act =
  | (At & { readonly type: 'signIn'; readonly seat: number })
  | (Done & { readonly type: 'package' })
  | (Done & { readonly type: 'review'; readonly about: number })
  | (Done & { readonly type: 'recommendations'; readonly about: number })
  | (Done & { readonly type: 'finalFile' })
  /** It was held, and its minutes count. */
  | (At & { readonly type: 'meeting' })
  | (At & { readonly type: 'extend'; readonly duty: string; readonly date: string })
  | (At & { readonly type: 'withdraw'; readonly seat: number })
  | { readonly at: string; readonly type: 'moveDates'; readonly dates: Partial<Dates> }

/** The table that an act touched; null where it touched all of them. */
export const tableOf = (act: Act): string | null => (act.type === 'moveDates' ? null : act.table)
