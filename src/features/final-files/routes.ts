import { type App, mount } from '../../http/app.ts'
import { acceptUploads } from '../../http/uploads.ts'
import type { House } from '../house.ts'
import { fileActRoutes } from './act-routes.ts'
import { archiveRoutes } from './archive-routes.ts'
import { attachmentRoutes } from './attachment-routes.ts'
import { curatorRoutes } from './curator-routes.ts'
import { filePageRoutes } from './page-routes.ts'
import { proofRoutes } from './proof-routes.ts'
import type { Readers } from './readers.ts'

/** The final files: what they hold, their placing in IS MEDK, the curator's verdict, and the archive of it all. */
export const finalFileRoutes = (app: App, house: House, readers: Readers): void => {
  mount(app, scope => {
    acceptUploads(scope, { fileBytes: house.files.maxBytes, files: 1 })
    filePageRoutes(scope, house, readers)
    proofRoutes(scope, house, readers)
    attachmentRoutes(scope, house, readers)
    fileActRoutes(scope, house, readers)
    archiveRoutes(scope, house, readers)
    curatorRoutes(scope, house)
  })
}
