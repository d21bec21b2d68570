import type { Arrived, Found } from './oracle/found.ts'

/** Deletes one letter that carries a rung from what the mail server has, with all its copies. Answers its Message-ID. */
export const spoil = (found: Found): string => {
  const rungs = new Set(found.entries.flatMap(({ id, kind }) => (kind === 'rung' ? [id] : [])))
  const sink = found.sink as Arrived[]
  const victim = sink.filter(({ entries }) => entries.some(id => rungs.has(id))).at(Math.floor(sink.length / 3) % 97)
  if (victim === undefined) throw new Error('There is no letter to delete')
  sink.splice(0, sink.length, ...sink.filter(({ messageId }) => messageId !== victim.messageId))
  return victim.messageId
}
