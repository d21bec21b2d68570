import { type Static, Type } from '@fastify/type-provider-typebox'
import type { GrantedThing } from '../../http/viewer.ts'
import { isUuid, tokenDays } from './rules.ts'

/** What the form posts. `only`: everything, one of the listed things as `kind:id`, or `address` for the one in the field below. */
export const tokenForm = Type.Object({
  once: Type.String({ minLength: 8, maxLength: 200 }),
  name: Type.String({ maxLength: 200 }),
  access: Type.Union([Type.Literal('read'), Type.Literal('write')]),
  days: Type.Union(tokenDays.map(days => Type.Literal(days))),
  only: Type.String({ maxLength: 60 }),
  address: Type.Optional(Type.String({ maxLength: 1000 })),
})

export type TypedToken = Static<typeof tokenForm>

/** The thing that was chosen: null for everything, 'none' where the form names nothing that could be one. */
export const thingOf = ({ only, address = '' }: Pick<TypedToken, 'only' | 'address'>): GrantedThing | null | 'none' => {
  if (only === 'all') return null
  const [kind, id] = only === 'address' ? inAddress(address) : only.split(':')
  if ((kind !== 'partnership' && kind !== 'school') || !isUuid(id)) return 'none'
  return { kind, id: id.toLowerCase() }
}

/** The address of a page of ours, whole or its path alone. */
const inAddress = (address: string): readonly (string | undefined)[] => {
  const [, kind, id] = /\/(partnership|school)s\/([0-9a-f-]{36})(?:[/?#]|$)/i.exec(address) ?? []
  return [kind?.toLowerCase(), id]
}
