import type { Lang } from '../words/index.ts'
import { words } from '../words/index.ts'

/** Why something is not possible: a code for programs, a sentence in the reader's language for people. */
export type Reason = { readonly code: string; readonly says: string }

/** A field that was refused, with the sentence that stands beside it. `label` is the field's name as the page shows it. */
export type FieldFault = Reason & { readonly field: string; readonly label?: string }

type Nothing = Readonly<Record<string, never>>

/** Every problem the program may answer with, and what it carries. Anything else that is thrown is a bug. */
export type ProblemParams = {
  /** Absent or foreign: one text for both (engineering 16). */
  'not-found': Nothing
  /** No role of the person ever has this action; nothing was read. */
  forbidden: Nothing
  /** The machine does not allow the event now; `missing` are the facts it waits for. */
  'not-now': { readonly missing: readonly Reason[] }
  /** The page saw an older state: 409 for forms, 412 for If-Match; `since` are sentences of what happened meanwhile. */
  stale: { readonly since: readonly string[]; readonly ifMatch?: boolean }
  conflict: { readonly reason: Reason }
  'precondition-required': Nothing
  unprocessable: { readonly fields: readonly FieldFault[] }
  'key-required': Nothing
  'key-reused': Nothing
  malformed: Nothing
  'too-large': { readonly limitBytes: number | null }
  'unsupported-type': Nothing
  'signed-out': Nothing
  /** A program's token is unknown, expired or ended. */
  'bad-token': Nothing
  /** A mail service's call is not signed, or too old. */
  'bad-signature': Nothing
  /** A program's token was made for reading alone. */
  'read-only': Nothing
  'too-many': { readonly retryAfterSeconds: number }
  busy: { readonly retryAfterSeconds: number }
  /** Another site began the act. */
  csrf: Nothing
  /** Ours, but the form's token is too old: the text is offered again. */
  'form-expired': Nothing
  /** The form belongs to somebody who is no longer the one signed in. */
  'other-person': Nothing
  bug: { readonly requestId: string }
}

export type ProblemSlug = keyof ProblemParams

/** A refusal as a value. */
export type Problem = {
  readonly [S in ProblemSlug]: { readonly slug: S; readonly params: ProblemParams[S] }
}[ProblemSlug]

const statuses = {
  'not-found': 404,
  forbidden: 403,
  'not-now': 409,
  stale: 409,
  conflict: 409,
  'precondition-required': 428,
  unprocessable: 422,
  'key-required': 400,
  'key-reused': 422,
  malformed: 400,
  'too-large': 413,
  'unsupported-type': 415,
  'signed-out': 401,
  'bad-token': 401,
  'bad-signature': 401,
  'read-only': 403,
  'too-many': 429,
  busy: 503,
  csrf: 403,
  'form-expired': 403,
  'other-person': 409,
  bug: 500,
} as const satisfies Record<ProblemSlug, number>

export const PROBLEM_SLUGS = Object.keys(statuses) as readonly ProblemSlug[]

type Args<S extends ProblemSlug> = ProblemParams[S] extends Nothing ? [] : [params: ProblemParams[S]]

/** Makes a problem: `problem('not-now', { missing })`. */
export const problem = <S extends ProblemSlug>(slug: S, ...args: Args<S>): Problem =>
  ({ slug, params: args[0] ?? {} }) as Problem

export const statusOf = (it: Problem): number => (it.slug === 'stale' && it.params.ifMatch ? 412 : statuses[it.slug])

/** The status with which the API answers: there an outdated version always came in If-Match. */
export const apiStatusOf = (slug: ProblemSlug): number => (slug === 'stale' ? 412 : statuses[slug])

/** Seconds for the Retry-After header, or null. */
export const retryAfterOf = (it: Problem): number | null =>
  it.slug === 'too-many' || it.slug === 'busy' ? it.params.retryAfterSeconds : null

/** The WWW-Authenticate header of a 401 to a program (RFC 6750), or null. */
export const challengeOf = (it: Problem): string | null => {
  if (it.slug === 'bad-token') return 'Bearer realm="vzaimo", error="invalid_token"'
  if (it.slug === 'bad-signature') return 'Vzaimo-Signature realm="vzaimo"'
  return it.slug === 'signed-out' ? 'Bearer realm="vzaimo"' : null
}

const PROBLEM = Symbol('problem')

/** Ends the request with this problem; the frame's error handler prints it. */
export function throwProblem(it: Problem): never {
  throw Object.assign(new Error(it.slug), { [PROBLEM]: it })
}

/** The problem a caught thing carries, or null if it is something else. */
export const thrownProblem = (caught: unknown): Problem | null =>
  caught instanceof Error && PROBLEM in caught ? (caught[PROBLEM] as Problem) : null

/** RFC 9457: the body of application/problem+json. The type is a path of this server, where the problem is explained. */
export const problemJson = (it: Problem, lang: Lang, requestId: string): Record<string, unknown> => {
  const { title, safe, detail, out } = words(lang).problems[it.slug]
  return {
    type: `/problems/${it.slug}`,
    title,
    status: statusOf(it),
    detail: `${safe} ${detail} ${out}`,
    instance: `urn:request:${requestId}`,
    ...it.params,
  }
}
