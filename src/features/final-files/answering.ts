import type { FastifyReply, FastifyRequest } from 'fastify'
import { sendPage } from '../../http/layout.ts'
import { type FieldFault, type Problem, problem, statusOf, throwProblem } from '../../http/problems.ts'
import { wantsJson } from '../../http/wants-json.ts'
import { words } from '../../words/index.ts'
import type { House } from '../house.ts'
import { onceOf } from '../once.ts'
import { type Asking, fileView } from './page-query.ts'
import { filePath, type Place } from './place.ts'
import type { Readers } from './readers.ts'
import { filePage } from './views/file-page.ts'
import type { Told } from './views/form-parts.ts'
import type { WriteRefusal, Writer, Written } from './write-file.ts'

/** Seconds after which a file that the sweep took in between may be sent again. */
const SOON = 1

export const askingOf = ({ viewer, at }: FastifyRequest): Asking => ({ person: viewer?.personId ?? '', at })

/** Who writes, as the request says it; `body` is what the idempotency key stands for. */
export const writerOf = (
  request: FastifyRequest,
  place: Place,
  key: string,
  body: object,
  behalf: string | undefined,
): Writer => ({ ...place, ...askingOf(request), once: onceOf(request, key, body), behalf: behalf?.trim() ?? '' })

/** Prints the file's page; `told` speaks of a form that was not taken. */
export const showFile = async (
  { house, readers }: { readonly house: House; readonly readers: Readers },
  request: FastifyRequest,
  reply: FastifyReply,
  place: Place,
  told: Told | null = null,
  status = 200,
): Promise<FastifyReply> => {
  const view = await fileView(house, readers, askingOf(request), place)
  return sendPage(
    reply,
    filePage({ frame: request.frame, once: house.newId, told }, view, house.files.maxBytes),
    status,
  )
}

const fault = (field: string, code: string, says: string, label: string): Problem =>
  problem('unprocessable', { fields: [{ field, code, says, label }] })

/** The problem for a write that was refused. `field`: the one that a wrong day stands in. */
const writeProblem = (request: FastifyRequest, { why }: WriteRefusal, field: string): Problem => {
  const said = words(request.lang).finalFiles
  switch (why) {
    case 'absent':
      return problem('not-found')
    case 'forbidden':
      return problem('forbidden')
    case 'keyReused':
      return problem('key-reused')
    case 'gone':
      return problem('busy', { retryAfterSeconds: SOON })
    case 'notNow':
    case 'noUpload':
      return problem('not-now', { missing: [{ code: why, says: said.missing[why] }] })
    case 'unreasoned':
      return fault('behalf', 'required', said.behalf.needed, said.behalf.label)
    case 'badDate':
      return fault(field, 'future', said.proof.badDate, said.proof.date)
    case 'erased':
      return fault('file', why, said.attachments.erased, said.attachments.file)
    case 'outrun': {
      const since = field === 'file' ? said.attachments.outrun : said.proof.outrun
      return problem('stale', { since: [since], ifMatch: request.headers['if-match'] !== undefined })
    }
  }
}

/** What was written, or the end of the request. */
export const doneOf = <Done>(request: FastifyRequest, written: Written<Done>, field: string): Done =>
  'done' in written ? written.done : throwProblem(writeProblem(request, written.refused, field))

/**
 * Answers a plain form: on to the part of the page that it changed, or the page again with what is wrong beside its field, and with both
 * texts where somebody else was faster.
 */
export const answerForm = async (
  deps: Parameters<typeof showFile>[0],
  request: FastifyRequest,
  reply: FastifyReply,
  place: Place,
  written: Written<object> | { readonly faults: readonly FieldFault[] },
  form: { readonly part: string; readonly field: string; readonly typed: Told['typed'] },
): Promise<FastifyReply> => {
  if ('done' in written) {
    if (wantsJson(request)) return reply.send(written.done)
    return reply.redirect(`${filePath(place)}#${form.part}`, 303)
  }
  const it =
    'faults' in written
      ? problem('unprocessable', { fields: written.faults })
      : writeProblem(request, written.refused, form.field)
  if (wantsJson(request) || (it.slug !== 'unprocessable' && it.slug !== 'stale')) return throwProblem(it)
  const told = {
    form: form.part,
    faults: it.slug === 'unprocessable' ? it.params.fields : [],
    typed: form.typed,
    outrun: it.slug === 'stale',
  }
  return showFile(deps, request, reply, place, told, statusOf(it))
}
