import { type App, mount } from '../../http/app.ts'
import { acceptUploads } from '../../http/uploads.ts'
import type { House } from '../house.ts'
import { packageActRoutes } from './act-routes.ts'
import { packageApiRoutes } from './api-routes.ts'
import { documentRoutes } from './document-routes.ts'
import { pageRoutes } from './page-routes.ts'
import { uploadRoutes } from './upload-routes.ts'

/** The package of a seat: what a school puts together, sends and replaces, and what its reviewer reads. */
export const packagesRoutes = (app: App, house: House): void => {
  mount(app, scope => {
    acceptUploads(scope, { fileBytes: house.files.maxBytes, files: 1 })
    pageRoutes(scope, house)
    packageActRoutes(scope, house)
    uploadRoutes(scope, house)
    packageApiRoutes(scope, house)
    documentRoutes(scope, house)
  })
}
