import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Transaction } from '../../db/pool.ts'
import type { App } from '../../http/app.ts'
import { seasonOf } from '../access/open.ts'
import type { House } from '../house.ts'
import { answerRoutes } from './answer-routes.ts'

/** A cycle keeps its definition for ever: it is looked up once, not with every word that is typed. */
const rememberedSeasons = ({ seasons }: House) => {
  const known = new Map<string, SeasonDefinition>()
  return async (tx: Transaction, cycle: string): Promise<SeasonDefinition> => {
    const season = known.get(cycle) ?? (await seasonOf(tx, seasons, cycle))
    known.set(cycle, season)
    return season
  }
}

/** The reviews of a partnership: forms, answers and their versions, what was submitted, and who may read it. */
export const reviewRoutes = (app: App, house: House): void => {
  answerRoutes(app, house, rememberedSeasons(house))
}
