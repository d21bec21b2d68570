import { type TProperties, Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { Transaction } from '../../db/pool.ts'
import type { App } from '../../http/app.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { letterRules } from '../../letters/rules-of.ts'
import { words } from '../../words/index.ts'
import type { Scope } from '../access/scope.ts'
import { scopeOf } from '../access/scope.ts'
import { reasonText } from '../act.ts'
import { callKey, personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { doOnce, onceOf } from '../once.ts'
import { type Changed, cancel, type Refused, retry, type Target } from './entry-commands.ts'
import { hoursOf } from './forecast-query.ts'
import { uuid } from './json.ts'

const config = { access: { action: 'letters.manage', object: 'territory' } }
const entry = Type.Integer({ minimum: 1, maximum: 2 ** 53 })
const answer = Type.Object({ entries: Type.Integer({ description: 'How many entries of the ledger were changed' }) })

type Fields = Readonly<Record<string, unknown>>

type EntryAct = {
  readonly path: string
  readonly params: TProperties
  readonly summary: string
  readonly body: TProperties
  readonly next: (params: Fields) => string
  readonly run: (tx: Transaction, scope: Scope, request: FastifyRequest, fields: Fields) => Promise<Changed | Refused>
}

const targetIn = ({ params }: FastifyRequest): Target => {
  const { letter, entry: id } = params as { letter?: string; entry?: number }
  return letter === undefined ? { entry: Number(id) } : { letter }
}

const actsOf = (house: House): EntryAct[] => {
  const doRetry: EntryAct['run'] = (tx, scope, request) =>
    retry(tx, scope, targetIn(request), letterRules(hoursOf(house)), { person: personOf(request), at: request.at })
  const doCancel: EntryAct['run'] = (tx, scope, request, { reason }) =>
    cancel(tx, scope, targetIn(request), String(reason), { person: personOf(request), at: request.at })
  const ofLetter = { params: { letter: uuid }, next: ({ letter }: Fields) => `/letters/${letter}` }
  const ofEntry = { params: { entry }, next: () => '/letters/forecast' }
  const reason = { reason: reasonText }
  return [
    {
      ...ofLetter,
      path: '/letters/:letter/retry',
      summary: 'Send once more what failed of a letter',
      body: {},
      run: doRetry,
    },
    {
      ...ofLetter,
      path: '/letters/:letter/cancel',
      summary: 'Do not send what is still due of a letter',
      body: reason,
      run: doCancel,
    },
    {
      ...ofEntry,
      path: '/letters/entries/:entry/retry',
      summary: 'Send once more an entry that failed',
      body: {},
      run: doRetry,
    },
    {
      ...ofEntry,
      path: '/letters/entries/:entry/cancel',
      summary: 'Do not send an entry that is due',
      body: reason,
      run: doCancel,
    },
  ]
}

/** Trying a letter again and cancelling it (engineering 20), whole or entry by entry: plain forms and their twins. */
export const entryActRoutes = (app: App, house: House): void => {
  for (const { path, params, summary, body, next, run } of actsOf(house)) {
    const act = async (request: FastifyRequest, fields: Fields, key: string): Promise<Changed['done']> => {
      const person = personOf(request)
      const scope = await scopeOf(house.db, person)
      const outcome = await house.db
        .transaction()
        .execute(tx => doOnce(tx, person, onceOf(request, key, fields), () => run(tx, scope, request, fields)))
      if ('keyReused' in outcome) return throwProblem(problem('key-reused'))
      if ('done' in outcome) return outcome.done
      const { refused } = outcome
      if (refused === 'absent') return throwProblem(problem('not-found'))
      const says = words(request.lang).letterPages.refusals[refused]
      return throwProblem(problem('conflict', { reason: { code: refused, says } }))
    }

    app.post(
      path,
      {
        config,
        schema: {
          params: Type.Object(params),
          body: Type.Object({ ...body, once: Type.String({ minLength: 8, maxLength: 200 }) }),
        },
      },
      async (request, reply) => {
        const { once, ...fields } = request.body as Fields & { once: string }
        await act(request, fields, once)
        return reply.redirect(next(request.params as Fields), 303)
      },
    )
    app.post(
      `/api${path}`,
      {
        config,
        schema: {
          summary,
          params: Type.Object(params),
          headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })) }),
          body: Type.Object(body),
          response: { 200: answer },
        },
      },
      async request => act(request, request.body as Fields, callKey(request)),
    )
  }
}
