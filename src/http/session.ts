import type { FastifyRequest } from 'fastify'
import type { Lang } from '../words/index.ts'
import type { App } from './app.ts'
import type { AssetUrls } from './assets.ts'
import { makeFormToken } from './form-token.ts'
import type { FrameDeps } from './frame.ts'
import { LANG_COOKIE } from './language.ts'

/** What `request.at` says on a sessionless route, where nobody asks. */
const EPOCH = '1970-01-01T00:00:00.000Z'

/**
 * Finds out who is there, which language they read, and what their pages are printed with. The frame is printed lazily: an API call
 * needs no navigation.
 */
export const resolveViewers = (app: App, deps: FrameDeps, assets: AssetUrls): void => {
  app.decorateRequest('viewer', null)
  app.decorateRequest('at', EPOCH)
  app.decorateRequest('lang', 'ru')
  app.decorateRequest('frame', {
    getter() {
      return frameOf(this, deps, assets)
    },
  })
  app.addHook('onRequest', async request => {
    request.lang = langOf(request)
    if (request.routeOptions.config.sessionless) return
    const { viewer, at } = await deps.arrive(request, Date.now())
    request.viewer = viewer
    request.at = at
    if (request.viewer) request.lang = request.viewer.lang
  })
}

function frameOf(request: FastifyRequest, deps: FrameDeps, assets: AssetUrls): FastifyRequest['frame'] {
  const { viewer, lang } = request
  const at = Temporal.Instant.from(request.at)
  return {
    viewer,
    lang,
    assets,
    at,
    nav: deps.nav(viewer, lang),
    demo: deps.demo,
    here: request.method === 'GET' ? request.url : '/',
    formToken: viewer && makeFormToken(deps.secret, viewer.personId, at),
  }
}

/** The signed-out reader's language: chosen by the switch, else the browser's, else Russian. */
function langOf(request: FastifyRequest): Lang {
  const chosen = request.cookies[LANG_COOKIE]
  if (chosen === 'ru' || chosen === 'en') return chosen
  const asked = (request.headers['accept-language'] ?? '').toLowerCase()
  const first = asked.match(/\b(ru|en)\b/)?.[1]
  return first === 'en' ? 'en' : 'ru'
}
