/** What was found after a season, outside of the program and in its tables: plain JSON. Real instants are milliseconds since 1970. */
export type Found = {
  readonly sink: readonly Arrived[]
  readonly entries: readonly LedgerEntry[]
  readonly letters: readonly LedgerLetter[]
  /** When a process was killed. */
  readonly kills: readonly { readonly real: number; readonly what: string }[]
  /** How long a letter may be accepted by the server and not yet written down as sent, in milliseconds: the product's own statement. */
  readonly statedWindow: number
}

/** A letter as the mail server got it. `real`: when it accepted it. */
export type Arrived = {
  readonly real: number
  readonly messageId: string
  readonly to: string
  readonly letter: string
  /** The program's instant at which it was handed over. */
  readonly at: string
  readonly entries: readonly number[]
  readonly text: string
}

export type LedgerEntry = {
  readonly id: number
  readonly root: string
  readonly key: string
  readonly kind: string
  readonly step: number
  readonly role: string
  readonly seat: number
  readonly person: string | null
  readonly class: string
  readonly state: string
  readonly reason: string | null
  readonly deadline: string | null
  readonly sendAt: string
  readonly letter: string | null
}

/** `committed`: the real instant at which the row got its last state. */
export type LedgerLetter = {
  readonly id: string
  readonly email: string | null
  readonly state: string
  readonly messageId: string
  readonly committed: number | null
  /** The mail server's last words. */
  readonly answer: string | null
}
