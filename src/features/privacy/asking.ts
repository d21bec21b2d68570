import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { Transaction } from '../../db/pool.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { personOf } from '../caller.ts'
import type { House } from '../house.ts'
import { doOnce, onceOf } from '../once.ts'

/** The header under which a program's call is one call. */
export const keyHeader = Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })) })

/** The same of a plain form. */
export const onceField = Type.String({ minLength: 8, maxLength: 200 })

/** Does a deed in one transaction, once for each key; what it throws ends the request, and nothing is done. */
export const once = async (
  { db }: Pick<House, 'db'>,
  request: FastifyRequest,
  key: string,
  body: object,
  deed: (tx: Transaction) => Promise<void>,
): Promise<void> => {
  const outcome = await db.transaction().execute(tx =>
    doOnce(tx, personOf(request), onceOf(request, key, body), async () => {
      await deed(tx)
      return { done: {} }
    }),
  )
  if ('keyReused' in outcome) throwProblem(problem('key-reused'))
}
