import type { LetterRules } from '../../workflows/letters/entries.ts'
import { calendarsByRegion } from '../../workflows/regional-days.ts'
import type { SeasonDefinition } from '../../workflows/season.ts'
import type { RulesOf } from './wanted.ts'

/** The rules of letters as a season states them. */
export const letterRules = ({ letters, calendar }: SeasonDefinition): LetterRules => ({
  letters,
  calendarOf: calendarsByRegion(calendar),
})

/** Finds a cycle's rules; a cycle never changes its definition, so each is asked for once. */
export const createRulesOf = (seasons: ReadonlyMap<string, SeasonDefinition>): RulesOf => {
  const known = new Map<string, LetterRules>()
  return async (tx, cycle) => {
    const found = known.get(cycle)
    if (found !== undefined) return found
    const { context } = await tx
      .selectFrom('thing')
      .select('context')
      .where('root', '=', cycle)
      .where('key', '=', '')
      .executeTakeFirstOrThrow()
    const season = seasons.get(String(context.definition))
    if (season === undefined) throw new Error(`The season «${context.definition}» has no definition here`)
    const rules = letterRules(season)
    known.set(cycle, rules)
    return rules
  }
}
