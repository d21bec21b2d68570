import { types } from 'pg'

/**
 * What rows hold, beyond pg's defaults:
 *
 * - `timestamptz`: an ISO instant in UTC with milliseconds, '2022-10-07T19:00:00.000Z' (finer digits are cut off);
 * - `date`: 'YYYY-MM-DD', never a Date in somebody's zone;
 * - `int8`, and so `count(*)`: a number; beyond 2^53 a RangeError.
 *
 * The same inside arrays of these. Instants inside jsonb stay as they were written. The parsers belong to our pools
 * only: pg's global ones are left alone, because the queue opens pools of its own.
 */
export const columnTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    const parse = format === 'binary' ? undefined : parsers.get(oid)
    return parse ?? types.getTypeParser(oid, format)
  },
}

const parseTimestamp: (text: string) => unknown = types.getTypeParser(types.builtins.TIMESTAMPTZ, 'text')
// Elements of an array of text stay as they are, which is what the element parsers below start from.
const TEXT_ARRAY: number = 1009
const parseTexts: (text: string) => (string | null)[] = types.getTypeParser(TEXT_ARRAY, 'text')

function instant(text: string): string {
  const parsed = parseTimestamp(text)
  if (!(parsed instanceof Date)) throw new RangeError(`timestamptz ${text} is no instant`)
  return parsed.toISOString()
}

function integer(text: string): number {
  const parsed = Number(text)
  if (!Number.isSafeInteger(parsed)) throw new RangeError(`int8 ${text} does not fit a number`)
  return parsed
}

const each =
  <T>(parse: (text: string) => T) =>
  (text: string) =>
    parseTexts(text).map(element => (element === null ? null : parse(element)))

const asIs = (text: string) => text

const parsers = new Map<number, (text: string) => unknown>([
  [types.builtins.TIMESTAMPTZ, instant],
  [1185, each(instant)],
  [types.builtins.DATE, asIs],
  [1182, each(asIs)],
  [types.builtins.INT8, integer],
  [1016, each(integer)],
])
