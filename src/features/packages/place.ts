import { Type } from '@fastify/type-provider-typebox'

/** A school's place in a partnership: where its package lies. */
export type Place = { readonly root: string; readonly seat: number }

/** The path of a package's pages; their JSON twins stand under /api. */
export const packageRoute = '/partnerships/:root/seats/:seat/package'
export const documentRoute = '/partnerships/:root/documents/:document'

export const placeParams = { root: Type.String({ format: 'uuid' }), seat: Type.String({ pattern: '^[0-9]{1,3}$' }) }
export const programmeParams = { ...placeParams, programme: Type.String({ format: 'uuid' }) }
export const documentParams = { root: Type.String({ format: 'uuid' }), document: Type.String({ format: 'uuid' }) }

export const placeOf = (params: Readonly<Record<string, string>>): Place => ({
  root: String(params.root),
  seat: Number(params.seat),
})

export const packagePath = ({ root, seat }: Place) => `/partnerships/${root}/seats/${seat}/package`
export const documentPath = (root: string, document: string) => `/partnerships/${root}/documents/${document}`

/** The id of a slot's part of the page. */
export const slotId = (slot: string) => `slot-${slot.replace('/', '-')}`
