import type { FastifyRequest } from 'fastify'
import type { FileRefusal } from '../../files/inspect.ts'
import { type Problem, problem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import { relativeTime } from '../../words/time.ts'
import { sayRefusal } from './say-refusal.ts'
import type { WriteRefusal } from './write-package.ts'

/** Seconds after which a file that the sweep took in between may be sent again. */
const SOON = 1

const fault = (field: string, code: string, says: string, label?: string): Problem =>
  problem('unprocessable', { fields: [{ field, code, says, ...(label === undefined ? {} : { label }) }] })

/** The problem for a file that was not taken. */
export const fileProblem = (request: FastifyRequest, refusal: FileRefusal): Problem => {
  if (refusal.why === 'tooLarge') return problem('too-large', { limitBytes: refusal.maxBytes })
  return fault('file', refusal.why, sayRefusal(request.lang, refusal), words(request.lang).packages.file)
}

/** The problem for a write into a package that was refused. */
export const writeProblem = (request: FastifyRequest, refusal: WriteRefusal): Problem => {
  const { refused, missing, file } = words(request.lang).packages
  switch (refusal.why) {
    case 'absent':
      return problem('not-found')
    case 'forbidden':
      return problem('forbidden')
    case 'keyReused':
      return problem('key-reused')
    case 'gone':
      return problem('busy', { retryAfterSeconds: SOON })
    case 'closed':
    case 'alreadySent':
      return problem('not-now', { missing: [{ code: refusal.why, says: missing[refusal.why] }] })
    case 'noWord':
      return problem('not-now', { missing: [{ code: 'privacy', says: missing.privacy }] })
    case 'unreasoned':
      return fault('behalf', 'required', refused.behalfNeeded, words(request.lang).packages.behalf.label)
    case 'reasonNeeded':
      return fault('reason', 'required', refused.reasonNeeded, words(request.lang).packages.documents.reason)
    case 'erased':
    case 'tooMany':
      return fault('file', refusal.why, refused[refusal.why], file)
    case 'unknown':
      return unknown(request, refusal.field)
    case 'outrun':
      return problem('stale', {
        since: [sayOutrun(request, refusal)],
        ifMatch: request.headers['if-match'] !== undefined,
      })
  }
}

const unknown = (request: FastifyRequest, field: 'slot' | 'factors' | 'programme'): Problem => {
  const said = words(request.lang).packages
  switch (field) {
    case 'slot':
      return fault(field, 'unknown', said.refused.unknownSlot, said.slot)
    case 'factors':
      return fault(field, 'unknown', said.refused.unknownFactor, said.factors)
    case 'programme':
      return problem('not-found')
  }
}

const sayOutrun = (request: FastifyRequest, { what, name, at }: Extract<WriteRefusal, { why: 'outrun' }>): string => {
  const said = words(request.lang).packages
  if (at === null) return said.outrun.unknown
  const when = relativeTime(request.lang, at, request.viewer?.zone ?? 'UTC', request.at)
  return said.outrun[what](name ?? said.someone, when)
}
