/** The answer, or a rejection after `ms` milliseconds; what comes later is nobody's concern. */
export const within = async <Value>(ms: number, answer: Promise<Value>): Promise<Value> => {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms)
  answer.catch(() => undefined)
  return await Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
