import type { HistoryCursor } from './history-query.ts'

const pattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_(\d{1,15})$/

export const cursorText = ({ sendAt, id }: HistoryCursor): string => `${sendAt}_${id}`

/** The cursor that a text names; null where it names none. */
export const readCursor = (text: string): HistoryCursor | null => {
  const [, sendAt, id] = pattern.exec(text) ?? []
  return sendAt === undefined ? null : { sendAt, id: Number(id) }
}
