import type { FastifyContextConfig, FastifySchema, RouteOptions } from 'fastify'
import type { Access } from './viewer.ts'

/** One row of the table of routes, for tests that walk them all. */
export type RouteRow = {
  readonly method: string
  readonly url: string
  readonly access: Access
  readonly schema: FastifySchema | undefined
  readonly config: FastifyContextConfig
}

/** The rows of a route; throws at start when it does not say who may call it. */
export const accessRows = (route: RouteOptions): readonly RouteRow[] => {
  const { config = {} } = route
  const { access } = config
  if (access === undefined) {
    throw new Error(`${String(route.method)} ${route.url} does not say who may call it: give it config.access`)
  }
  if (config.sessionless && access !== 'public') {
    throw new Error(`${String(route.method)} ${route.url} never looks at the session, so it must be public`)
  }
  return [route.method].flat().map(method => ({ method, url: route.url, access, schema: route.schema, config }))
}
