import { Type } from '@fastify/type-provider-typebox'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import type { House } from '../house.ts'
import { openRecord, schoolParams as params, saveRecord, schoolConfig } from './open-record.ts'
import { factorsNow } from './queries.ts'
import { mergeTyped, recordOf, typedOf } from './rules.ts'
import { formFields, typedBefore, typedIn } from './school-form.ts'
import { type EditPage, editPage } from './views/edit-page.ts'
import { schoolPage } from './views/school-page.ts'

type Body = { seen: number; was?: string } & Readonly<Record<string, string | undefined>>

/** The pages of a school's record. */
export const schoolPageRoutes = (app: App, house: House): void => {
  const factors = factorsNow(house.seasons).factors.map(({ number }) => number)

  app.get(
    '/schools/:school',
    {
      config: schoolConfig('school.read'),
      schema: { params, querystring: Type.Object({ done: Type.Optional(Type.Literal('saved')) }) },
    },
    async (request, reply) => {
      const opened = await openRecord(house, request, 'school.read')
      return sendPage(reply, schoolPage(request.frame, opened, request.query.done === 'saved'))
    },
  )

  app.get(
    '/schools/:school/edit',
    { config: schoolConfig('school.edit'), schema: { params } },
    async (request, reply) => {
      const opened = await openRecord(house, request, 'school.edit')
      return sendPage(reply, editPage(request.frame, { ...opened, typed: typedOf(opened.school.record) }))
    },
  )

  app.post(
    '/schools/:school',
    { config: schoolConfig('school.edit'), schema: { params, body: Type.Object(formFields(factors)) } },
    async (request, reply) => {
      const opened = await openRecord(house, request, 'school.edit')
      const { seen, was, ...fields } = request.body as Body
      const recorded = typedOf(opened.school.record)
      const typed = typedIn(fields, recorded, factors)
      const show = (more: Partial<EditPage>, status: number) =>
        sendPage(reply, editPage(request.frame, { ...opened, typed, ...more }), status)
      const made = recordOf(typed, factors)
      if (seen !== opened.school.version) {
        const merged = mergeTyped(typed, typedBefore(was) ?? recorded, recorded)
        return show({ ...merged, faults: 'faults' in made ? made.faults : {} }, 409)
      }
      if ('faults' in made) return show({ faults: made.faults }, 422)
      const outcome = await saveRecord(house, request, seen, made.record)
      if ('faults' in outcome) return show({ faults: outcome.faults }, 422)
      if ('saved' in outcome) return reply.redirect(`/schools/${opened.school.id}?done=saved`, 303)
      const merged = mergeTyped(typed, recorded, typedOf(outcome.stale.record))
      return show({ ...merged, school: outcome.stale }, 409)
    },
  )
}
