import type { Certificate } from './certificate.ts'
import { checkCertificate } from './check-certificate.ts'
import { checkGraphCertificate } from './check-graph.ts'
import type { FileFault, TextFile } from './csv-rows.ts'
import { compareFairness, type FairnessComparison } from './fairness.ts'
import { matchGraph } from './match-graph.ts'
import { problemOf } from './problem.ts'
import type { Proposal } from './proposal.ts'
import { proposePairs } from './propose.ts'
import { readGraph } from './read-graph.ts'
import { type RequestFiles, readRequest } from './read-request.ts'
import type { PairingRequest } from './request.ts'
import type { PairingSettings } from './weights.ts'
import type { Words } from './words.ts'

/** The instruments of the machine: seconds that pass, and the most memory that was used, in MB. */
export type Instruments = { readonly seconds: () => number; readonly peakMemoryMb: () => number }

/** What a run tells of itself. */
export type RunFigures = {
  readonly seconds: number
  readonly checkSeconds: number
  readonly peakMemoryMb: number
  readonly rounds: number
}

/** What the command answers. */
export type PairAnswer =
  | { readonly kind: 'faulty'; readonly faults: readonly FileFault[] }
  | {
      readonly kind: 'proposed'
      readonly schools: number
      readonly proposal: Pick<Proposal, 'total' | 'bound' | 'optimal'> & {
        readonly pairs: readonly { readonly a: string; readonly b: string; readonly weight: number }[]
        readonly trio: Proposal['trio']
      }
      readonly certificate: Certificate
      readonly figures: RunFigures
      readonly fairness: FairnessComparison | null
      /** What the independent checker objects to; nothing, unless there is a bug. */
      readonly objections: readonly string[]
    }
  | {
      readonly kind: 'impossible'
      readonly words: readonly Words[]
      readonly details: Readonly<Record<string, unknown>>
      /** Whether an incomplete pairing was asked for, and is among the details. */
      readonly incomplete: boolean
      readonly seconds: number
    }

/** Rows of the problem that are together in a proposal. */
const groupsOf = (request: PairingRequest, { pairs, trio }: Proposal) => {
  const problem = problemOf(request)
  const rows = new Map(problem.schools.map(({ id }, row) => [id, row]))
  const row = (id: string) => rows.get(id) ?? -1
  const groups = pairs.map(({ a, b }) => [row(a), row(b)])
  return { problem, groups: trio ? [...groups, trio.members.map(row)] : groups }
}

/** What is wanted beside the proposal of a schools file. */
export type PairWishes = {
  readonly on: Temporal.PlainDate
  readonly settings: PairingSettings
  readonly incomplete: boolean
}

/** Proposes pairs for the schools of a file, and checks the proposal. */
export const pairSchools = (
  files: RequestFiles,
  { on, settings, incomplete }: PairWishes,
  run: Instruments,
): PairAnswer => {
  const read = readRequest(files, on, settings)
  if ('faults' in read) return { kind: 'faulty', faults: read.faults }
  const { request } = read
  const begun = run.seconds()
  const outcome = proposePairs(request, { incomplete })
  const seconds = run.seconds() - begun
  if (outcome.kind === 'impossible') {
    const { witness, relaxation, incomplete: best } = outcome
    const words = relaxation ? [witness.words, relaxation.words] : [witness.words]
    return { kind: 'impossible', words, details: { witness, relaxation, ...best }, incomplete: best !== null, seconds }
  }
  if (outcome.kind !== 'proposed') throw new Error('a request without faults was refused')
  const { proposal } = outcome
  const checkBegun = run.seconds()
  const { faults } = checkCertificate(request, proposal)
  const checkSeconds = run.seconds() - checkBegun
  const { problem, groups } = groupsOf(request, proposal)
  return {
    kind: 'proposed',
    schools: request.schools.length,
    proposal,
    certificate: proposal.certificate,
    figures: { seconds, checkSeconds, peakMemoryMb: run.peakMemoryMb(), rounds: proposal.rounds },
    fairness: compareFairness(problem, groups),
    objections: faults,
  }
}

/** Finds the perfect matching of a graph file that weighs the most, and checks it. */
export const pairGraph = (file: TextFile, run: Instruments): PairAnswer => {
  const { graph, names, faults } = readGraph(file)
  if (faults.length > 0) return { kind: 'faulty', faults }
  const begun = run.seconds()
  const outcome = matchGraph(graph, names, () => undefined)
  const seconds = run.seconds() - begun
  if (outcome.kind === 'impossible') {
    const { words, removed, groups } = outcome
    return {
      kind: 'impossible',
      words: [words],
      details: { witness: { removed, groups, words } },
      incomplete: false,
      seconds,
    }
  }
  const { from, to, weight } = graph.edges
  const edges = from.map((u, e) => ({
    a: names[u] ?? '',
    b: names[to[e] ?? -1] ?? '',
    weight: weight[e] ?? Number.NaN,
  }))
  const checkBegun = run.seconds()
  const report = checkGraphCertificate(names, edges, outcome)
  const checkSeconds = run.seconds() - checkBegun
  return {
    kind: 'proposed',
    schools: names.length,
    proposal: outcome,
    certificate: outcome.certificate,
    figures: { seconds, checkSeconds, peakMemoryMb: run.peakMemoryMb(), rounds: outcome.rounds },
    fairness: null,
    objections: report.faults,
  }
}
