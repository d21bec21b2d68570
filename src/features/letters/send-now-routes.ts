import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { letterRules } from '../../letters/rules-of.ts'
import type { Composed } from '../../letters/types.ts'
import { words } from '../../words/index.ts'
import { scopeOf } from '../access/scope.ts'
import { callKey, personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { doOnce, onceOf } from '../once.ts'
import { acts } from './forecast-filter.ts'
import { hoursOf, placesOf } from './forecast-query.ts'
import { composeNow } from './preview.ts'
import { type Candidate, candidatesOf, type NowWanted, queueNow } from './send-now.ts'
import { type NowPage, sendNowPage } from './views/send-now-page.ts'

const config = { access: { action: 'letters.manage', object: 'territory' } }
const path = '/letters/send-now'
const word = Type.Optional(Type.String({ maxLength: 200 }))
const about = Type.Union(
  acts.map(act => Type.Literal(act)),
  { description: 'The duty, by its act' },
)
const rung = Type.String({
  pattern: '^(overdue|-?[0-9]{1,3})$',
  description:
    'A step in days from the deadline, negative before it; or `overdue`: the first step after it, to schools',
})
const where = { region: word, municipality: word, school: word }
const asOf = Type.String({
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z$',
  description: 'When the set was looked at, as the look answered: whoever came to it later gets nothing',
})
const chosen = { about, rung, ...where, asOf }
/** How long a look at a set is good for. */
const patience = { hours: 1 }

type Fields = Readonly<Partial<Record<keyof typeof chosen, string>>>

const filled = (text: string | undefined) => (text === undefined || text.trim() === '' ? null : text)

const wantedIn = (fields: Fields, at: string): NowWanted | null => {
  const { about: act, rung: step } = fields
  const asked = acts.find(each => each === act)
  if (asked === undefined || filled(step) === null) return null
  return {
    about: asked,
    rung: step === 'overdue' ? step : Number(step),
    region: filled(fields.region),
    municipality: filled(fields.municipality),
    school: filled(fields.school),
    asOf: fields.asOf ?? at,
  }
}

const countsOf = (all: readonly Candidate[]) => {
  const able = all.filter(({ fails }) => !fails)
  const people = (some: readonly Candidate[]) => new Set(some.map(({ person }) => person)).size
  return {
    people: people(able),
    schools: new Set(able.map(({ school }) => school)).size,
    fails: people(all) - people(able),
  }
}

/** A reminder at once to a filtered set: a look at it with one real letter, and then exactly that set (plain form and twin). */
export const sendNowRoutes = (app: App, house: House): void => {
  const { db } = house
  const rules = letterRules(hoursOf(house))

  /** Who would get it now, and the first of the letters; nothing is written. */
  const look = async (
    request: FastifyRequest,
    wanted: NowWanted,
  ): Promise<ReturnType<typeof countsOf> & { sample: Composed | null; first: Candidate | undefined }> => {
    const scope = await scopeOf(db, personOf(request))
    return db.transaction().execute(async tx => {
      const all = await candidatesOf(tx, scope, rules, wanted, request.at)
      const first = all.find(({ fails }) => !fails)
      const draft = first && { ...first, class: 'ordinary' as const, items: [first] }
      const sample = draft === undefined ? null : await composeNow(house, tx, draft, request.at)
      return { ...countsOf(all), sample, first }
    })
  }

  const send = async (request: FastifyRequest, fields: Fields, key: string) => {
    const { at, lang } = request
    const wanted = wantedIn(fields, at)
    if (wanted === null) return throwProblem(problem('not-found'))
    const looked = Temporal.Instant.from(wanted.asOf)
    const now = Temporal.Instant.from(at)
    if (Temporal.Instant.compare(looked, now.subtract(patience)) < 0 || Temporal.Instant.compare(looked, now) > 0)
      return throwProblem(problem('stale', { since: [words(lang).letterPages.now.stale] }))
    const person = personOf(request)
    const scope = await scopeOf(db, person)
    const outcome = await db.transaction().execute(tx =>
      doOnce(tx, person, onceOf(request, key, fields), async () => ({
        done: await queueNow(tx, scope, rules, wanted, { person, at }),
      })),
    )
    return 'done' in outcome ? outcome.done : throwProblem(problem('key-reused'))
  }

  app.get(
    path,
    {
      config,
      schema: {
        querystring: Type.Object({
          about: Type.Optional(about),
          rung: Type.Optional(rung),
          ...where,
          queued: Type.Optional(Type.Integer({ minimum: 0 })),
          fewer: Type.Optional(Type.Integer({ minimum: 0 })),
        }),
      },
    },
    async (request, reply) => {
      const { queued, fewer = 0, ...fields } = request.query
      const wanted = wantedIn(fields, request.at)
      const scope = await scopeOf(db, personOf(request))
      const it: NowPage = {
        letters: rules.letters,
        places: await placesOf(db, scope, filled(fields.region)),
        fields,
        wanted,
        found: wanted === null ? null : await look(request, wanted),
        queued: queued === undefined ? null : { letters: queued, fewer },
      }
      return sendPage(reply, sendNowPage({ frame: request.frame, once: house.newId }, it))
    },
  )
  app.get(
    `/api${path}`,
    {
      config,
      schema: {
        summary: 'To whom a reminder would go now, with one of its letters; nothing is sent or changed',
        querystring: Type.Object({ about, rung, ...where }),
        response: {
          200: Type.Object({
            asOf: Type.String(),
            people: Type.Integer(),
            schools: Type.Integer(),
            fails: Type.Integer({ description: 'Whose addresses do not work: nothing goes there' }),
            sample: Type.Union([Type.Object({ subject: Type.String(), text: Type.String() }), Type.Null()]),
          }),
        },
      },
    },
    async request => {
      const wanted = wantedIn(request.query, request.at)
      if (wanted === null) return throwProblem(problem('not-found'))
      const { people, schools, fails, sample } = await look(request, wanted)
      const shown = sample === null ? null : { subject: sample.subject, text: sample.text }
      return { asOf: wanted.asOf, people, schools, fails, sample: shown }
    },
  )

  app.post(
    path,
    { config, schema: { body: Type.Object({ ...chosen, once: Type.String({ minLength: 8, maxLength: 200 }) }) } },
    async (request, reply) => {
      const { once, ...fields } = request.body
      const { letters, fewer } = await send(request, fields, once)
      return reply.redirect(`${path}?queued=${letters}&fewer=${fewer}`, 303)
    },
  )
  app.post(
    `/api${path}`,
    {
      config,
      schema: {
        summary: 'Queue a reminder for the set that was looked at, and nobody else',
        headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })) }),
        body: Type.Object(chosen),
        response: {
          200: Type.Object({
            letters: Type.Integer({ description: 'How many people get it' }),
            fewer: Type.Integer({ description: 'How many fell out of the set meanwhile' }),
          }),
        },
      },
    },
    async request => send(request, request.body, callKey(request)),
  )
}
