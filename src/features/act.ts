import { createHash } from 'node:crypto'
import { type TProperties, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Act } from '../../workflows/stale-after.ts'
import type { Command, Refusal } from '../engine/dispatch.ts'
import type { Receipt } from '../engine/receipt.ts'
import type { App } from '../http/app.ts'
import { problem, type Reason, throwProblem } from '../http/problems.ts'
import { words } from '../words/index.ts'
import { clockTime } from '../words/time.ts'
import { actSummaries } from './act-summaries.ts'
import { baseOf, callKey } from './caller.ts'
import type { House } from './house.ts'

/** Whole path parameters of a partnership's things, as text. */
export type ActParams = Readonly<Record<string, string>>

type Prepared = Pick<Command, 'key' | 'texts'> & { event?: Readonly<Record<string, unknown>> }

/**
 * One act of a person as two routes: a plain form's POST at `path`, which leads on to `next`, and its JSON twin under /api, which answers
 * with the receipt. Both end in the one door.
 */
export type ActRoute = {
  readonly act: Act
  /** Begins with /partnerships/:root or /cycles/:root. */
  readonly path: string
  /** Further fields of the body: the event's own, and `reason` or `behalf` where a text goes with it. */
  readonly body?: TProperties
  /** A promise where something has to be made ready before the act. It comes before the one door and decides on its own who may. */
  readonly command: (
    params: ActParams,
    body: Readonly<Record<string, unknown>>,
    request: FastifyRequest,
  ) => Prepared | Promise<Prepared>
  readonly next: (params: ActParams) => string
  /** Where the plain form asks in other fields than its twin. */
  readonly form?: ActForm
  /** What the codes in the facts' `missing` are called, with a way to each. */
  readonly missing?: (
    request: FastifyRequest,
    params: ActParams,
    codes: readonly string[],
  ) => Promise<readonly Reason[]>
}

/**
 * The fields of a plain form, and how they become the body of its JSON twin; null where `read` has answered by itself: with the form printed
 * again and what is wrong in it, say. It comes before the one door and decides on its own who may know what.
 */
export type ActForm = {
  readonly fields: TProperties
  readonly read: (
    request: FastifyRequest,
    reply: FastifyReply,
    form: Readonly<Record<string, unknown>> & { readonly seen: number; readonly once: string },
  ) => Promise<Readonly<Record<string, unknown>> | null>
}

const paramsOf = (path: string): TProperties =>
  Object.fromEntries(
    [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => [
      name,
      name === 'root' ? Type.String({ format: 'uuid' }) : Type.String({ pattern: '^[0-9]{1,3}$' }),
    ]),
  )

const receiptSchema = Type.Object({
  root: Type.String(),
  key: Type.String(),
  n: Type.Integer(),
  hash: Type.String(),
  at: Type.String(),
})

/** A text that explains an act; what a person must be able to write without hitting a wall. */
export const reasonText = Type.String({ minLength: 3, maxLength: 4000 })

const hours48 = { hours: 48 }

const once = (request: FastifyRequest, key: string, body: object): NonNullable<Command['once']> => ({
  key,
  bodySha256: createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(body)}`)
    .digest('hex'),
  keptUntil: Temporal.Instant.from(request.at).add(hours48).toString({ fractionalSecondDigits: 3 }),
})

/** Turns the engine's refusal into the frame's problem. */
const refuse = async (
  request: FastifyRequest,
  refusal: Refusal,
  sayMissing: (codes: readonly string[]) => Promise<readonly Reason[]>,
): Promise<never> => {
  const said = words(request.lang).acts
  const happened: Readonly<Record<string, string>> = said.happened
  switch (refusal.why) {
    case 'absent':
      return throwProblem(problem('not-found'))
    case 'forbidden':
      return throwProblem(problem('forbidden'))
    case 'keyReused':
      return throwProblem(problem('key-reused'))
    case 'unreasoned':
      return throwProblem(
        problem('unprocessable', { fields: [{ field: 'behalf', code: 'required', says: said.behalfNeeded }] }),
      )
    case 'stale':
      return throwProblem(
        problem('stale', {
          since: refusal.since.map(({ type, at }) =>
            said.since(happened[type] ?? type, clockTime(request.lang, at, zoneOf(request))),
          ),
          ifMatch: request.headers['if-match'] !== undefined,
        }),
      )
    case 'notNow':
      return throwProblem(
        problem('not-now', {
          missing:
            refusal.shut === null
              ? await sayMissing(refusal.missing)
              : [{ code: refusal.shut, says: said[refusal.shut] }],
        }),
      )
  }
}

const zoneOf = (request: FastifyRequest) => request.viewer?.zone ?? 'UTC'

/** Registers an act's two routes. */
export const actRoutes = (app: App, house: Pick<House, 'dispatch'>, route: ActRoute): void => {
  const { act, path, body = {}, next } = route
  const access = { action: act, object: path.startsWith('/cycles') ? 'cycle' : 'partnership' }
  const params = Type.Object(paramsOf(path))

  const run = async (request: FastifyRequest, fields: object, seen: number, key: string): Promise<Receipt> => {
    const place = request.params as ActParams
    const { key: thing, event, texts } = await route.command(place, fields as Record<string, unknown>, request)
    const outcome = await house.dispatch({
      root: String(place.root),
      key: thing,
      event: { ...event, type: act },
      ...(texts === undefined ? {} : { texts }),
      person: request.viewer?.personId ?? '',
      at: request.at,
      seen,
      once: once(request, key, fields),
    })
    if ('receipt' in outcome) return outcome.receipt
    return refuse(request, outcome.refusal, codes =>
      route.missing ? route.missing(request, place, codes) : Promise.resolve(codes.map(code => ({ code, says: code }))),
    )
  }

  app.post(
    path,
    {
      config: { access },
      schema: {
        params,
        body: Type.Object({
          ...(route.form?.fields ?? body),
          seen: Type.Integer({ minimum: 0 }),
          once: Type.String({ minLength: 8, maxLength: 200 }),
        }),
      },
    },
    async (request, reply) => {
      const form = request.body as { seen: number; once: string }
      const { seen, once: key, ...typed } = form
      const fields = route.form === undefined ? typed : await route.form.read(request, reply, form)
      if (fields === null) return reply
      await run(request, fields, seen, key)
      return reply.redirect(next(request.params as ActParams), 303)
    },
  )

  app.post(
    `/api${path}`,
    {
      config: { access, etag: true },
      schema: {
        summary: actSummaries[act],
        params,
        headers: Type.Object({
          'if-match': Type.Optional(Type.String()),
          'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })),
        }),
        body: Type.Object(body),
        response: { 200: receiptSchema },
      },
    },
    async (request, reply: FastifyReply) => {
      const receipt = await run(request, request.body as object, baseOf(request), callKey(request))
      return reply.header('etag', `"${receipt.n}"`).send(receipt)
    },
  )
}
