import { createHash } from 'node:crypto'

/**
 * A number in [0, 1) that depends on the seed and on what is decided alone, never on when or in which order it is asked for: so acts that run
 * side by side change nothing of what a season becomes.
 */
export type Chance = (...about: readonly (string | number)[]) => number

const digestOf = (seed: number, about: readonly (string | number)[]): Buffer =>
  createHash('sha256')
    .update(`${seed} ${about.join(' ')}`)
    .digest()

export const chanceOf =
  (seed: number): Chance =>
  (...about) =>
    digestOf(seed, about).readUInt32BE(0) / 2 ** 32

/** Ids of the same names under the same seed are the same. They have the shape of random UUIDs. */
export const idsOf =
  (seed: number) =>
  (...about: readonly (string | number)[]): string => {
    const hex = digestOf(seed, ['id', ...about]).toString('hex')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  }

/** A whole number from `from` to `to`, both included. */
export const between = (share: number, from: number, to: number): number => from + Math.floor(share * (to - from + 1))

/** An item of a list that goes round. */
export const itemAt = <Item>(list: readonly Item[], index: number): Item => {
  const item = list[index % list.length]
  if (item === undefined) throw new Error('An empty list has no item')
  return item
}
