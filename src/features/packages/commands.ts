import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { House } from '../house.ts'
import { outrunFactors } from './outrun.ts'
import { type Writer, type Written, writePackage } from './write-package.ts'

export type CommandHouse = Pick<House, 'db' | 'workflow' | 'seasons' | 'newId' | 'newSalt' | 'files'>

/** The school's word that children's names and health data are removed from what it sends (rules 24). Given once; the first counts. */
export const giveWord = (house: CommandHouse, writer: Writer): Promise<Written<{ at: string }>> =>
  writePackage(house, writer, { body: ['privacy'] }, async (tx, { at, content, keepReasons }) => {
    if (content.privacy !== null) return { done: { at: content.privacy.at } }
    const { root, seat, person } = writer
    const { behalf } = await keepReasons()
    await tx.insertInto('privacy_word').values({ root, seat, at, author: person, behalf }).execute()
    return { done: { at } }
  })

/** Ticks the factors that the school works on, over the version that the page had seen; only before the sending (rules 15). */
export const chooseFactors = (
  house: CommandHouse,
  writer: Writer,
  given: { readonly factors: readonly number[]; readonly base: number },
): Promise<Written<{ factors: readonly number[]; version: number }>> => {
  const factors = inOrder(given.factors)
  const body = ['factors', factors, given.base]
  return writePackage(house, writer, { body }, async (tx, { at, content, season, keepReasons }) => {
    if (!areFactors(season, factors)) return { refused: { why: 'unknown', field: 'factors' } }
    if (content.factorsVersion !== given.base) return outrunFactors(tx, writer)
    const { root, seat, person } = writer
    const { behalf } = await keepReasons()
    const row = { root, seat, version: given.base + 1, factors: JSON.stringify(factors) }
    await tx
      .insertInto('chosen_factors')
      .values(row)
      .onConflict(conflict =>
        conflict.columns(['root', 'seat']).doUpdateSet({ version: row.version, factors: row.factors }),
      )
      .execute()
    await tx
      .insertInto('chosen_factors_version')
      .values({ ...row, at, author: person, behalf })
      .execute()
    return { done: { factors, version: row.version } }
  })
}

/** Numbers of factors, each once, in their order. */
export const inOrder = (factors: readonly number[]): number[] => [...new Set(factors)].sort((a, b) => a - b)

/** Whether the season's list has all of these factors. */
export const areFactors = ({ riskFactors }: SeasonDefinition, factors: readonly number[]): boolean => {
  const known = new Set(riskFactors.factors.map(({ number }) => number))
  return factors.every(factor => known.has(factor))
}
