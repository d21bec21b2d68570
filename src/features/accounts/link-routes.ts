import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { words } from '../../words/index.ts'
import type { House } from '../house.ts'
import { createBackground } from './background.ts'
import { enter } from './enter.ts'
import { sendSignInLink } from './letters.ts'
import { admit, noteLinkUsed } from './limits.ts'
import { type FoundLink, findLink, useLink } from './links.ts'
import { accountOfPerson } from './people.ts'
import { returnPath } from './rules.ts'
import { sayWait } from './say-wait.ts'
import { deadLinkPage, linkPage } from './views/link-page.ts'
import { sentPage, signInPage } from './views/sign-in-page.ts'

const params = Type.Object({ token: Type.String({ maxLength: 200 }) })
const body = Type.Object({ next: Type.Optional(Type.String()) })
const config = { access: 'public' } as const

/**
 * The token stands in the address of these pages. They are kept by no cache, and what is asked for from them names only our origin as its
 * referrer: with no referrer at all browsers send `Origin: null` with the form, which the check of the origin refuses.
 */
const keepQuiet = (reply: FastifyReply): void => {
  reply.header('referrer-policy', 'strict-origin').header('cache-control', 'no-store')
}

/** The page that was wanted, out of a query which mail programs may have added to. */
const nextIn = ({ query }: FastifyRequest): string =>
  returnPath(typeof query === 'object' && query !== null && 'next' in query ? query.next : undefined)

/** A link is shown by GET and used by POST. */
export const linkRoutes = (app: App, house: House, realMs: () => number): void => {
  const inBackground = createBackground(app)

  const unusable = (
    request: FastifyRequest,
    reply: FastifyReply,
    token: string,
    link: FoundLink | null,
    next: string,
  ) => {
    if (link === null || link.held === null) {
      const says = words(request.lang).accounts.signIn.unknownLink
      return sendPage(reply, signInPage(request.frame, { next, kept: null, says }), 404)
    }
    // Somebody presses the link of an old letter while at work here: there is nothing to tell.
    if (request.viewer?.personId === link.person) return reply.redirect(next, 303)
    const state = link.state === 'used' ? 'used' : 'expired'
    return sendPage(reply, deadLinkPage(request.frame, { state, next, action: `/sign-in/link/${token}/new` }), 410)
  }

  app.get('/sign-in/link/:token', { config, schema: { params } }, async (request, reply) => {
    keepQuiet(reply)
    const { token } = request.params
    const next = nextIn(request)
    const link = await findLink(house.db, token, realMs())
    if (link === null || link.held === null || link.state !== 'open') return unusable(request, reply, token, link, next)
    const { name, held } = link
    return sendPage(
      reply,
      linkPage(request.frame, { person: link.person, name, held, next, action: `/sign-in/link/${token}` }),
    )
  })

  app.post('/sign-in/link/:token', { config, schema: { params, body } }, async (request, reply) => {
    keepQuiet(reply)
    const { token } = request.params
    const next = returnPath(request.body.next)
    const now = realMs()
    const link = await findLink(house.db, token, now)
    const person = link?.held == null ? null : await useFor(house, request, token, link, now)
    if (person === null) return unusable(request, reply, token, await findLink(house.db, token, now), next)
    await enter(house, request, reply, person, now)
    return reply.redirect(next, 303)
  })

  app.post('/sign-in/link/:token/new', { config, schema: { params, body } }, async (request, reply) => {
    keepQuiet(reply)
    const { token } = request.params
    const next = returnPath(request.body.next)
    const now = realMs()
    const link = await findLink(house.db, token, now)
    const account = link === null ? null : await accountOfPerson(house.db, link.person)
    if (account === null) return unusable(request, reply, token, null, next)
    const admitted = await admit(house, { kind: 'letter', email: account.email, ip: request.ip }, now)
    if ('waitSeconds' in admitted)
      return sayWait(request, reply, { next, kept: null, ...admitted, email: '', kind: 'letter' })
    inBackground(() => sendSignInLink(house, account, next, now))
    return sendPage(reply, sentPage(request.frame, { next, kept: null, email: null }))
  })
}

/** Uses the link, and notes the address as the account's own; null where another press was quicker. */
const useFor = (house: House, { ip }: FastifyRequest, token: string, { email }: FoundLink, now: number) =>
  house.db.transaction().execute(async tx => {
    const person = await useLink(tx, token, now)
    if (person !== null && email !== null) await noteLinkUsed(tx, house, { email, ip }, now)
    return person
  })
