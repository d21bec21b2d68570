import type { Certificate } from './certificate.ts'
import { checkAllPairs, readDuals } from './check-duals.ts'
import { checkTrios } from './check-trio.ts'
import { type CheckedSchools, checkedSchools } from './check-weight.ts'
import type { PairingRequest } from './request.ts'

// The checker trusts nothing that the solver says, and shares no code with it: only the shapes of the data are common.

/** What is claimed: pairs and a trio with their weights, the total, and the certificate that nothing is worth more. */
export type Claim = {
  readonly pairs: readonly { readonly a: string; readonly b: string; readonly weight: number }[]
  readonly trio: { readonly members: readonly string[]; readonly weight: number } | null
  readonly total: number
  readonly bound: number
  readonly optimal: boolean
  readonly certificate: Certificate
}

/** What the checker found; without faults the claim is true, and `pairsLookedAt` admissible and other pairs were compared. */
export type CheckReport = { readonly faults: readonly string[]; readonly pairsLookedAt: number }

/** Everyone has exactly one place; locks are kept; all else is admissible; weights and total are right. */
const checkPairing = (request: PairingRequest, schools: CheckedSchools, claim: Claim, faults: string[]): void => {
  const { place, weight, admissible } = schools
  const groups = [...claim.pairs.map(({ a, b }) => [a, b]), ...(claim.trio ? [claim.trio.members] : [])]
  const seen = groups.flat()
  if (seen.length !== request.schools.length || new Set(seen).size !== seen.length || !seen.every(id => place.has(id)))
    faults.push('not every school has exactly one place in the pairing')
  const key = (ids: readonly string[]) => ids.toSorted().join('\n')
  const kept = new Set(groups.map(key))
  const locks = new Set(request.locks.map(key))
  for (const lock of locks) if (!kept.has(lock)) faults.push(`the lock of ${lock.replaceAll('\n', ', ')} is not kept`)
  const sides = (ids: readonly string[]) =>
    ids.flatMap((a, i) => ids.slice(i + 1).map(b => [place.get(a) ?? -1, place.get(b) ?? -1] as const))
  const weigh = (ids: readonly string[], said: number) => {
    const pairs = sides(ids)
    if (!locks.has(key(ids)) && !pairs.every(([i, j]) => admissible(i, j)))
      faults.push(`${ids.join(', ')} may not be proposed`)
    const sum = pairs.reduce((total, [i, j]) => total + weight(i, j), 0)
    if (sum !== said) faults.push(`${ids.join(', ')} weigh ${sum}, not ${said}`)
    return sum
  }
  const total = claim.pairs.reduce((sum, { a, b, weight: said }) => sum + 2 * weigh([a, b], said), 0)
  const all = total + (claim.trio ? weigh(claim.trio.members, claim.trio.weight) : 0)
  if (all !== claim.total) faults.push(`the total is ${all}, not ${claim.total}`)
  if (key(claim.certificate.trio ?? []) !== key(claim.trio?.members ?? []))
    faults.push('the certificate names another trio')
}

/** Checks a claimed pairing of a request against its certificate, in time that grows with the square of the schools. */
export const checkCertificate = (request: PairingRequest, claim: Claim): CheckReport => {
  const faults: string[] = []
  const schools = checkedSchools(request)
  checkPairing(request, schools, claim, faults)
  if (faults.length > 0) return { faults, pairsLookedAt: 0 }
  const { certificate, trio } = claim
  const { scale } = certificate
  const locked = new Set(request.locks.flat())
  const free = schools.ids.flatMap((id, i) => (locked.has(id) ? [] : [i]))
  const inTrio = new Set(trio?.members)
  const over = free.filter(i => !inTrio.has(schools.ids[i] as string))
  const duals = readDuals(schools, over, certificate, faults)
  let looked = checkAllPairs(schools, over, duals, scale, faults)
  const unlocked = claim.pairs.filter(({ a }) => !locked.has(a)).reduce((sum, { weight }) => sum + weight, 0)
  if (duals.sum !== scale * unlocked) faults.push('the certificate does not add up to the weight of the unlocked pairs')
  const chosen = trio !== null && free.length !== over.length
  if (chosen && claim.optimal) {
    const bounds = certificate.trioBounds.map(values => readDuals(schools, free, values, faults))
    for (const bound of bounds) looked += checkAllPairs(schools, free, bound, scale, faults)
    const most = 2 * scale * unlocked + scale * trio.weight
    if (faults.length === 0) checkTrios(schools, free, bounds, scale, most, faults)
  }
  const proven = claim.bound === claim.total
  if (claim.optimal !== proven) faults.push('only a total that reaches the bound may be called optimal')
  if (certificate.bound !== claim.bound) faults.push('the certificate has another bound')
  return { faults, pairsLookedAt: looked }
}
