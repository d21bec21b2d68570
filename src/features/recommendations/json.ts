import { type Static, Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { type Problem, problem, problemJson, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import { clockTime } from '../../words/time.ts'
import type { ListPage } from './page-query.ts'
import type { Item, Standing } from './read-list.ts'
import { presentOf, type SaidBy, type Version } from './rules.ts'
import type { SaveOutcome } from './save-line.ts'

const text = Type.String()
const textOrNull = Type.Union([text, Type.Null()])

/** Longer than any advice, short enough for a page that shows it twice. */
const LONGEST = 20_000

export const longText = Type.String({ maxLength: LONGEST })
export const dateSchema = Type.Union([Type.String({ format: 'date' }), Type.Null()])

export const versionSchema = Type.Object({
  id: text,
  version: Type.Integer(),
  fate: text,
  /** What is said beside the text: of an item document and removed; of an answer of, answer, date and done. */
  said: Type.Object({}, { additionalProperties: true }),
  text: textOrNull,
  at: text,
  mine: Type.Boolean(),
  author: textOrNull,
})

type Reader = Pick<FastifyRequest, 'viewer'>

export const shownVersion = ({ viewer }: Reader, { id, version, fate, said, body, at, author, name }: Version) => ({
  id,
  version,
  fate,
  said,
  text: body,
  at,
  mine: author === viewer?.personId,
  author: author === viewer?.personId ? null : name,
})

const answerSchema = Type.Object({
  version: Type.Integer(),
  of: Type.Integer(),
  answer: text,
  reason: textOrNull,
  date: textOrNull,
  done: Type.Boolean(),
  at: text,
})

const sentSchema = Type.Object({
  item: text,
  version: Type.Integer(),
  document: textOrNull,
  text: textOrNull,
  answer: Type.Union([answerSchema, Type.Null()]),
  dispute: Type.Union([Type.Object({ version: Type.Integer(), text: textOrNull, at: text }), Type.Null()]),
})

const receiptSchema = Type.Object({ n: Type.Integer(), at: text, hash: text, sha256: textOrNull })

export const listSchema = Type.Object({
  n: Type.Integer(),
  state: text,
  /** What the caller is to the list: writer, receiver or onlooker. */
  side: text,
  writable: Type.Object({ item: Type.Boolean(), answer: Type.Boolean(), dispute: Type.Boolean() }),
  meetingSettled: Type.Boolean(),
  sentAt: textOrNull,
  answeredAt: textOrNull,
  missing: Type.Array(text),
  documents: Type.Array(text),
  draft: Type.Union([
    Type.Array(Type.Object({ item: text, version: Type.Integer(), document: textOrNull, text: textOrNull, at: text })),
    Type.Null(),
  ]),
  notes: Type.Array(Type.Object({ form: text, document: textOrNull, text, taken: Type.Boolean() })),
  /** The last sending first. */
  sendings: Type.Array(
    Type.Object({ at: text, receipt: Type.Union([receiptSchema, Type.Null()]), items: Type.Array(sentSchema) }),
  ),
})

const answerOf = ({ answer }: Item) => {
  const now = presentOf(answer)
  return now && { version: now.version, ...now.said, reason: now.body || null, at: now.at }
}

const disputeOf = ({ dispute }: Item) => {
  const now = presentOf(dispute)
  return now && now.body !== '' ? { version: now.version, text: now.body, at: now.at } : null
}

const sentJson = ({ item, version }: Standing) => ({
  item: item.id,
  version: version.version,
  document: version.said.document,
  text: version.body,
  answer: answerOf(item),
  dispute: disputeOf(item),
})

export const listJson = ({ list, ...it }: ListPage): Static<typeof listSchema> => ({
  n: list.opened.n,
  state: list.state,
  side: list.side,
  writable: list.writable,
  meetingSettled: list.meetingSettled,
  sentAt: list.lastSentAt,
  answeredAt: list.answeredAt,
  missing: [...it.missing],
  documents: [...it.slots],
  draft:
    it.draft?.map(({ item, version }) => ({
      item: item.id,
      version: version.version,
      document: version.said.document,
      text: version.body,
      at: version.at,
    })) ?? null,
  notes: it.notes.map(({ form, document, body, taken }) => ({ form, document, text: body, taken })),
  sendings: it.sendings.map(({ act, items }) => ({
    at: act.at,
    receipt: list.side === 'writer' ? { n: act.n, at: act.at, hash: act.hash, sha256: act.sha256 } : null,
    items: items.map(sentJson),
  })),
})

const problemBody = { type: text, title: text, status: Type.Integer(), detail: text, instance: text }

export const refusedSchema = Type.Object(
  { ...problemBody, theirs: Type.Union([versionSchema, Type.Null()]), yours: versionSchema },
  { additionalProperties: true },
)

type Met = Extract<SaveOutcome, { is: 'outrun' | 'late' }>

const metProblem = (request: FastifyRequest, { is, theirs }: Met): Problem => {
  const said = words(request.lang).recommendations
  if (is === 'late') return problem('not-now', { missing: [{ code: 'late', says: said.late }] })
  if (theirs === null) return problem('stale', { since: [], ifMatch: true })
  const who = theirs.author === request.viewer?.personId ? said.you : (theirs.name ?? said.colleague)
  const when = clockTime(request.lang, theirs.at, request.viewer?.zone ?? 'UTC')
  return problem('stale', { since: [said.outrun(who, when)], ifMatch: true })
}

/** Ends the request where a write was not even possible. */
export const refuse = (is: 'absent' | 'forbidden' | 'keyReused'): never => {
  if (is === 'absent') return throwProblem(problem('not-found'))
  return throwProblem(problem(is === 'forbidden' ? 'forbidden' : 'key-reused'))
}

type Answered =
  | { readonly code: 200; readonly etag: string; readonly body: Static<typeof versionSchema> | null }
  | { readonly code: 409 | 412; readonly body: Static<typeof refusedSchema> }

type ProblemBody = { [K in keyof typeof problemBody]: Static<(typeof problemBody)[K]> }

/** A write's outcome as the API answers it: what stands now, or both texts. */
export const answered = (request: FastifyRequest, outcome: SaveOutcome): Answered => {
  switch (outcome.is) {
    case 'saved': {
      const { version } = outcome
      return { code: 200, etag: `"${version?.version ?? 0}"`, body: version && shownVersion(request, version) }
    }
    case 'outrun':
    case 'late': {
      const body = {
        ...(problemJson(metProblem(request, outcome), request.lang, request.id) as ProblemBody),
        theirs: outcome.theirs && shownVersion(request, outcome.theirs),
        yours: shownVersion(request, outcome.yours),
      }
      return { code: outcome.is === 'late' ? 409 : 412, body }
    }
    default:
      return refuse(outcome.is)
  }
}

/** What an answer says, as JSON and forms bring it. */
export type PostedAnswer = Omit<SaidBy['answer'], 'of'> & { readonly reason: string }
