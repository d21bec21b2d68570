import type { PairingRequest } from '../request.ts'
import { solveInThread } from './solver.ts'

/** What a choice costs all schools together at the least, found by solving anew around it; `impossible` where nobody else could be paired then. */
export type ExactLoss = { readonly loss: number } | { readonly impossible: true } | { readonly tooLong: true }

/** Solves the table anew with two schools as a pair. Ends after `mostMs` by the real clock. */
export const exactLoss = async (
  request: PairingRequest,
  two: readonly [string, string],
  total: number,
  mostMs: number,
): Promise<ExactLoss> => {
  const solving = solveInThread({ ...request, locks: [...request.locks, two] })
  const limit = setTimeout(solving.cancel, mostMs)
  try {
    const solved = await solving.done
    if (solved === null) return { tooLong: true }
    return solved.kind === 'proposed' ? { loss: total - solved.proposal.total } : { impossible: true }
  } finally {
    clearTimeout(limit)
  }
}
