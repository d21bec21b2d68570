import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import type { House } from '../house.ts'
import { expiryOf, longestName } from './rules.ts'
import { endToken, isTheirs, makeToken } from './token-commands.ts'
import { thingOf, tokenForm } from './token-form.ts'
import { choicesOf, tokensOf } from './token-queries.ts'
import { type TokensPage, tokensPage } from './views/tokens-page.ts'

const config = { access: 'signed-in' } as const
const path = '/me/programs'

/** What the accounts know of a session: whether it began lately enough to make what outlives it. */
export type SignedInLately = (request: FastifyRequest) => Promise<boolean>

/** /me/programs: the tokens of a person's programs. They are made by people in a browser, never by a program. */
export const tokenRoutes = (app: App, house: House, lately: SignedInLately, realMs: () => number): void => {
  const { db } = house

  const show = async (request: FastifyRequest, reply: FastifyReply, more: Partial<TokensPage> = {}, status = 200) => {
    const person = request.viewer?.personId ?? ''
    const [tokens, choices, fresh] = await Promise.all([tokensOf(db, person), choicesOf(db, person), lately(request)])
    const now = Temporal.Instant.fromEpochMilliseconds(realMs())
    const it = { tokens, choices, fresh, now, once: house.newId(), ...more }
    return sendPage(reply.header('cache-control', 'no-store'), tokensPage(request.frame, it), status)
  }

  app.get(
    path,
    { config, schema: { querystring: Type.Object({ done: Type.Optional(Type.Literal('ended')) }) } },
    async (request, reply) => show(request, reply, request.query.done === undefined ? {} : { ended: true }),
  )

  app.post(path, { config, schema: { body: tokenForm } }, async (request, reply) => {
    const person = request.viewer?.personId ?? ''
    const { name, access, days, once } = request.body
    const said = words(request.lang).programs.faults
    if (!(await lately(request))) return show(request, reply, { typed: request.body }, 403)
    const thing = thingOf(request.body)
    const known = thing === null || (thing !== 'none' && (await isTheirs(house, person, thing)))
    const faults = {
      ...(name.trim() === '' ? { name: said.name } : {}),
      ...(name.trim().length > longestName ? { name: said.long(longestName) } : {}),
      ...(known ? {} : { [request.body.only === 'address' ? 'address' : 'only']: said.unknown }),
    }
    if (Object.keys(faults).length > 0 || thing === 'none')
      return show(request, reply, { faults, typed: request.body }, 422)
    const now = realMs()
    const wish = { person, name: name.trim(), access, only: thing, formKey: once, expiresMs: expiryOf(days, now) }
    const made = await makeToken(house, wish, now)
    if ('refused' in made) return show(request, reply, { refused: made.refused }, 409)
    await tell(request, house, wish.name)
    return show(request, reply, { made: made.token })
  })

  app.post(
    `${path}/:token/end`,
    { config, schema: { params: Type.Object({ token: Type.String({ format: 'uuid' }) }) } },
    async (request, reply) => {
      const ended = await endToken(house, request.viewer?.personId ?? '', request.params.token)
      if (!ended) return throwProblem(problem('not-found'))
      return reply.redirect(`${path}?done=ended`, 303)
    },
  )
}

/** A letter to the person, so that a token that somebody else made does not go unseen. It does not hold up the token. */
const tell = async (request: FastifyRequest, house: House, name: string): Promise<void> => {
  const said = words(request.lang).programs.letter
  const row = await house.db
    .selectFrom('person')
    .select('email')
    .where('id', '=', request.viewer?.personId ?? '')
    .executeTakeFirst()
  if (row?.email == null) return
  try {
    await house.mail({ to: row.email, subject: said.subject, text: said.text(name, `${house.publicUrl}${path}`) })
  } catch {
    request.log.error({ person: request.viewer?.personId }, 'the letter about a token was not handed over')
  }
}
