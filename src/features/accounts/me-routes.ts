import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import type { House } from '../house.ts'
import { isZone } from '../zone-choices.ts'
import { createBackground } from './background.ts'
import { passwordLetter, sendSignInLink } from './letters.ts'
import { admit, noteSuccess } from './limits.ts'
import { saveAbout, sayOwnAddressWorks, setPassword } from './me-commands.ts'
import { type Me, readMe } from './me-queries.ts'
import { hashPassword, passwordMatches } from './passwords.ts'
import { emailOf, passwordFault, passwordLength } from './rules.ts'
import { clearSessionCookie, endSessions, sessionCookie } from './sessions.ts'
import { type Done, type MeFaults, mePage, type Typed } from './views/me-page.ts'
import { sentPage } from './views/sign-in-page.ts'

const config = { access: 'signed-in' } as const
const done = Type.Union([
  Type.Literal('saved'),
  Type.Literal('passwordSet'),
  Type.Literal('passwordRemoved'),
  Type.Literal('left'),
  Type.Literal('addressWorks'),
])
const text = Type.Optional(Type.String())

type Here = { person: string; session: string }

/** A person's own page: it is for people in a browser, a program's token has no sessions and no password. */
const hereOf = (request: FastifyRequest, publicUrl: string): Here => {
  const session = sessionCookie(request, publicUrl)
  if (request.viewer?.via !== 'session' || session === undefined) return throwProblem(problem('forbidden'))
  return { person: request.viewer.personId, session }
}

/** /me: name, telephone, language, zone; password; where one is signed in. */
export const meRoutes = (app: App, house: House, realMs: () => number): void => {
  const { db, publicUrl } = house
  const inBackground = createBackground(app)

  const show = (
    request: FastifyRequest,
    reply: FastifyReply,
    me: Me,
    more: { faults?: MeFaults; typed?: Typed; done?: Done } = {},
    status = more.faults === undefined ? 200 : 422,
  ) => {
    const now = Temporal.Instant.fromEpochMilliseconds(realMs())
    return sendPage(reply, mePage(request.frame, { me, now, ...more }), status)
  }
  const read = ({ person, session }: Here) => readMe(db, person, session, realMs())

  app.get(
    '/me',
    { config, schema: { querystring: Type.Object({ done: Type.Optional(done) }) } },
    async (request, reply) => {
      const me = await read(hereOf(request, publicUrl))
      return show(request, reply, me, request.query.done === undefined ? {} : { done: request.query.done })
    },
  )

  app.post(
    '/me',
    {
      config,
      schema: {
        body: Type.Object({
          name: Type.String({ maxLength: 200 }),
          phone: Type.String({ maxLength: 50 }),
          email: Type.Optional(Type.String({ maxLength: 254 })),
          lang: Type.Union([Type.Literal('ru'), Type.Literal('en')]),
          zone: Type.String({ maxLength: 64 }),
        }),
      },
    },
    async (request, reply) => {
      const me = await read(hereOf(request, publicUrl))
      const { name, phone, lang, zone, email } = request.body
      const typed = { name, phone, email: email ?? '' }
      const said = words(request.lang).accounts
      const first = me.email === null && email !== undefined ? emailOf(email) : null
      const faults = {
        ...(name.trim() === '' ? { name: said.nameNeeded } : {}),
        ...(/^[\d\s()+.-]*$/.test(phone) ? {} : { phone: said.me.phoneWrong }),
        ...(isZone(zone) ? {} : { zone: said.me.zoneWrong }),
        ...(me.email === null && first === null ? { email: said.emailWrong } : {}),
      }
      if (Object.keys(faults).length > 0) return show(request, reply, me, { faults, typed })
      const about = { name: name.trim(), phone: phone.trim() || null, lang, zone }
      if (!(await saveAbout(house, me.person, about, first, request.at)))
        return show(request, reply, me, { faults: { email: said.me.emailTaken }, typed })
      return reply.redirect('/me?done=saved', 303)
    },
  )

  /** Whether the password may be changed here and now: after a recent sign-in, or with the present one, whose guesses are counted. */
  const proven = async (request: FastifyRequest, me: Me, current: string) => {
    if (me.fresh) return 'yes' as const
    const attempt = { kind: 'password' as const, email: me.email ?? me.person, ip: request.ip }
    const admitted = await admit(house, attempt, realMs())
    if ('waitSeconds' in admitted) return admitted
    if (!(await passwordMatches(me.passwordHash, current))) return 'no' as const
    await noteSuccess(house, admitted.id)
    return 'yes' as const
  }

  app.post(
    '/me/password',
    { config, schema: { body: Type.Object({ act: Type.String(), presentPassword: text, password: text }) } },
    async (request, reply) => {
      const here = hereOf(request, publicUrl)
      const { act, presentPassword = '', password = '' } = request.body
      // A problem's page offers the form again, field by field: passwords are none of its business.
      delete request.body.presentPassword
      delete request.body.password
      const me = await read(here)
      const said = words(request.lang).accounts.me.faults
      const fault = act === 'remove' ? null : passwordFault(password, me.email)
      if (fault !== null) {
        const says = {
          short: said.short(passwordLength.least),
          long: said.long(passwordLength.most),
          plain: said.plain,
        }
        return show(request, reply, me, { faults: { password: says[fault] } })
      }
      const allowed = await proven(request, me, presentPassword)
      if (allowed === 'no') return show(request, reply, me, { faults: { presentPassword: said.current } })
      if (typeof allowed === 'object') {
        const { waitSeconds } = allowed
        const says = words(request.lang).accounts.signIn.wait(Math.ceil(waitSeconds / 60))
        return show(
          request,
          reply.header('retry-after', String(waitSeconds)),
          me,
          { faults: { presentPassword: says } },
          429,
        )
      }
      await setPassword(db, here.person, act === 'remove' ? null : await hashPassword(password), here.session, realMs())
      const what = act === 'remove' ? 'removed' : 'set'
      const { email, lang } = me
      if (email !== null) inBackground(() => house.mail(passwordLetter(house, { email, lang }, what)))
      return reply.redirect(`/me?done=${what === 'set' ? 'passwordSet' : 'passwordRemoved'}`, 303)
    },
  )

  app.post('/me/address-works', { config }, async (request, reply) => {
    await sayOwnAddressWorks(db, hereOf(request, publicUrl).person, request.at)
    return reply.redirect('/me?done=addressWorks', 303)
  })

  app.post('/me/link', { config }, async (request, reply) => {
    const { person, lang, email } = await read(hereOf(request, publicUrl))
    if (email === null) return throwProblem(problem('forbidden'))
    const admitted = await admit(house, { kind: 'letter', email, ip: request.ip }, realMs())
    if ('waitSeconds' in admitted) return throwProblem(problem('too-many', { retryAfterSeconds: admitted.waitSeconds }))
    inBackground(() => sendSignInLink(house, { person, email, lang }, '/me', realMs()))
    return sendPage(reply, sentPage(request.frame, { next: '/me', kept: null, email: null }))
  })

  app.post('/me/sign-out-elsewhere', { config }, async (request, reply) => {
    const { person, session } = hereOf(request, publicUrl)
    await endSessions(db, person, session)
    return reply.redirect('/me?done=left', 303)
  })

  app.post('/me/sign-out-everywhere', { config }, async (request, reply) => {
    await endSessions(db, hereOf(request, publicUrl).person)
    clearSessionCookie(reply, publicUrl)
    return reply.redirect('/sign-in', 303)
  })
}
