import fastify from 'fastify'
import { healthRoutes } from '../http/health.ts'
import { listen } from './listen.ts'
import type { StartPart } from './part.ts'

/** A web of /live and /health alone. */
export const startBareWeb: StartPart = async ({ settings, checks }) => {
  const app = fastify()
  healthRoutes(app, checks)
  const { host, port } = settings
  const { url, stop } = await listen(app, { host, port, remedy: 'PORT and HOST choose another.' })
  return { name: 'web', url, stop }
}
