import { type TProperties, Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Check } from 'typebox/value'
import type { Action } from '../../../workflows/permissions.ts'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { type Problem, problem, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import { coordinatesTerritory, openSchool } from '../access/school.ts'
import type { House } from '../house.ts'
import { saveSchool } from './commands.ts'
import { factorsNow, readSchool, type StoredSchool } from './queries.ts'
import {
  differing,
  mergeTyped,
  recordOf,
  type SchoolFault,
  type SchoolFaults,
  type SchoolField,
  type TypedSchool,
  typedOf,
} from './rules.ts'
import { fieldNames, saySchoolFault } from './say-school.ts'
import { type EditPage, editPage, type SchoolPage, schoolPage } from './views/school-page.ts'

const id = Type.String({ format: 'uuid' })
const params = Type.Object({ school: id })
const config = (action: Action) => ({ access: { action, object: 'school' } })
const level = Type.Union([Type.Literal('high'), Type.Literal('medium'), Type.Literal('low')])

const recordSchema = {
  name: Type.String(),
  region: Type.String(),
  municipality: Type.String(),
  zone: Type.String({ description: 'IANA name' }),
  locality: Type.Union([Type.Literal('city'), Type.Literal('town'), Type.Literal('village')]),
  students: Type.Integer(),
  week: Type.Union([Type.Literal(5), Type.Literal(6)]),
  riskProfile: Type.Union([Type.Record(Type.String({ pattern: '^[0-9]{1,2}$' }), level), Type.Null()]),
}

const schoolSchema = Type.Object({ id, version: Type.Integer(), ...recordSchema })

const asJson = ({ id, version, record }: StoredSchool) => ({
  id,
  version,
  ...record,
  riskProfile: record.riskProfile === null ? null : { ...record.riskProfile },
})

/** The record of a school (rules 15, 23): to read, to edit, and its JSON twin. */
export const schoolsRoutes = (app: App, house: House): void => {
  const { db } = house
  const factors = factorsNow(house.seasons)
  const numbers = factors.factors.map(({ number }) => number)

  const open = async (request: FastifyRequest, action: Action): Promise<SchoolPage> => {
    const { school } = request.params as { school: string }
    const person = request.viewer?.personId ?? ''
    const { may } = await openSchool(db, person, school, action)
    const stored = await readSchool(db, school)
    const territory = await coordinatesTerritory(db, person, stored.record)
    return { school: stored, factors, may: { edit: may('school.edit') !== null, territory } }
  }

  const save = (request: FastifyRequest, seen: number, record: Parameters<typeof saveSchool>[2]) => {
    const { school } = request.params as { school: string }
    const person = request.viewer?.personId ?? ''
    return db.transaction().execute(tx => saveSchool(tx, { school, person, seen }, record))
  }

  app.get(
    '/schools/:school',
    {
      config: config('school.read'),
      schema: { params, querystring: Type.Object({ done: Type.Optional(Type.Literal('saved')) }) },
    },
    async (request, reply) =>
      sendPage(reply, schoolPage(request.frame, await open(request, 'school.read'), request.query.done === 'saved')),
  )

  app.get('/schools/:school/edit', { config: config('school.edit'), schema: { params } }, async (request, reply) => {
    const it = await open(request, 'school.edit')
    return sendPage(reply, editPage(request.frame, { ...it, typed: typedOf(it.school.record) }))
  })

  app.post(
    '/schools/:school',
    { config: config('school.edit'), schema: { params, body: Type.Object(formFields(numbers)) } },
    async (request, reply) => {
      const it = await open(request, 'school.edit')
      const { seen, was, ...fields } = request.body as { seen: number; was?: string } & Fields
      const recorded = typedOf(it.school.record)
      const typed = typedIn(fields, recorded, numbers)
      const show = (more: Partial<EditPage>, status: number) =>
        sendPage(reply, editPage(request.frame, { ...it, typed, ...more }), status)
      const made = recordOf(typed, numbers)
      const faults = 'faults' in made ? made.faults : {}
      if (seen !== it.school.version) {
        const { clashing, typed: merged } = mergeTyped(typed, typedBefore(was) ?? recorded, recorded)
        return show({ clashing, typed: merged, faults }, 409)
      }
      if ('faults' in made) return show({ faults }, 422)
      const outcome = await save(request, seen, made.record)
      if ('faults' in outcome) return show({ faults: outcome.faults }, 422)
      if ('saved' in outcome) return reply.redirect(`/schools/${it.school.id}?done=saved`, 303)
      const { clashing, typed: merged } = mergeTyped(typed, recorded, typedOf(outcome.stale.record))
      return show({ school: outcome.stale, clashing, typed: merged }, 409)
    },
  )

  app.get(
    '/api/schools/:school',
    {
      config: config('school.read'),
      schema: { summary: 'The record of a school', params, response: { 200: schoolSchema } },
    },
    async (request, reply) => {
      const { school } = await open(request, 'school.read')
      return reply.header('etag', `"${school.version}"`).send(asJson(school))
    },
  )

  app.put(
    '/api/schools/:school',
    {
      config: config('school.edit'),
      schema: {
        summary: 'Write the record of a school over the version that was seen (If-Match)',
        params,
        headers: Type.Object({ 'if-match': Type.Optional(Type.String()) }),
        body: Type.Object(recordSchema),
        response: { 200: schoolSchema },
      },
    },
    async (request, reply) => {
      await open(request, 'school.edit')
      const seen = Number(
        /^"?(\d{1,9})"?$/.exec(request.headers['if-match'] ?? '')?.[1] ??
          throwProblem(problem('precondition-required')),
      )
      const made = recordOf(typedOf(request.body), numbers)
      if ('faults' in made) return throwProblem(unprocessable(request, made.faults))
      const outcome = await save(request, seen, made.record)
      if ('faults' in outcome) return throwProblem(unprocessable(request, outcome.faults))
      if ('stale' in outcome) return throwProblem(stale(request, outcome.stale, made.record))
      return reply.header('etag', `"${outcome.saved.version}"`).send(asJson(outcome.saved))
    },
  )
}

/** Lenient: what does not fit is said beside its field. Fields that a school may not change are not in its form. */
const formFields = (numbers: readonly number[]): TProperties => {
  const text = Type.Optional(Type.String())
  return {
    seen: Type.Integer({ minimum: 1 }),
    was: Type.Optional(Type.String({ maxLength: 10_000 })),
    ...Object.fromEntries(
      ['name', 'region', 'municipality', 'zone', 'locality', 'students', 'week'].map(name => [name, text]),
    ),
    ...Object.fromEntries(numbers.map(number => [`level${number}`, text])),
  }
}

type Fields = Readonly<Record<string, string | undefined>>

/** What was typed; what the form did not hold stays as it is recorded. */
const typedIn = (fields: Fields, recorded: TypedSchool, numbers: readonly number[]): TypedSchool => {
  const kept = (name: Exclude<SchoolField, 'riskProfile'>) => fields[name] ?? recorded[name]
  return {
    name: kept('name'),
    region: kept('region'),
    municipality: kept('municipality'),
    zone: kept('zone'),
    locality: kept('locality'),
    students: kept('students'),
    week: kept('week'),
    levels: Object.fromEntries(
      numbers.map(number => [String(number), fields[`level${number}`] ?? recorded.levels[number] ?? '']),
    ),
  }
}

const typedShape = Type.Object({
  name: Type.String(),
  region: Type.String(),
  municipality: Type.String(),
  zone: Type.String(),
  locality: Type.String(),
  students: Type.String(),
  week: Type.String(),
  levels: Type.Record(Type.String(), Type.String()),
})

/** What stood in the fields when the page was printed, as the page itself says; it decides about no right, only about what is merged. */
const typedBefore = (was: string | undefined): TypedSchool | null => {
  try {
    const before: unknown = JSON.parse(was ?? 'null')
    return Check(typedShape, before) ? before : null
  } catch {
    return null
  }
}

const unprocessable = ({ lang }: FastifyRequest, faults: SchoolFaults): Problem =>
  problem('unprocessable', {
    fields: (Object.entries(faults) as [SchoolField, SchoolFault][]).map(([field, fault]) => ({
      field,
      code: fault,
      says: saySchoolFault(lang, fault),
      label: fieldNames(lang)[field],
    })),
  })

const stale = ({ lang }: FastifyRequest, { record }: StoredSchool, yours: Parameters<typeof differing>[1]): Problem => {
  const names = fieldNames(lang)
  const since = differing(record, yours).map(field => words(lang).schools.changed(names[field]))
  return problem('stale', { since, ifMatch: true })
}
