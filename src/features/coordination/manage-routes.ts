import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { rootKey } from '../../../workflows/keys.ts'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { words } from '../../words/index.ts'
import { deadlineDate, plainDate } from '../../words/time.ts'
import { type ActForm, type ActParams, type ActRoute, actRoutes, reasonText } from '../act.ts'
import type { House } from '../house.ts'
import type { SuggestRepairs } from '../repairs.ts'
import { managedSchema, uuid } from './json.ts'
import { type Managed, managedOf } from './manage-query.ts'
import { managePage } from './views/manage-page.ts'

const manageRoute = '/partnerships/:root/manage'
export const managePath = (root: string) => `/partnerships/${root}/manage`
const config = { access: { action: 'partnership.manage', object: 'partnership' } }
const params = Type.Object({ root: uuid })

const seat = Type.Integer({ minimum: 1, maximum: 999 })
const pairing = Type.Object({ reviewer: seat, reviewed: seat })
const dutyKey = Type.String({ pattern: '^duty/[0-9]{1,3}/[a-zA-Z]{1,30}(/[0-9]{1,3}){0,3}$' })

const asJson = ({ schools, closeOneSided, extend, ...it }: Managed) => ({
  ...it,
  outcomes: it.outcomes === null ? null : [...it.outcomes],
  schools: schools.map(({ contact: _, ...school }) => ({ ...school, marks: [...school.marks] })),
  extend: [...extend],
  openReviews: [...it.openReviews],
  reopenReviews: [...it.reopenReviews],
  closeOneSided: [...closeOneSided],
  withdraw: [...it.withdraw],
  reinstate: [...it.reinstate],
  assign: [...it.assign],
  repairs: it.repairs === null ? null : it.repairs.map(repair => ({ ...repair, schools: [...repair.schools] })),
})

/** «1-3»: who reviews whom, as a plain form's list names it. */
const pairingForm: ActForm = {
  fields: { pairing: Type.String({ pattern: '^[0-9]{1,3}-[0-9]{1,3}$' }), reason: reasonText },
  read: async (_request, _reply, { pairing: chosen, reason }) => {
    const [reviewer, reviewed] = String(chosen).split('-').map(Number)
    return { assignments: [{ reviewer, reviewed }], reason }
  },
}

/** Codes of `missing` in words: from when something is possible, or which date is the earliest. */
const sayWhen = async ({ lang, at, viewer }: FastifyRequest, _params: ActParams, codes: readonly string[]) => {
  const said = words(lang).coordination.manage
  return codes.map(code => {
    const [name = '', value = ''] = code.split('/')
    if (name === 'earliest') return { code, says: said.earliest(plainDate(lang, value, at)) }
    if (name === 'from') return { code, says: said.from(deadlineDate(lang, value, viewer?.zone ?? 'UTC', at)) }
    return { code, says: code }
  })
}

/** What a coordinator decides about one partnership: each act with its reason, which all concerned can read. */
export const manageRoutes = (app: App, house: House, suggest: SuggestRepairs): void => {
  const read = ({ viewer, at }: FastifyRequest, root: string) =>
    managedOf(house, viewer?.personId ?? '', root, at, suggest)

  app.get(manageRoute, { config, schema: { params } }, async (request, reply) => {
    const forms = { frame: request.frame, once: house.newId }
    return sendPage(reply, managePage(forms, await read(request, request.params.root)))
  })

  app.get(
    `/api${manageRoute}`,
    {
      config: { ...config, etag: true },
      schema: {
        summary: 'What the caller may decide about a partnership now',
        params,
        response: { 200: managedSchema },
      },
    },
    async (request, reply) => {
      const managed = await read(request, request.params.root)
      return reply.header('etag', `"${managed.n}"`).send(asJson(managed))
    },
  )

  const next = ({ root }: ActParams) => managePath(String(root))
  const act = (
    name: string,
    type: ActRoute['act'],
    body: NonNullable<ActRoute['body']>,
    rest: Partial<Pick<ActRoute, 'form' | 'command'>> = {},
  ) =>
    actRoutes(app, house, {
      act: type,
      path: `/partnerships/:root/${name}`,
      body: { ...body, reason: reasonText },
      command: (_params, { reason, ...event }) => ({ key: rootKey, event, texts: { reason: String(reason) } }),
      next,
      missing: sayWhen,
      ...rest,
    })

  act(
    'extend',
    'duty.extend',
    { duty: dutyKey, date: Type.String({ format: 'date' }) },
    {
      command: (_params, { duty, date, reason }) => ({
        key: String(duty),
        event: { date },
        texts: { reason: String(reason) },
      }),
    },
  )
  act('close-one-sided', 'partnership.closeOneSided', { seat })
  act('withdraw', 'partnership.withdraw', { seat })
  act('reinstate', 'partnership.reinstate', { seat })
  act(
    'assign',
    'partnership.assign',
    { assignments: Type.Array(pairing, { minItems: 1, maxItems: 6 }) },
    { form: pairingForm },
  )
  act('dissolve', 'partnership.dissolve', {})
}
