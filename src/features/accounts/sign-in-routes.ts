import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { KEPT_FORM_LIMIT, type KeptForm } from '../../http/kept-form.ts'
import { sendPage } from '../../http/layout.ts'
import { openText } from '../../http/sealed-text.ts'
import { words } from '../../words/index.ts'
import type { House } from '../house.ts'
import { createBackground } from './background.ts'
import { enter } from './enter.ts'
import { sendSignInLink } from './letters.ts'
import { admit, noteSuccess } from './limits.ts'
import { passwordMatches } from './passwords.ts'
import { accountOf } from './people.ts'
import { emailOf, passwordLength, returnPath } from './rules.ts'
import { sayWait } from './say-wait.ts'
import { clearSessionCookie, endSession, sessionCookie } from './sessions.ts'
import { keptFormPage } from './views/kept-form-page.ts'
import { type Carried, othersFormPage, sentPage, signedInPage, signInPage } from './views/sign-in-page.ts'

const open = { access: 'public' } as const

/** Lenient on purpose: what does not fit is answered by the page itself, which still carries the kept form. */
const carried = { next: Type.Optional(Type.String()), kept: Type.Optional(Type.String()) }

const carriedOf = ({ next, kept }: { next?: string; kept?: string }): Carried => ({
  next: returnPath(next),
  kept: kept === undefined || kept === '' ? null : kept,
})

/** Signing in and out. `realMs` is the machine's clock, by which sessions, links and limits live. */
export const signInRoutes = (app: App, house: House, realMs: () => number): void => {
  const inBackground = createBackground(app)

  app.get(
    '/sign-in',
    { config: open, schema: { querystring: Type.Object({ next: Type.Optional(Type.String()) }) } },
    async (request, reply) => {
      const next = returnPath(request.query.next)
      if (request.viewer) return reply.redirect(next, 303)
      return sendPage(reply, signInPage(request.frame, { next, kept: null }))
    },
  )

  app.post(
    '/sign-in',
    {
      config: open,
      bodyLimit: KEPT_FORM_LIMIT,
      schema: { body: Type.Object({ email: Type.Optional(Type.String()), ...carried }) },
    },
    async (request, reply) => {
      const carrying = carriedOf(request.body)
      const typed = request.body.email ?? ''
      const email = emailOf(typed)
      if (email === null) {
        const fault = { at: 'link' as const, says: words(request.lang).accounts.emailWrong }
        return sendPage(reply, signInPage(request.frame, { ...carrying, email: typed, fault }), 422)
      }
      const now = realMs()
      const admitted = await admit(house, { kind: 'letter', email, ip: request.ip }, now)
      if ('waitSeconds' in admitted) return sayWait(request, reply, { ...carrying, ...admitted, email, kind: 'letter' })
      inBackground(async () => {
        const account = await accountOf(house.db, email)
        const next = carrying.kept === null ? carrying.next : '/signed-in'
        if (account !== null) await sendSignInLink(house, account, next, now)
      })
      return sendPage(reply, sentPage(request.frame, { ...carrying, email }))
    },
  )

  app.post(
    '/sign-in/password',
    {
      config: open,
      bodyLimit: KEPT_FORM_LIMIT,
      schema: {
        body: Type.Object({
          account: Type.Optional(Type.String()),
          password: Type.Optional(Type.String()),
          ...carried,
        }),
      },
    },
    async (request, reply) => {
      const carrying = carriedOf(request.body)
      const { account: typed = '', password = '' } = request.body
      // A problem's page offers the form again, field by field: the password is none of its business.
      delete request.body.password
      const now = realMs()
      const email = emailOf(typed)
      if (email === null) {
        const fault = { at: 'password' as const, says: words(request.lang).accounts.emailWrong }
        return sendPage(reply, signInPage(request.frame, { ...carrying, email: typed, fault }), 422)
      }
      const admitted = await admit(house, { kind: 'password', email, ip: request.ip }, now)
      if ('waitSeconds' in admitted)
        return sayWait(request, reply, { ...carrying, ...admitted, email: typed, kind: 'password' })
      const account = await accountOf(house.db, email)
      const tried = password.slice(0, passwordLength.most * 2)
      if (!(await passwordMatches(account?.passwordHash ?? null, tried)) || account === null) {
        const fault = { at: 'password' as const, says: words(request.lang).accounts.signIn.wrong }
        return sendPage(reply, signInPage(request.frame, { ...carrying, email: typed, fault }), 401)
      }
      await noteSuccess(house, admitted.id)
      await enter(house, request, reply, account.person, now)
      if (carrying.kept === null) return reply.redirect(carrying.next, 303)
      return giveBack(request, reply, house.secret, account.person, carrying.kept)
    },
  )

  app.get('/signed-in', { config: { access: 'signed-in' } }, async (request, reply) =>
    sendPage(reply, signedInPage(request.frame)),
  )

  // Public, so that the button works whoever the page was printed for; another site cannot press it.
  app.post(
    '/sign-out',
    { config: open, bodyLimit: KEPT_FORM_LIMIT, schema: { body: Type.Object(carried) } },
    async (request, reply) => {
      const id = sessionCookie(request, house.publicUrl)
      if (id !== undefined) await endSession(house.db, id)
      clearSessionCookie(reply, house.publicUrl)
      request.viewer = null
      const carrying = carriedOf(request.body)
      if (carrying.kept === null) return reply.redirect('/sign-in', 303)
      return sendPage(reply, signInPage(request.frame, carrying))
    },
  )
}

/** The form comes back at once to its writer; to anybody else it stays closed. */
const giveBack = (request: FastifyRequest, reply: FastifyReply, secret: string, person: string, kept: string) => {
  const text = openText(secret, person, kept)
  if (text === null) return sendPage(reply, othersFormPage(request.frame, kept), 409)
  return sendPage(reply, keptFormPage(request.frame, JSON.parse(text) as KeptForm))
}
