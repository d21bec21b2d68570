/** What every event carries: the instant it happened (ISO 8601, UTC, milliseconds). */
export type Stamped = { at: string }

/** A reason a person wrote: the text lives in a table of its own and can be blanked; history holds its hash. */
export type TextRef = { id: string; sha256: string }

/** The number of a seat within its partnership, from 1. */
export type SeatNo = number
