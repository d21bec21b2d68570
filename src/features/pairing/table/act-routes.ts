import { type TObject, type TProperties, Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { rootKey } from '../../../../workflows/keys.ts'
import type { App } from '../../../http/app.ts'
import { problem, throwProblem } from '../../../http/problems.ts'
import { type ActParams, actRoutes } from '../../act.ts'
import { baseOf, callKey, personOf } from '../../caller.ts'
import type { House } from '../../house.ts'
import { doOnce, onceOf } from '../../once.ts'
import { enrol, remove, weigh } from './enrol.ts'
import { exchange } from './exchange.ts'
import { uuid } from './json.ts'
import { lockTable, type SeasonState } from './open-table.ts'
import { tablePath } from './paths.ts'
import { cancel, propose } from './runs.ts'
import { sayMissing } from './say-missing.ts'
import { settingsForm, settingsOfForm, settingsSchema } from './settings-form.ts'
import { open, openEarly, type TableAct } from './table-acts.ts'
import { ban, declareConflict, lift, lock } from './wishes.ts'
import type { Works } from './work.ts'

const route = '/seasons/:root/pairing-table'
const config = { access: { action: 'pairing.manage', object: 'cycle' } }
const params = Type.Object({ root: uuid })
const headers = Type.Object({
  'if-match': Type.Optional(Type.String()),
  'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })),
})
const done = Type.Object({ revision: Type.Integer() })
const reason = Type.Optional(Type.String({ maxLength: 4000, description: 'Needed where a rule is broken' }))
const two = Type.Array(uuid, { minItems: 2, maxItems: 2 })

/** How long a proposal is waited for before the page answers with a bar. */
const soonMs = 600

type Typed = Readonly<Record<string, unknown>>
type Act = {
  readonly name: string
  readonly summary: string
  readonly body: TProperties
  readonly doing: TableAct<never>
  readonly states?: readonly SeasonState[]
  /** Where it makes no difference what the table was like when the page was printed. */
  readonly any?: boolean
  readonly form?: { readonly fields: TProperties; readonly read: (form: Typed) => Typed }
}

/** What is kept under the request's key; `run` is worked at once, after the first commit. */
type Kept = { revision: number; run?: string }
type Refused = { missing: readonly string[] } | { stale: true }

const soon = (work: Promise<void>) =>
  new Promise<void>(resolve => {
    const timer = setTimeout(resolve, soonMs)
    void work.finally(() => {
      clearTimeout(timer)
      resolve()
    })
  })

/** What a coordinator does at the table of a season: each act as a plain form and its JSON twin. */
export const tableActRoutes = (app: App, house: House, works: Works, realMs: () => number): void => {
  const { db } = house

  const run = async (request: FastifyRequest, it: Act, body: Typed, seen: number, key: string) => {
    const { at, lang } = request
    const { root: cycle } = request.params as { root: string }
    const person = personOf(request)
    const outcome = await db.transaction().execute(async tx => {
      const table = await lockTable(tx, house, cycle)
      if (table === null) return { absent: true as const }
      return doOnce<Kept, Refused>(tx, person, onceOf(request, key, body), async () => {
        if (!(it.states ?? open).includes(table.state)) return { missing: ['state'] }
        if (!it.any && table.revision !== seen) return { stale: true }
        const what = await it.doing(tx, { house, table, person, at }, body as never)
        if ('missing' in what) return { missing: what.missing }
        const { revision } = await tx
          .selectFrom('pairing_table')
          .select('revision')
          .where('cycle', '=', cycle)
          .executeTakeFirstOrThrow()
        return { done: { revision, ...('run' in what ? { run: what.run } : {}) } }
      })
    })
    if ('absent' in outcome) return throwProblem(problem('not-found'))
    if ('keyReused' in outcome) return throwProblem(problem('key-reused'))
    if ('stale' in outcome)
      return throwProblem(problem('stale', { since: [], ifMatch: request.headers['if-match'] !== undefined }))
    if ('missing' in outcome)
      return throwProblem(problem('not-now', { missing: await sayMissing(db, lang, outcome.missing) }))
    const { revision, run: begun } = outcome.done
    if (outcome.first && begun !== undefined) await soon(works.begin(begun))
    return { revision }
  }

  const act = (it: Act) => {
    const fields = it.form?.fields ?? it.body
    app.post(
      `${route}/${it.name}`,
      {
        config,
        schema: {
          params,
          body: Type.Object({
            ...fields,
            seen: Type.Integer({ minimum: 0 }),
            once: Type.String({ minLength: 8, maxLength: 200 }),
            back: Type.Optional(uuid),
          }) as TObject,
        },
      },
      async (request, reply) => {
        const { seen, once, back, ...typed } = request.body as Typed
        const body = it.form === undefined ? typed : it.form.read(typed)
        await run(request, it, body, Number(seen), String(once))
        return reply.redirect(tablePath(request.params.root, back === undefined ? '' : `/schools/${String(back)}`), 303)
      },
    )
    app.post(
      `/api${route}/${it.name}`,
      {
        config: { ...config, etag: true, refuses: ['not-now'] },
        schema: {
          summary: it.summary,
          params,
          headers,
          body: Type.Object(it.body) as TObject,
          response: { 200: done },
        },
      },
      async (request, reply) => {
        const it2 = await run(request, it, request.body as Typed, baseOf(request), callKey(request))
        return reply.header('etag', `"${it2.revision}"`).send(it2)
      },
    )
  }

  act({
    ...{ name: 'propose', summary: 'Begins to propose pairs around what is locked', body: {} },
    doing: propose(realMs),
  })
  act({ name: 'cancel', summary: 'Stops the run of the solver', body: {}, doing: cancel, any: true })
  act({
    ...{ name: 'lock', summary: 'Locks two schools, or the trio of an odd number, together', doing: lock },
    body: { schools: Type.Array(uuid, { minItems: 2, maxItems: 3 }), reason },
  })
  act({ name: 'ban', summary: 'Bans a pair', body: { schools: two, reason }, doing: ban })
  act({
    ...{ name: 'conflict', summary: 'Declares a conflict of two schools', doing: declareConflict },
    body: { schools: two, reason },
  })
  act({ name: 'lift', summary: 'Takes a lock, a ban or a conflict back', body: { wish: uuid }, doing: lift })
  act({
    ...{ name: 'exchange', summary: 'Lets two schools change places in the newest proposal', doing: exchange },
    body: { a: uuid, b: uuid, reason },
  })
  act({
    ...{ name: 'enrol', summary: 'Enrols schools: these, or all that can be weighed, of one region or every one' },
    body: {
      schools: Type.Optional(Type.Array(uuid, { minItems: 1, maxItems: 20_000 })),
      region: Type.Optional(Type.String({ maxLength: 200 })),
    },
    ...{ doing: enrol, states: openEarly },
  })
  act({
    ...{ name: 'remove', summary: 'Takes a school out of a season that is not published yet' },
    ...{ body: { school: uuid }, doing: remove, states: openEarly },
  })
  act({
    ...{ name: 'settings', summary: 'Changes what the season weighs', doing: weigh, states: openEarly },
    body: { settings: settingsSchema },
    form: { fields: settingsForm, read: form => ({ settings: settingsOfForm(form) }) },
  })

  const next = ({ root }: ActParams) => tablePath(String(root))
  actRoutes(app, house, {
    act: 'cycle.openPairing',
    path: '/cycles/:root/open-pairing',
    command: () => ({ key: rootKey }),
    next,
  })
  actRoutes(app, house, {
    act: 'cycle.publish',
    path: '/cycles/:root/publish',
    body: { proposal: Type.Integer({ minimum: 1, description: 'The version of the proposal' }) },
    command: (_params, { proposal }) => ({ key: rootKey, event: { proposal } }),
    next,
    missing: ({ lang }, _params, codes) => sayMissing(db, lang, codes),
  })
}
