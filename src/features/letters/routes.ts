import type { App } from '../../http/app.ts'
import type { House } from '../house.ts'
import { entryActRoutes } from './entry-act-routes.ts'
import { forecastRoutes } from './forecast-routes.ts'
import { outboxRoutes } from './outbox-routes.ts'

/** Letters as people see and steer them: what will go, what went, why, and what one may go without. */
export const letterRoutes = (app: App, house: House): void => {
  forecastRoutes(app, house)
  outboxRoutes(app, house)
  entryActRoutes(app, house)
}
