import type { App } from '../../http/app.ts'
import type { House } from '../house.ts'
import { meetingActRoutes } from './act-routes.ts'
import { minutesRoutes } from './minutes-routes.ts'
import { pageRoutes } from './page-routes.ts'
import { questionRoutes } from './question-routes.ts'
import type { FindDocument } from './thread-query.ts'

/** The meeting of a partnership: its time, its minutes, its calendar file; and the threads of questions about documents. */
export const meetingRoutes = (app: App, house: House, findDocument: FindDocument): void => {
  pageRoutes(app, house)
  meetingActRoutes(app, house)
  minutesRoutes(app, house)
  questionRoutes(app, house, findDocument)
}
