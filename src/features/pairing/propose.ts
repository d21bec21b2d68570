import { bestPairing, type Hear, type Progress } from './best-pairing.ts'
import { bestIncomplete, type IncompletePairing } from './incomplete.ts'
import { problemOf } from './problem.ts'
import { type Proposal, proposalOf } from './proposal.ts'
import { type Relaxation, smallestRelaxation } from './relaxation.ts'
import { faultsOfRequest, type PairingRequest, type RequestFault } from './request.ts'
import { type Witness, witnessOf } from './witness.ts'

/** What came out of a request. */
export type PairingOutcome =
  | { readonly kind: 'proposed'; readonly proposal: Proposal }
  /** No complete pairing exists: why, what would have to be relaxed, and on request the best incomplete one. */
  | {
      readonly kind: 'impossible'
      readonly witness: Witness
      readonly relaxation: Relaxation | null
      readonly incomplete: IncompletePairing | null
    }
  | { readonly kind: 'faulty'; readonly faults: readonly RequestFault[] }
  | { readonly kind: 'cancelled' }

/** How a caller takes part in a long run. */
export type PairingOptions = {
  /** Is told now and then where the work stands. */
  readonly onProgress?: (progress: Progress) => void
  /** Is asked now and then; the work ends when it answers true. */
  readonly isCancelled?: () => boolean
  /** Whether the best incomplete pairing is wanted where there is no complete one. */
  readonly incomplete?: boolean
}

const cancellation = new Error('the pairing was cancelled')

/** Proposes the best pairing of a request's schools, with its proof; the same request always gives the same proposal. */
export const proposePairs = (request: PairingRequest, options: PairingOptions = {}): PairingOutcome => {
  const faults = faultsOfRequest(request)
  if (faults.length > 0) return { kind: 'faulty', faults }
  const hear: Hear = progress => {
    options.onProgress?.(progress)
    if (options.isCancelled?.()) throw cancellation
  }
  try {
    const problem = problemOf(request)
    const outcome = bestPairing(problem.terms, hear)
    if (outcome.kind === 'paired') return { kind: 'proposed', proposal: proposalOf(problem, outcome) }
    return {
      kind: 'impossible',
      witness: witnessOf(problem, outcome, hear),
      relaxation: smallestRelaxation(problem, hear),
      incomplete: options.incomplete ? bestIncomplete(problem, hear) : null,
    }
  } catch (error) {
    if (error === cancellation) return { kind: 'cancelled' }
    throw error
  }
}
