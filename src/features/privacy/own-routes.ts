import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { callKey, personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { keyHeader, once, onceField } from './asking.ts'
import { exportOf } from './export.ts'
import { knownPeople, wishErasure } from './people.ts'
import { asFile } from './people-routes.ts'
import { policyPage } from './views/policy-page.ts'

const wish = Type.Union([Type.Literal('ask'), Type.Literal('withdraw')])

/** The policy, taking one's own data along, and asking for their erasure. */
export const ownRoutes = (app: App, house: House): void => {
  const { db } = house
  const access = 'signed-in'

  app.get('/privacy', { config: { access: 'public' } }, async (request, reply) => {
    const [own] = request.viewer === null ? [] : await knownPeople(db, { id: personOf(request) })
    return sendPage(reply, policyPage(request.frame, own ?? null, house.newId))
  })

  app.get('/me/export', { config: { access } }, async (request, reply) => asFile(house, reply, personOf(request)))

  app.get(
    '/api/me/export',
    {
      config: { access },
      schema: {
        summary: 'Everything that is kept about the caller, by table',
        response: { 200: Type.Object({}, { additionalProperties: true }) },
      },
    },
    async request => exportOf(db, personOf(request)),
  )

  const wished = (request: FastifyRequest<{ Body: { wish: 'ask' | 'withdraw' } }>, key: string) => {
    const { wish: what } = request.body
    return once(house, request, key, { wish: what }, tx => wishErasure(tx, personOf(request), what, request.at))
  }

  app.post(
    '/me/erasure',
    { config: { access }, schema: { body: Type.Object({ wish, once: onceField }) } },
    async (request, reply) => {
      await wished(request, request.body.once)
      return reply.redirect('/privacy#rights', 303)
    },
  )

  app.post(
    '/api/me/erasure',
    {
      config: { access },
      schema: {
        summary: 'Asks that the caller’s own data be erased, or takes that back',
        headers: keyHeader,
        body: Type.Object({ wish }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await wished(request, callKey(request))
      return reply.code(204).send(null)
    },
  )
}
