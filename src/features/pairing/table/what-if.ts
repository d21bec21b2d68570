import { type Rule, rulesOfMask } from '../rules.ts'
import { type Board, brokenOn, partnersOf, shareOf, weightOn, worthOfRows } from './board.ts'

/** For every row the least slack of a pair with `u`, over all dual values, before its weight is taken off; NaN where it is not known. */
const slacksOf = ({ duals, groupOf }: Board, u: number): Float64Array => {
  const least = new Float64Array(groupOf.length).fill(Number.POSITIVE_INFINITY)
  for (const { y, sets, setsOf } of duals) {
    const own = y.map(value => value + (y[u] as number))
    for (const set of setsOf.get(u) ?? []) {
      const { z, rows } = sets[set] as (typeof sets)[number]
      for (const row of rows) own[row] = (own[row] as number) + z
    }
    for (let v = 0; v < least.length; v++) least[v] = Math.min(least[v] as number, own[v] as number)
  }
  return least
}

const lossOf = ({ scale, total, bound }: Board, slack: number, weight: number): number =>
  total - bound + Math.ceil((2 * (slack - scale * weight)) / scale)

/**
 * The least that all schools together lose if two become a pair, whatever the others do then: by the dual values. Negative where the
 * proposal was changed by hand and something may be won back. Null where a lock held one of them when the values were found.
 */
export const leastLoss = (board: Board, u: number, v: number): number | null => {
  const loss = lossOf(board, slacksOf(board, u)[v] as number, weightOn(board, u, v))
  return Number.isFinite(loss) ? loss : null
}

/** Two schools change places: what becomes of their groups, and what all schools together lose by it, exactly. */
export type Exchange = {
  readonly a: string
  readonly b: string
  /** The two groups as they would be, by ids. */
  readonly groups: readonly (readonly string[])[]
  readonly loss: number
  /** The rules that the new groups break and their schools did not break before. */
  readonly broken: readonly Rule[]
}

const idsOf = ({ problem }: Board, rows: readonly number[]) => rows.map(row => problem.schools[row]?.id ?? '')

/** What exchanging the places of two schools would mean; null where they sit together, or a lock holds either group. */
export const exchangeOf = (board: Board, a: number, b: number): Exchange | null => {
  const { groups, groupOf, locked } = board
  const [one, other] = [groups[groupOf[a] ?? -1], groups[groupOf[b] ?? -1]]
  if (one === undefined || other === undefined || one === other) return null
  if ([...one, ...other].some(row => locked.has(row))) return null
  const changed = [one.map(row => (row === a ? b : row)), other.map(row => (row === b ? a : row))]
  const worth = (all: readonly (readonly number[])[]) =>
    all.reduce((sum, group) => sum + worthOfRows(board.problem, group), 0)
  const sides = changed.flatMap(group => group.flatMap((u, i) => group.slice(i + 1).map(v => brokenOn(board, u, v))))
  return {
    a: idsOf(board, [a])[0] ?? '',
    b: idsOf(board, [b])[0] ?? '',
    groups: changed.map(group => idsOf(board, group)),
    loss: worth([one, other]) - worth(changed),
    broken: rulesOfMask(sides.reduce((all, mask) => all | mask, 0)),
  }
}

/** Another partner for a school. Weights and losses are in the unit of the total. */
export type Alternative = {
  readonly school: string
  readonly weight: number
  /** What the school itself wins or loses by it. */
  readonly gain: number
  /** The least that all schools together lose; null where it is not known. */
  readonly leastLoss: number | null
  /** The plain way there: the school's partner and the other school change places. */
  readonly exchange: Exchange | null
}

const plainWay = (board: Board, row: number, other: number): Exchange | null =>
  partnersOf(board, row)
    .flatMap(partner => exchangeOf(board, partner, other) ?? [])
    .sort((one, two) => one.broken.length - two.broken.length || one.loss - two.loss)[0] ?? null

/** The partners that would cost the whole the least, beside the present one; none for a school that a lock holds. */
export const alternativesOf = (board: Board, row: number, count: number): Alternative[] => {
  if (board.locked.has(row)) return []
  const mine = board.groupOf[row]
  const slacks = slacksOf(board, row)
  const found: { other: number; loss: number; weight: number }[] = []
  for (let other = 0; other < board.groupOf.length; other++) {
    if (board.groupOf[other] === mine || board.locked.has(other) || brokenOn(board, row, other) !== 0) continue
    const weight = weightOn(board, row, other)
    const known = lossOf(board, slacks[other] as number, weight)
    const loss = Number.isFinite(known) ? known : Number.POSITIVE_INFINITY
    const last = found.at(-1)
    if (found.length === count && last !== undefined && loss > last.loss) continue
    found.push({ other, loss, weight })
    found.sort((one, two) => one.loss - two.loss || two.weight - one.weight || one.other - two.other)
    found.length = Math.min(found.length, count)
  }
  const share = shareOf(board, row)
  return found.map(({ other, loss, weight }) => ({
    school: idsOf(board, [other])[0] ?? '',
    weight,
    gain: weight - share,
    leastLoss: Number.isFinite(loss) ? loss : null,
    exchange: plainWay(board, row, other),
  }))
}
