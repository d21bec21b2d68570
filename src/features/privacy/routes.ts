import type { App } from '../../http/app.ts'
import type { House } from '../house.ts'
import { ownRoutes } from './own-routes.ts'
import { type ForgetLetters, peopleRoutes } from './people-routes.ts'
import { roomRoutes } from './room-routes.ts'

/** What is kept about people and how it is taken out: files, texts, persons (rules 24). */
export const privacyRoutes = (app: App, house: House, forgetLetters: ForgetLetters): void => {
  ownRoutes(app, house)
  peopleRoutes(app, house, forgetLetters)
  roomRoutes(app, house)
}
