import type { App } from '../../http/app.ts'
import type { House } from '../house.ts'
import { linkRoutes } from './link-routes.ts'
import { meRoutes } from './me-routes.ts'
import { peopleRoutes } from './people-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'

/** Signing in and out, one's own page, the people of a school. Sessions, links and limits live by the machine's clock, `realMs`. */
export const accountsRoutes = (app: App, house: House, realMs: () => number = Date.now): void => {
  signInRoutes(app, house, realMs)
  linkRoutes(app, house, realMs)
  meRoutes(app, house, realMs)
  peopleRoutes(app, house, realMs)
}
