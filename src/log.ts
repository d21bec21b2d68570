import { type Logger, pino } from 'pino'

/** What the program logs with. */
export type Log = Logger

/**
 * JSON lines with the levels of pino, on stdout or on another file descriptor. What may be in them is decided by what is handed in: ids, enumerated
 * values, counts and durations; never names, addresses, texts, tokens or query strings. Requests and errors pass the
 * serializers below, which copy the few harmless fields and nothing else.
 */
export function openLog(level: string, descriptor: number = 1): Log {
  const serializers = { err: describeError, error: describeError, req: describeRequest, res: describeReply }
  return pino({ level, base: { pid: process.pid }, serializers }, pino.destination({ fd: descriptor, sync: true }))
}

/** A request as log fields: the route's pattern in place of its address, which may hold a token or a name. */
function describeRequest(request: { id?: unknown; method?: unknown; routeOptions?: { url?: unknown } }) {
  return { id: request.id, method: request.method, route: request.routeOptions?.url }
}

function describeReply(reply: { statusCode?: unknown }) {
  return { status: reply.statusCode }
}

/**
 * An error as log fields. The message of a database error may quote a row ("Key (email)=(…) already exists"), so of
 * those only the code and the names of constraint and table are kept.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const fields = error as Error & { code?: unknown; constraint?: unknown; table?: unknown; severity?: unknown }
  const fromDatabase = typeof fields.severity === 'string'
  return {
    type: error.name,
    ...(typeof fields.code === 'string' ? { code: fields.code } : {}),
    ...(fromDatabase ? { constraint: fields.constraint, table: fields.table } : { message: error.message }),
    // The first line of a stack repeats the message.
    stack: error.stack
      ?.split('\n')
      .filter(line => /^\s+at /.test(line))
      .join('\n'),
  }
}
