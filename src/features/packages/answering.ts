import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FileRefusal } from '../../files/inspect.ts'
import { sendPage } from '../../http/layout.ts'
import { type Problem, statusOf, throwProblem } from '../../http/problems.ts'
import { wantsJson } from '../../http/wants-json.ts'
import { personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { packageView } from './page-query.ts'
import { type Place, packagePath } from './place.ts'
import { fileProblem, writeProblem } from './refuse-write.ts'
import type { Told } from './views/form-parts.ts'
import { packagePage } from './views/package-page.ts'
import type { Writer, Written } from './write-package.ts'

/** Who writes, as the request says it. */
export const writerOf = (
  request: FastifyRequest,
  place: Place,
  once: string,
  texts: { readonly reason?: string | undefined; readonly behalf?: string | undefined } = {},
): Writer => ({
  ...place,
  person: personOf(request),
  at: request.at,
  once,
  reason: texts.reason?.trim() ?? '',
  behalf: texts.behalf?.trim() ?? '',
})

/** Prints the package's page; `told` speaks of a form that was not taken. */
export const showPackage = async (
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
  place: Place,
  told: Told | null = null,
  status = 200,
): Promise<FastifyReply> => {
  const view = await packageView(house, { person: personOf(request), at: request.at }, place)
  const forms = { frame: request.frame, once: house.newId, told }
  return sendPage(reply, packagePage(forms, view, house.files.maxBytes), status)
}

/**
 * Answers a form: on to the part of the page that it changed, or the page again with what is wrong beside its field. A script that sent the
 * form gets JSON for both.
 */
export const answerForm = async (
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
  place: Place,
  written: Written<object> | { readonly notTaken: FileRefusal } | { readonly problem: Problem },
  form: { readonly part: string; readonly told: Omit<Told, 'faults'> },
): Promise<FastifyReply> => {
  if ('done' in written) {
    if (wantsJson(request)) return reply.send(written.done)
    return reply.redirect(`${packagePath(place)}#${form.part}`, 303)
  }
  const it = problemOf(request, written)
  if (wantsJson(request) || it.slug !== 'unprocessable') return throwProblem(it)
  return showPackage(house, request, reply, place, { ...form.told, faults: it.params.fields }, statusOf(it))
}

const problemOf = (
  request: FastifyRequest,
  written: { readonly refused: Parameters<typeof writeProblem>[1] } | { notTaken: FileRefusal } | { problem: Problem },
): Problem => {
  if ('problem' in written) return written.problem
  return 'notTaken' in written ? fileProblem(request, written.notTaken) : writeProblem(request, written.refused)
}

/** What was written, or the end of the request. */
export const doneOf = <Done>(request: FastifyRequest, written: Written<Done>): Done =>
  'done' in written ? written.done : throwProblem(writeProblem(request, written.refused))
