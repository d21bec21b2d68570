import type { IncomingMessage, ServerResponse } from 'node:http'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController, type RawServerDefault } from 'fastify'
import { keepApiRules } from './api-rules.ts'
import { assetRoutes } from './asset-routes.ts'
import { assetUrls, loadAssets } from './assets.ts'
import { compressAnswers } from './compression.ts'
import { answerProblems } from './errors.ts'
import { protectRoutes } from './form-protection.ts'
import type { FrameDeps } from './frame.ts'
import { refuseCoercion } from './json-bodies.ts'
import { keptFormRoutes } from './kept-form.ts'
import { languageRoutes } from './language.ts'
import { describeApi, openapiRoute } from './openapi.ts'
import { problemRoutes } from './problem-page.ts'
import { logRequests } from './request-log.ts'
import { accessRows, type RouteRow } from './route-access.ts'
import { securityHeaders } from './security-headers.ts'
import { resolveViewers } from './session.ts'
import { closeSchemas } from './strict-schemas.ts'

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route with who may call it, for tests that walk them all; complete after ready(). */
    routeTable(): readonly RouteRow[]
  }
}

/** Largest body of a form or a JSON call (engineering 16); uploads set their own. */
const BODY_LIMIT = 1024 * 1024

/**
 * The frame of the web app: everything but the features, in this order. Features are added with `mount`, and inherit the session,
 * the protection and the error pages; the clock, the database and the permissions come in through `deps`.
 */
export const buildApp = (deps: FrameDeps): App => {
  const app: App = fastify({
    ...(deps.log ? { loggerInstance: deps.log } : {}),
    // Fastify's own lines hold the URL and the address; ours are in request-log.ts.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: deps.trustProxy ?? false,
    genReqId: deps.newId,
    bodyLimit: BODY_LIMIT,
    ajv: { customOptions: { removeAdditional: false, allErrors: true, coerceTypes: 'array' } },
  }).withTypeProvider<TypeBoxTypeProvider>()

  const routes: RouteRow[] = []
  app.decorate('routeTable', () => routes)
  app.addHook('onRoute', route => {
    keepApiRules(route)
    closeSchemas(route)
    refuseCoercion(route)
    routes.push(...accessRows(route))
  })

  const assets = loadAssets()
  answerProblems(app)
  app.register(helmet, securityHeaders(deps.publicUrl))
  app.register(cookie)
  app.register(formbody, { bodyLimit: BODY_LIMIT })
  describeApi(app, deps.publicUrl)
  mountHooks(app, scope => {
    logRequests(scope)
    resolveViewers(scope, deps, assetUrls(assets))
    protectRoutes(scope, deps)
    compressAnswers(scope)
  })
  mount(app, scope => {
    assetRoutes(scope, assets)
    openapiRoute(scope)
    languageRoutes(scope, deps)
    keptFormRoutes(scope, deps)
    problemRoutes(scope)
  })
  return app
}

/** Adds a feature's routes in a scope of their own: what it hooks in there stays there. */
export const mount = (app: App, routes: (scope: App) => void | Promise<void>): void => {
  app.register(async scope => routes(scope as App))
}

/** Adds hooks that hold for all routes declared later; the symbol is Fastify's way to say "no scope of its own". */
function mountHooks(app: App, hooks: (scope: App) => void): void {
  const plugin = async (scope: FastifyInstance): Promise<void> => hooks(scope as App)
  app.register(Object.assign(plugin, { [Symbol.for('skip-override')]: true }))
}
