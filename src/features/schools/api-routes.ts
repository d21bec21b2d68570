import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { type Problem, problem, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import { baseOf } from '../caller.ts'
import type { House } from '../house.ts'
import { openRecord, schoolParams as params, saveRecord, schoolConfig } from './open-record.ts'
import { factorsNow, type StoredSchool } from './queries.ts'
import {
  differing,
  recordOf,
  type SchoolFault,
  type SchoolFaults,
  type SchoolField,
  type SchoolRecord,
  typedOf,
} from './rules.ts'
import { fieldNames, saySchoolFault } from './say-school.ts'

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

const schoolSchema = Type.Object({ id: Type.String(), version: Type.Integer(), ...recordSchema })

const asJson = ({ id, version, record }: StoredSchool) => ({
  id,
  version,
  ...record,
  riskProfile: record.riskProfile === null ? null : { ...record.riskProfile },
})

/** A school's record for programs. */
export const schoolApiRoutes = (app: App, house: House): void => {
  const factors = factorsNow(house.seasons).factors.map(({ number }) => number)

  app.get(
    '/api/schools/:school',
    {
      config: { ...schoolConfig('school.read'), etag: true },
      schema: { summary: 'The record of a school', params, response: { 200: schoolSchema } },
    },
    async (request, reply) => {
      const { school } = await openRecord(house, request, 'school.read')
      return reply.header('etag', `"${school.version}"`).send(asJson(school))
    },
  )

  app.put(
    '/api/schools/:school',
    {
      config: { ...schoolConfig('school.edit'), etag: true },
      schema: {
        summary: 'Write the record of a school over the version that was seen (If-Match)',
        params,
        headers: Type.Object({ 'if-match': Type.Optional(Type.String()) }),
        body: Type.Object(recordSchema),
        response: { 200: schoolSchema },
      },
    },
    async (request, reply) => {
      await openRecord(house, request, 'school.edit')
      const seen = baseOf(request)
      const made = recordOf(typedOf(request.body), factors)
      if ('faults' in made) return throwProblem(unprocessable(request, made.faults))
      const outcome = await saveRecord(house, request, seen, made.record)
      if ('faults' in outcome) return throwProblem(unprocessable(request, outcome.faults))
      if ('stale' in outcome) return throwProblem(stale(request, outcome.stale, made.record))
      return reply.header('etag', `"${outcome.saved.version}"`).send(asJson(outcome.saved))
    },
  )
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

const stale = ({ lang }: FastifyRequest, { record }: StoredSchool, yours: SchoolRecord): Problem => {
  const names = fieldNames(lang)
  const since = differing(record, yours).map(field => words(lang).schools.changed(names[field]))
  return problem('stale', { since, ifMatch: true })
}
