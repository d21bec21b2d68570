import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { type FieldFault, problem, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'
import { personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { answerForm, writerOf } from './answering.ts'
import { fileVersion } from './file-commands.ts'
import { ensureWriter } from './page-query.ts'
import { packageRoute, placeOf, placeParams, slotId } from './place.ts'
import { addProgramme } from './programme-commands.ts'
import { programmeSlot } from './rules.ts'
import { type FormWithFile, readForm, textFaults } from './upload-request.ts'

const LONGEST_TITLE = 300

/** The two plain forms with a file: into a slot, and a new programme. Who may not write is told so before the file is read. */
export const uploadRoutes = (app: App, house: House): void => {
  const options = {
    config: { access: { action: 'package.write', object: 'partnership' } },
    schema: { params: Type.Object(placeParams) },
  }

  app.post(`${packageRoute}/documents`, options, async (request, reply) => {
    const place = placeOf(request.params)
    await ensureWriter(house, { person: personOf(request), at: request.at }, place)
    const form = await readForm(request, house.files)
    const slot = form.text('slot')
    const told = { form: slotId(slot), typed: textsOf(form) }
    const answer = (written: Parameters<typeof answerForm>[4]) =>
      answerForm(house, request, reply, place, written, { part: slotId(slot), told })
    const faults = [...textFaults(request, form), ...(form.file === null ? [noFile(request)] : [])]
    if (faults.length > 0) return answer({ problem: problem('unprocessable', { fields: faults }) })
    if (form.file === null || 'refused' in form.file)
      return answer({ notTaken: form.file?.refused ?? { why: 'empty' } })
    const filed = { slot, base: numberIn(form, 'base'), received: form.file }
    return answer(await fileVersion(house, writerOf(request, place, onceIn(form), textsOf(form)), filed))
  })

  app.post(`${packageRoute}/programmes`, options, async (request, reply) => {
    const place = placeOf(request.params)
    const { season } = await ensureWriter(house, { person: personOf(request), at: request.at }, place)
    const form = await readForm(request, house.files)
    const given = { title: form.text('title'), factors: form.all('factors').map(Number) }
    const told = { form: 'programme', typed: { ...textsOf(form), title: given.title, factors: form.all('factors') } }
    const answer = (written: Parameters<typeof answerForm>[4]) =>
      answerForm(house, request, reply, place, written, { part: 'programmes', told })
    const faults = [...programmeFaults(request, given), ...textFaults(request, form)]
    if (faults.length > 0) return answer({ problem: problem('unprocessable', { fields: faults }) })
    if (form.file !== null && 'refused' in form.file) return answer({ notTaken: form.file.refused })
    const writer = writerOf(request, place, onceIn(form), textsOf(form))
    const added = await addProgramme(house, writer, given)
    if ('refused' in added || form.file === null) return answer(added)
    // Two writes with two keys: should the second never come, the programme is there and asks for its file.
    const filed = { slot: `${programmeSlot(season)}/${added.done.programme}`, base: 0, received: form.file }
    return answer(await fileVersion(house, { ...writer, once: `${writer.once}/file` }, filed))
  })
}

const textsOf = (form: FormWithFile) => ({ reason: form.text('reason'), behalf: form.text('behalf') })

const onceIn = (form: FormWithFile): string => {
  const once = form.text('once')
  return once.length >= 8 && once.length <= 190 ? once : throwProblem(problem('malformed'))
}

const numberIn = (form: FormWithFile, field: string): number => {
  const text = form.text(field)
  return /^\d{1,9}$/.test(text) ? Number(text) : throwProblem(problem('malformed'))
}

const noFile = ({ lang }: FastifyRequest): FieldFault => {
  const { file, refused } = words(lang).packages
  return { field: 'file', code: 'required', says: refused.noFile, label: file }
}

function programmeFaults(
  { lang }: FastifyRequest,
  { title, factors }: { title: string; factors: readonly number[] },
): FieldFault[] {
  const said = words(lang)
  const { programmes } = said.packages
  return [
    ...(title === '' ? [{ field: 'title', code: 'required', says: programmes.needName, label: programmes.name }] : []),
    ...(title.length > LONGEST_TITLE
      ? [{ field: 'title', code: 'tooLong', says: said.problems.field.tooLong(LONGEST_TITLE), label: programmes.name }]
      : []),
    ...(factors.length === 0 || !factors.every(Number.isInteger)
      ? [{ field: 'factors', code: 'tooFew', says: programmes.chooseFactor, label: programmes.factors }]
      : []),
  ]
}
