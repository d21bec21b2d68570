import { Type } from '@fastify/type-provider-typebox'
import type { App } from './app.ts'
import type { Asset } from './assets.ts'
import { acceptedEncoding } from './compression.ts'
import { problem, throwProblem } from './problems.ts'

const YEAR = 'public, max-age=31536000, immutable'

/** GET /assets/<hash>/<name>: the same for everybody, compressed once at start. */
export const assetRoutes = (app: App, assets: ReadonlyMap<string, Asset>): void => {
  app.get(
    '/assets/:hash/:name',
    {
      config: { access: 'public', sessionless: true },
      schema: { params: Type.Object({ hash: Type.String(), name: Type.String() }) },
    },
    async (request, reply) => {
      const asset = assets.get(request.params.name) ?? throwProblem(problem('not-found'))
      // While a new version is being rolled out, a page of the old one may ask here: it gets the file, but keeps it for no longer.
      reply.header('cache-control', asset.hash === request.params.hash ? YEAR : 'no-cache').type(asset.type)
      const encoding = acceptedEncoding(request.headers['accept-encoding'])
      const packed = encoding && asset[encoding]
      if (asset.gzip) reply.header('vary', 'accept-encoding')
      return packed ? reply.header('content-encoding', encoding).send(packed) : reply.send(asset.plain)
    },
  )
}
