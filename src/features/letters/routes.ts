import type { App } from '../../http/app.ts'
import type { House } from '../house.ts'
import { entryActRoutes } from './entry-act-routes.ts'
import { forecastRoutes } from './forecast-routes.ts'
import { historyRoutes } from './history-routes.ts'
import { muteRoutes } from './mute-routes.ts'
import type { LookAtQueues } from './operations-query.ts'
import { operationsRoutes } from './operations-routes.ts'
import { outboxRoutes } from './outbox-routes.ts'
import { sendNowRoutes } from './send-now-routes.ts'

/** Letters as people see and steer them: what will go, what went, why, and what one may go without. */
export const letterRoutes = (app: App, house: House, look: LookAtQueues): void => {
  forecastRoutes(app, house)
  outboxRoutes(app, house)
  entryActRoutes(app, house)
  sendNowRoutes(app, house)
  historyRoutes(app, house)
  muteRoutes(app, house)
  operationsRoutes(app, house, look, () => Date.now())
}
