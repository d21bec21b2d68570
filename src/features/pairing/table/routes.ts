import type { App } from '../../../http/app.ts'
import type { House } from '../../house.ts'
import { tableActRoutes } from './act-routes.ts'
import { tablePageRoutes } from './page-routes.ts'
import { openWorks } from './work.ts'

/** The table on which a season's pairs are proposed, bent and published. */
export const pairingRoutes = (app: App, house: House): void => {
  // Whether a run is still worked at is judged by the machine's own clock, whatever the program's clock shows.
  const realMs = () => Date.now()
  const works = openWorks(house, realMs, error =>
    app.log.error({ name: error instanceof Error ? error.name : '' }, 'solver'),
  )
  app.addHook('onClose', works.stop)
  tablePageRoutes(app, house, realMs)
  tableActRoutes(app, house, works, realMs)
}
