import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { sendPage } from '../../http/layout.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { filterOf, filterQuery } from './filter-query.ts'
import { entryJson, entrySchema, next, sayingIn, uuid } from './json.ts'
import { type LetterPage, letterPageOf } from './letter-query.ts'
import { cursorText, readCursor } from './outbox-cursor.ts'
import { type Outbox, type OutboxLetter, type OutboxStand, outboxOf, outboxStands } from './outbox-query.ts'
import { letterPage } from './views/letter-page.ts'
import { outboxPage } from './views/outbox-page.ts'

const config = { access: { action: 'letters.read', object: 'territory' } }
const few = 50
const text = Type.String()
const textOrNull = Type.Union([text, Type.Null()])
const count = Type.Integer()

const { region, municipality, school } = filterQuery
const querystring = Type.Object({
  state: Type.Optional(
    Type.Union([...outboxStands.map(stand => Type.Literal(stand)), Type.Literal('')], {
      description: 'Those alone that stand so; `returned`: taken by the server, and come back later',
    }),
  ),
  ...{ region, municipality, school },
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: few, description: 'How many at most' })),
  after: Type.Optional(Type.String({ maxLength: 100, description: 'The `next` of the part before' })),
})

const letterFields = {
  id: text,
  state: text,
  class: text,
  person: text,
  subject: textOrNull,
  mixed: Type.Boolean({
    description: 'It also speaks of schools that the caller does not answer for; its words are left out',
  }),
  madeAt: text,
  sentAt: textOrNull,
  nextAttemptAt: textOrNull,
  attempts: count,
  answer: textOrNull,
}

const outboxSchema = Type.Object({
  counts: Type.Object({ waiting: count, handing: count, failed: count, sent: count, dropped: count, returned: count }),
  letters: Type.Array(
    Type.Object({ ...letterFields, role: textOrNull, schoolName: textOrNull, entries: count, bounce: textOrNull }),
  ),
  next,
})

const letterSchema = Type.Object({
  ...letterFields,
  messageId: text,
  lang: text,
  body: textOrNull,
  entries: Type.Array(entrySchema),
  tries: Type.Array(
    Type.Object({ n: count, at: text, outcome: text, code: Type.Union([count, Type.Null()]), answer: textOrNull }),
  ),
  bounces: Type.Array(Type.Object({ at: text, permanent: Type.Boolean(), status: textOrNull, says: textOrNull })),
})

const common = ({
  id,
  state,
  person,
  subject,
  mixed,
  madeAt,
  sentAt,
  nextAttemptAt,
  attempts,
  answer,
  ...it
}: LetterPage['letter'] | OutboxLetter) => ({
  ...{ id, state, class: it.class, person, subject, mixed, madeAt, sentAt, nextAttemptAt, attempts, answer },
})

const listJson = ({ counts, letters, next: onward }: Outbox) => ({
  counts,
  letters: letters.map(it => ({
    ...common(it),
    role: it.role,
    schoolName: it.schoolName,
    entries: it.entries,
    bounce: it.bounce,
  })),
  next: onward === null ? null : cursorText(onward),
})

const letterJson = (request: FastifyRequest, { letter, entries, attempts, bounces }: LetterPage) => ({
  ...common(letter),
  messageId: letter.messageId,
  lang: letter.lang,
  body: letter.body,
  entries: entries.map(it => entryJson(sayingIn(request), it)),
  tries: [...attempts],
  bounces: [...bounces],
})

type Query = Parameters<typeof filterOf>[0] & {
  readonly state?: OutboxStand | ''
  readonly limit?: number
  readonly after?: string
}

/** What went out: the list of letters by their state, and each of them with all that became of it. */
export const outboxRoutes = (app: App, house: House): void => {
  const read = (request: FastifyRequest) => {
    const { state = '', limit = few, after, ...asked } = request.query as Query
    return outboxOf(house.db, personOf(request), {
      filter: { ...filterOf(asked), stand: state === '' ? null : state },
      after: after === undefined ? null : (readCursor(after) ?? throwProblem(problem('not-found'))),
      limit,
    })
  }
  const params = Type.Object({ letter: uuid })

  app.get('/letters', { config, schema: { querystring } }, async (request, reply) =>
    sendPage(reply, outboxPage(request.frame, await read(request), request.query.after !== undefined)),
  )
  app.get(
    '/api/letters',
    {
      config,
      schema: {
        summary: 'Letters about the schools of a territory, the newest first',
        querystring,
        response: { 200: outboxSchema },
      },
    },
    async request => listJson(await read(request)),
  )
  app.get('/letters/:letter', { config, schema: { params } }, async (request, reply) => {
    const forms = { frame: request.frame, once: house.newId }
    return sendPage(reply, letterPage(forms, await letterPageOf(house.db, personOf(request), request.params.letter)))
  })
  app.get(
    '/api/letters/:letter',
    {
      config,
      schema: {
        summary: 'A letter: what it is about, its text, its attempts, what came back',
        params,
        response: { 200: letterSchema },
      },
    },
    async request => letterJson(request, await letterPageOf(house.db, personOf(request), request.params.letter)),
  )
}
