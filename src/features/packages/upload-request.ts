import type { FastifyRequest } from 'fastify'
import type { FileRefusal } from '../../files/inspect.ts'
import { BrokenUpload, readUpload } from '../../files/read-upload.ts'
import { type Received, receiveFile } from '../../files/receive.ts'
import type { FileStore } from '../../files/store.ts'
import { type FieldFault, problem, throwProblem } from '../../http/problems.ts'
import { words } from '../../words/index.ts'

/** A form with a file as it came: its fields, and the file, kept or not taken; null where none was chosen. */
export type FormWithFile = {
  readonly text: (field: string) => string
  readonly all: (field: string) => readonly string[]
  readonly file: Received | { readonly refused: FileRefusal } | null
}

/** Reads a form with a file; a line that breaks ends the request as malformed, and nothing is kept. */
export const readForm = async (request: FastifyRequest, files: FileStore): Promise<FormWithFile> => {
  const { fields, file } = await orMalformed(
    readUpload(request, files.maxBytes, incoming => receiveFile(files, incoming)),
  )
  return {
    text: field => fields.get(field)?.[0]?.trim() ?? '',
    all: field => fields.get(field) ?? [],
    file,
  }
}

/** What a broken line throws becomes a problem; anything else is a bug and passes. */
const orMalformed = async <Value>(reading: Promise<Value>): Promise<Value> => {
  try {
    return await reading
  } catch (error) {
    if (error instanceof BrokenUpload) return throwProblem(problem('malformed'))
    throw error
  }
}

const LONGEST_REASON = 4000

/** What is wrong with the reasons that came with a file. */
export function textFaults({ lang }: FastifyRequest, form: FormWithFile): FieldFault[] {
  const said = words(lang).problems.field
  return (['reason', 'behalf'] as const)
    .filter(field => form.text(field).length > LONGEST_REASON)
    .map(field => ({ field, code: 'tooLong', says: said.tooLong(LONGEST_REASON) }))
}
