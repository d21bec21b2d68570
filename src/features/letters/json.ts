import { Type } from '@fastify/type-provider-typebox'
import type { Lang } from '../../words/index.ts'
import type { ShownEntry } from './entry.ts'
import { type Saying, whatOf, whyOf } from './saying.ts'

const text = Type.String()
const textOrNull = Type.Union([text, Type.Null()])
const count = Type.Integer()
export const uuid = Type.String({ format: 'uuid' })
export const next = Type.Union([text, Type.Null()], { description: 'What `after` takes to go on; null at the end' })

const amounts = { letters: count, entries: count, reminders: count, overdue: count, events: count }

/** An entry of the ledger. `what` and `why` are sentences in the caller's language. */
export const entrySchema = Type.Object({
  id: count,
  root: text,
  kind: text,
  act: textOrNull,
  step: count,
  role: text,
  school: textOrNull,
  schoolName: textOrNull,
  aboutName: textOrNull,
  person: textOrNull,
  class: text,
  deadline: textOrNull,
  openedAt: text,
  sendAt: text,
  state: text,
  reason: textOrNull,
  endedAt: textOrNull,
  letter: textOrNull,
  what: text,
  why: text,
})

export const entryJson = (saying: Saying, entry: ShownEntry) => {
  const { id, root, kind, act, step, role, school, schoolName, aboutName, person, deadline } = entry
  const { openedAt, sendAt, state, reason, endedAt, letter } = entry
  return {
    ...{ id, root, kind, act, step, role, school, schoolName, aboutName, person, class: entry.class, deadline },
    ...{ openedAt, sendAt, state, reason, endedAt, letter },
    what: whatOf(saying.lang, entry),
    why: whyOf(saying, entry),
  }
}

export const forecastSchema = Type.Object({
  total: Type.Object(amounts),
  days: Type.Array(Type.Object({ date: text, ...amounts }), {
    description: 'Days of the readers, those alone on which something goes',
  }),
  held: Type.Integer({ description: 'Duties that wait for a partner’s act: their letters begin with it' }),
  date: Type.Union([text, Type.Null()], { description: 'The day of the letters below' }),
  letters: Type.Array(Type.Object({ sendAt: text, person: text, entries: Type.Array(entrySchema) })),
  next,
})

/** What every page of letters is asked in: its reader's language and zone, and the instant. */
export const sayingIn = ({
  lang,
  viewer,
  at,
}: {
  lang: Lang
  viewer: { readonly zone: string } | null
  at: string
}): Saying => ({ lang, zone: viewer?.zone ?? 'UTC', at: Temporal.Instant.from(at) })
