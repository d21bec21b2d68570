import { parentPort, workerData } from 'node:worker_threads'
import { checkCertificate } from '../check-certificate.ts'
import { compareFairness } from '../fairness.ts'
import { problemOf } from '../problem.ts'
import { proposePairs } from '../propose.ts'
import type { PairingRequest } from '../request.ts'
import { rowsOf } from './rows.ts'
import type { Solved, SolveProgress, SolveTask, ThreadMessage } from './solve-task.ts'

// A thread of its own: the solver works without a pause, and the server goes on answering.

/** Milliseconds between two words of where the work stands. */
const quiet = 100

const tell = (message: ThreadMessage) => parentPort?.postMessage(message)

const teller = () => {
  let told = Number.NEGATIVE_INFINITY
  return (progress: SolveProgress) => {
    const now = performance.now()
    if (now - told < quiet) return
    told = now
    tell({ progress })
  }
}

const solve = (request: PairingRequest): Solved => {
  const begun = performance.now()
  const outcome = proposePairs(request, { onProgress: teller() })
  const seconds = (performance.now() - begun) / 1000
  if (outcome.kind === 'cancelled') throw new Error('nobody cancels here: the thread is ended')
  if (outcome.kind === 'faulty') return { kind: 'impossible', says: outcome.faults.map(({ words }) => words) }
  if (outcome.kind === 'impossible') {
    const { witness, relaxation } = outcome
    return { kind: 'impossible', says: [witness.words, ...(relaxation === null ? [] : [relaxation.words])] }
  }
  const { proposal } = outcome
  tell({ progress: { stage: 'checking', left: request.schools.length } })
  const checked = performance.now()
  const { faults } = checkCertificate(request, proposal)
  const checkSeconds = (performance.now() - checked) / 1000
  const problem = problemOf(request)
  const groups = [...proposal.pairs.map(({ a, b }) => [a, b]), ...(proposal.trio ? [proposal.trio.members] : [])]
  const fairness = compareFairness(problem, rowsOf(problem, groups))
  return { kind: 'proposed', proposal, fairness, objections: faults, seconds, checkSeconds }
}

const { on, ...task } = workerData as SolveTask
tell({ solved: solve({ ...task, on: Temporal.PlainDate.from(on) }) })
