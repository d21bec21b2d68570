/** The kinds of file that schools send: what each is to a browser, and which endings of a name it may have, its own first. */
export const kinds = {
  docx: { type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', endings: ['docx'] },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', endings: ['xlsx'] },
  odt: { type: 'application/vnd.oasis.opendocument.text', endings: ['odt'] },
  pdf: { type: 'application/pdf', endings: ['pdf'] },
  jpg: { type: 'image/jpeg', endings: ['jpg', 'jpeg', 'jpe', 'jfif'] },
  png: { type: 'image/png', endings: ['png'] },
} as const satisfies Record<string, { type: string; endings: readonly string[] }>

export type Kind = keyof typeof kinds

export const isKind = (name: string): name is Kind => Object.hasOwn(kinds, name)

/** What a file field accepts, as browsers want it: «.docx,.xlsx,…». */
export const acceptedEndings = Object.values(kinds)
  .flatMap(({ endings }) => endings.map(ending => `.${ending}`))
  .join(',')
