import type { CheckReport, Claim } from './check-certificate.ts'
import { readDuals, together } from './check-duals.ts'

// Part of the checker, which shares no code with the solver.

/** An edge of a plain graph, by the names of its ends. */
export type NamedEdge = { readonly a: string; readonly b: string; readonly weight: number }

/** Checks a claimed matching of a plain graph against its certificate. */
export const checkGraphCertificate = (
  names: readonly string[],
  edges: readonly NamedEdge[],
  claim: Claim,
): CheckReport => {
  const faults: string[] = []
  const place = new Map(names.map((name, i) => [name, i]))
  const over = names.map((_, i) => i)
  const { certificate, pairs, total } = claim
  const duals = readDuals({ ids: names, place }, over, certificate, faults)
  const heaviest = new Map<string, number>()
  const key = (a: string, b: string) => JSON.stringify([a, b].toSorted())
  for (const { a, b, weight } of edges) {
    const [i, j] = [place.get(a) ?? -1, place.get(b) ?? -1]
    heaviest.set(key(a, b), Math.max(weight, heaviest.get(key(a, b)) ?? weight))
    const held = (duals.y[i] as number) + (duals.y[j] as number) + together(duals, i, j)
    if (faults.length < 20 && !(certificate.scale * weight <= held))
      faults.push(`the edge ${a}, ${b} outweighs its dual values`)
  }
  const ends = new Set(pairs.flatMap(({ a, b }) => [a, b]))
  if (ends.size !== names.length || 2 * pairs.length !== names.length || !names.every(name => ends.has(name)))
    faults.push('not every vertex has exactly one place in the matching')
  for (const { a, b, weight } of pairs)
    if (heaviest.get(key(a, b)) !== weight) faults.push(`there is no edge ${a}, ${b} of ${weight}`)
  const sum = pairs.reduce((all, { weight }) => all + weight, 0)
  if (2 * sum !== total || claim.bound !== total || certificate.bound !== total)
    faults.push(`the total is ${2 * sum}, not ${total}`)
  if (duals.sum !== certificate.scale * sum)
    faults.push('the certificate does not add up to the weight of the matching')
  return { faults, pairsLookedAt: edges.length }
}
