/** Why nothing reaches somebody's address, as far as the servers' status tells. */
export type FaultReason = 'noSuch' | 'noHost' | 'closed' | 'full' | 'other'

/** An address that refuses letters for good: since when (an instant), and what the server said. */
export type AddressFault = { readonly since: string; readonly status: string | null; readonly says: string | null }

const reasons: Readonly<Record<string, FaultReason>> = {
  '5.1.0': 'noSuch',
  '5.1.1': 'noSuch',
  '5.1.6': 'noSuch',
  '5.1.10': 'noSuch',
  '5.1.2': 'noHost',
  '5.4.4': 'noHost',
  '5.2.1': 'closed',
  '5.2.2': 'full',
}

/** In plain words, by the status of RFC 3463. */
export const reasonOf = ({ status }: AddressFault): FaultReason => reasons[status ?? ''] ?? 'other'

/** A row's columns as the fault that they tell of, if any. */
export const faultOf = (row: {
  readonly failsSince: string | null
  readonly failsStatus: string | null
  readonly failsSays: string | null
}): AddressFault | null =>
  row.failsSince === null ? null : { since: row.failsSince, status: row.failsStatus, says: row.failsSays }
