import type { App } from '../../http/app.ts'
import type { House } from '../house.ts'
import type { ReadProgrammes } from './documents.ts'
import { lineRoutes } from './line-routes.ts'
import { listRoutes } from './list-routes.ts'
import { versionRoutes } from './version-routes.ts'

/** The recommendations of a partnership: the list of each assignment, its sending, and what its receiver says to it (rules 19). */
export const recommendationRoutes = (app: App, house: House, readProgrammes: ReadProgrammes): void => {
  listRoutes(app, house, readProgrammes)
  lineRoutes(app, house, readProgrammes)
  versionRoutes(app, house, readProgrammes)
}
