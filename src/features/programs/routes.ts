import type { App } from '../../http/app.ts'
import type { House } from '../house.ts'
import { meApiRoutes } from './me-api-routes.ts'
import { referenceRoutes } from './reference-routes.ts'
import { type SignedInLately, tokenRoutes } from './token-routes.ts'

/** What programs need: tokens, who they are, and a page that describes the API. Tokens live by the machine's clock, `realMs`. */
export const programsRoutes = (
  app: App,
  house: House,
  lately: SignedInLately,
  realMs: () => number = Date.now,
): void => {
  tokenRoutes(app, house, lately, realMs)
  meApiRoutes(app)
  referenceRoutes(app)
}
