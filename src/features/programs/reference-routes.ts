import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import type { ApiDocument } from './api-document.ts'
import { referencePage } from './views/reference-page.ts'

/** /api: the document of the API as a page. */
export const referenceRoutes = (app: App): void => {
  app.get('/api', { config: { access: 'public' } }, async (request, reply) =>
    sendPage(reply, referencePage(request.frame, app.swagger() as unknown as ApiDocument)),
  )
}
