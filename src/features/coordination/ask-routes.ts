import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { Action } from '../../../workflows/permissions.ts'
import type { Transaction } from '../../db/pool.ts'
import { hasTag } from '../../engine/step.ts'
import type { App } from '../../http/app.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import { openPartnership } from '../access/open.ts'
import { reasonText } from '../act.ts'
import { callKey } from '../caller.ts'
import type { House } from '../house.ts'
import { doOnce, onceOf } from '../once.ts'
import { uuid } from './json.ts'
import { managePath } from './manage-routes.ts'
import { askAnew, setAside } from './repair-requests.ts'

const params = Type.Object({ root: uuid })
const once = Type.String({ minLength: 8, maxLength: 200 })
const done = Type.Object({ done: Type.Boolean() })
const headers = Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })) })

type Doing = typeof askAnew

/** A request for new partners by who covers one school, and its answer by who covers all (rules 10). Neither is an event of the partnership. */
export const askRoutes = (app: App, house: House): void => {
  const route = (path: string, action: Action, summary: string, doing: Doing, refused: 'asked' | 'notAsked') => {
    const access = { action, object: 'partnership' }

    const run = async (request: FastifyRequest, root: string, body: { readonly reason: string }, key: string) => {
      const { at, lang, viewer } = request
      const person = viewer?.personId ?? ''
      const opened = await openPartnership(house, person, root, at)
      if (opened.may(action, null) === null) return throwProblem(problem('forbidden'))
      const own = opened.view.get('')
      const said = words(lang)
      if (own === undefined || !hasTag(house.workflow, own, 'open'))
        return throwProblem(problem('not-now', { missing: [{ code: 'closed', says: said.acts.closed }] }))
      const attempt = (tx: Transaction) => async () =>
        (await doing(tx, house, { root, person, at, reason: body.reason }))
          ? { done: { done: true } }
          : { refused: true as const }
      const outcome = await house.db
        .transaction()
        .execute(tx => doOnce(tx, person, onceOf(request, key, body), attempt(tx)))
      if ('done' in outcome) return outcome.done
      if ('keyReused' in outcome) return throwProblem(problem('key-reused'))
      const says = said.coordination.manage[refused]
      return throwProblem(problem('conflict', { reason: { code: refused, says } }))
    }

    app.post(
      path,
      { config: { access }, schema: { params, body: Type.Object({ reason: reasonText, once }) } },
      async (request, reply) => {
        const { once: key, ...body } = request.body
        await run(request, request.params.root, body, key)
        return reply.redirect(managePath(request.params.root), 303)
      },
    )

    app.post(
      `/api${path}`,
      {
        config: { access, refuses: ['conflict'] },
        schema: { summary, params, headers, body: Type.Object({ reason: reasonText }), response: { 200: done } },
      },
      async request => {
        return run(request, request.params.root, request.body, callKey(request))
      },
    )
  }

  const path = '/partnerships/:root/ask-anew'
  route(path, 'partnership.askAnew', 'Asks whoever covers all schools for new partners', askAnew, 'asked')
  const answering = 'Sets the request for new partners aside, with a reason'
  route(`${path}/set-aside`, 'partnership.dissolve', answering, setAside, 'notAsked')
}
