import type { FairnessComparison } from '../fairness.ts'
import type { Proposal } from '../proposal.ts'
import type { PairingRequest } from '../request.ts'
import type { Words } from '../words.ts'

/** A request as it goes to another thread: a date is no plain value. */
export type SolveTask = Omit<PairingRequest, 'on'> & { readonly on: string }

/** Where the work stands; `left`: how many schools the stage still has to deal with. */
export type SolveProgress = { readonly stage: 'candidates' | 'matching' | 'checking'; readonly left: number }

/** What came of a task: a proposal with what the independent checker objects to, or sentences on why there is none. */
export type Solved =
  | {
      readonly kind: 'proposed'
      readonly proposal: Proposal
      readonly fairness: FairnessComparison
      readonly objections: readonly string[]
      readonly seconds: number
      readonly checkSeconds: number
    }
  | { readonly kind: 'impossible'; readonly says: readonly Words[] }

/** What the thread tells: where it stands, and at its end what came of it. */
export type ThreadMessage = { readonly progress: SolveProgress } | { readonly solved: Solved }
