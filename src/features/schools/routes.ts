import type { App } from '../../http/app.ts'
import type { House } from '../house.ts'
import { schoolApiRoutes } from './api-routes.ts'
import { schoolPageRoutes } from './page-routes.ts'

/** The record of a school (rules 15, 23): to read, to edit, and its JSON twin. */
export const schoolsRoutes = (app: App, house: House): void => {
  schoolPageRoutes(app, house)
  schoolApiRoutes(app, house)
}
