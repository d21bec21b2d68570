import type { OutboxCursor } from './outbox-query.ts'

const pattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

export const cursorText = ({ madeAt, id }: OutboxCursor): string => `${madeAt}_${id}`

/** The cursor that a text names; null where it names none. */
export const readCursor = (text: string): OutboxCursor | null => {
  const [, madeAt, id] = pattern.exec(text) ?? []
  return madeAt === undefined || id === undefined ? null : { madeAt, id }
}
