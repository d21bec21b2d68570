import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyBaseLogger, FastifyInstance, FastifyTypeProvider, RawServerDefault } from 'fastify'

/** How long requests that were begun may take once we stop, in milliseconds. */
const FINISHING = 3_000

/**
 * Lets the app listen and returns where, with the way to stop: no new connections, requests that were begun are
 * finished within 3 s, then cut. Throws a sentence when the address cannot be had; `remedy` is its end. Call it before the
 * app is ready.
 */
export async function listen<Provider extends FastifyTypeProvider>(
  app: FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, Provider>,
  { host, port, remedy }: { host: string; port: number; remedy: string },
): Promise<{ url: string; stop(): Promise<void> }> {
  const busy = new Set<Socket>()
  let whenIdle: (() => void) | undefined
  app.addHook('onRequest', async (request, reply) => {
    const { socket } = request.raw
    busy.add(socket)
    reply.raw.once('close', () => {
      busy.delete(socket)
      // Kept alive, it would keep the server, which has already closed those that were idle.
      if (whenIdle !== undefined) socket.end()
      if (busy.size === 0) whenIdle?.()
    })
  })
  try {
    await app.listen({ host, port })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw new Error(`Cannot listen on port ${port} of ${host} (${code}). ${remedy}`)
  }
  const address = app.server.address()
  const taken = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    async stop() {
      const timer = setTimeout(() => {
        for (const socket of busy) socket.destroy()
        // Those that never sent a whole request.
        app.server.closeAllConnections()
      }, FINISHING)
      // Fastify waits for the first of two loopback listeners only.
      const idle = new Promise<void>(resolve => {
        whenIdle = resolve
        if (busy.size === 0) resolve()
      })
      await app.close()
      await idle
      clearTimeout(timer)
    },
  }
}
