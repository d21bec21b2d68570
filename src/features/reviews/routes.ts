import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { App } from '../../http/app.ts'
import { seasonOf } from '../access/open.ts'
import type { House } from '../house.ts'
import { answerRoutes } from './answer-routes.ts'
import { choiceRoutes } from './choice-routes.ts'
import { formRoutes } from './form-routes.ts'
import { reviewPageRoutes } from './review-routes.ts'
import type { SeasonOf } from './save-answer.ts'
import { versionRoutes } from './version-routes.ts'

/** A cycle keeps its definition for ever: it is looked up once, not with every word that is typed. */
const rememberedSeasons = ({ seasons }: House): SeasonOf => {
  const known = new Map<string, SeasonDefinition>()
  return async (tx, cycle) => {
    const season = known.get(cycle) ?? (await seasonOf(tx, seasons, cycle))
    known.set(cycle, season)
    return season
  }
}

/** The reviews of a partnership: forms, answers and their versions, what was submitted, and who may read it. */
export const reviewRoutes = (app: App, house: House): void => {
  const seasonOf = rememberedSeasons(house)
  reviewPageRoutes(app, house)
  formRoutes(app, house, seasonOf)
  answerRoutes(app, house, seasonOf)
  versionRoutes(app, house, seasonOf)
  choiceRoutes(app, house)
}
