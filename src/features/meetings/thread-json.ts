import { type Static, Type } from '@fastify/type-provider-typebox'
import type { Said } from './questions.ts'
import type { Thread } from './thread-query.ts'

const textOrNull = Type.Union([Type.String(), Type.Null()])
const said = {
  id: Type.String(),
  at: Type.String(),
  body: textOrNull,
  author: textOrNull,
  role: Type.String(),
  seat: Type.Union([Type.Integer(), Type.Null()]),
}
/** A thread as programs read it. */
export const threadSchema = Type.Object({
  document: Type.String(),
  seat: Type.Integer(),
  filename: Type.String(),
  version: Type.Integer(),
  questions: Type.Array(Type.Object({ ...said, version: Type.Integer(), replies: Type.Array(Type.Object(said)) })),
})

const saidJson = ({ id, at, body, name, role, seat }: Said) => ({ id, at, body, author: name, role, seat })

/** What a thread's page shows, as JSON. */
export const threadJson = ({ document, seat, filename, version, questions }: Thread): Static<typeof threadSchema> => ({
  document,
  seat,
  filename,
  version,
  questions: questions.map(question => ({
    ...saidJson(question),
    version: question.version,
    replies: question.replies.map(saidJson),
  })),
})
