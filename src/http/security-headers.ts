import type { FastifyHelmetOptions } from '@fastify/helmet'

/** The headers of every answer (engineering 17): only our own files run or load, nothing inline, nobody frames us. */
export const securityHeaders = (publicUrl: string): FastifyHelmetOptions => {
  const https = publicUrl.startsWith('https:')
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        frameSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: https,
    // Not helmet's no-referrer: with it browsers send `Origin: null` with our own forms, and the check of the origin would refuse them.
    referrerPolicy: { policy: 'same-origin' },
    // A school's network is plain http, where these only print warnings into the console.
    crossOriginOpenerPolicy: https,
    originAgentCluster: https,
  }
}
