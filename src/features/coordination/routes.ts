import type { App } from '../../http/app.ts'
import type { House } from '../house.ts'
import type { SuggestRepairs } from '../repairs.ts'
import { askRoutes } from './ask-routes.ts'
import { manageRoutes } from './manage-routes.ts'
import { pairingRoutes } from './pairing-routes.ts'
import { seasonRoutes } from './season-routes.ts'
import { territoryRoutes } from './territory-routes.ts'

/** What coordinators see and decide: their territory, single partnerships, pairing by hand, the season as a whole. */
export const coordinationRoutes = (app: App, house: House, suggest: SuggestRepairs): void => {
  territoryRoutes(app, house)
  manageRoutes(app, house, suggest)
  askRoutes(app, house)
  pairingRoutes(app, house)
  seasonRoutes(app, house)
}
