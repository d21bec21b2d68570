import { type Static, Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { type Problem, problem, problemJson, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import { clockTime } from '../../words/time.ts'
import type { KeptAnswer, Rejected } from './answer.ts'
import type { SaveOutcome } from './save-answer.ts'

/** Longer than anything a person writes beside a criterion, short enough for a page that shows it twice. */
export const LONGEST = 50_000

export const scoreSchema = Type.Union([
  Type.Literal('0'),
  Type.Literal('1'),
  Type.Literal('2'),
  Type.Literal('3'),
  Type.Literal('notApplicable'),
  Type.Null(),
])

export const wordingSchema = { score: scoreSchema, body: Type.String({ maxLength: LONGEST }) }

export const answerSchema = Type.Object({
  version: Type.Integer(),
  ...wordingSchema,
  at: Type.String(),
  /** The same instant on the clock of whoever asks. */
  clock: Type.String(),
  /** Whether who asks wrote it, and the name of whoever else did. */
  mine: Type.Boolean(),
  author: Type.Union([Type.String(), Type.Null()]),
  /** The version of the document that lay before the author. */
  scoredVersion: Type.Union([Type.Integer(), Type.Null()]),
})

export const rejectedSchema = Type.Object({
  id: Type.String(),
  ...wordingSchema,
  at: Type.String(),
  clock: Type.String(),
})

const problemBody = {
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  instance: Type.String(),
}

export const refusedSchema = Type.Object(
  {
    ...problemBody,
    theirs: Type.Union([answerSchema, Type.Null()]),
    yours: rejectedSchema,
  },
  { additionalProperties: true },
)

type Met = Extract<SaveOutcome, { is: 'outrun' | 'late' }>
type ProblemBody = { [K in keyof typeof problemBody]: Static<(typeof problemBody)[K]> }
type Reader = Pick<FastifyRequest, 'lang' | 'viewer'>

const clockOf = ({ lang, viewer }: Reader, at: string) => clockTime(lang, at, viewer?.zone ?? 'UTC')

export const shownAnswer = (reader: Reader, { authorName, author, ...answer }: KeptAnswer) => ({
  ...answer,
  clock: clockOf(reader, answer.at),
  mine: author === reader.viewer?.personId,
  author: authorName,
})

export const shownRejected = (reader: Reader, rejected: Rejected) => ({
  ...rejected,
  clock: clockOf(reader, rejected.at),
})

/** Why a save met something: said to people, with both texts for programs. */
const met = (request: FastifyRequest, outcome: Met): Problem => {
  const said = words(request.lang).reviews
  const { theirs } = outcome
  if (outcome.is === 'late') return problem('not-now', { missing: [{ code: 'late', says: said.late }] })
  if (theirs === null) return problem('stale', { since: [], ifMatch: true })
  const { mine, author, clock } = shownAnswer(request, theirs)
  return problem('stale', { since: [said.outrun(mine ? said.you : (author ?? said.colleague), clock)], ifMatch: true })
}

/** The problem's body with both texts: theirs as it stands, yours as it was kept for you alone. */
const bothTexts = (request: FastifyRequest, outcome: Met): Static<typeof refusedSchema> => ({
  ...(problemJson(met(request, outcome), request.lang, request.id) as ProblemBody),
  theirs: outcome.theirs && shownAnswer(request, outcome.theirs),
  yours: shownRejected(request, outcome.yours),
})

export const refuse = (request: FastifyRequest, is: Exclude<SaveOutcome['is'], 'saved' | 'outrun' | 'late'>): never => {
  switch (is) {
    case 'absent':
      return throwProblem(problem('not-found'))
    case 'forbidden':
      return throwProblem(problem('forbidden'))
    case 'keyReused':
      return throwProblem(problem('key-reused'))
    case 'scoreNotOffered': {
      const says = words(request.lang).reviews.scoreNotOffered
      return throwProblem(problem('unprocessable', { fields: [{ field: 'score', code: 'not-offered', says }] }))
    }
  }
}

type Answered =
  | { readonly code: 200; readonly etag: string; readonly body: Static<typeof answerSchema> }
  | { readonly code: 409 | 412; readonly body: Static<typeof refusedSchema> }

/** A save's outcome as the API answers it; ends the request where the save was not even possible. */
export const answered = (request: FastifyRequest, outcome: SaveOutcome): Answered => {
  switch (outcome.is) {
    case 'saved':
      return { code: 200, etag: `"${outcome.answer.version}"`, body: shownAnswer(request, outcome.answer) }
    case 'outrun':
    case 'late':
      return { code: outcome.is === 'late' ? 409 : 412, body: bothTexts(request, outcome) }
    default:
      return refuse(request, outcome.is)
  }
}
