import { Type } from '@fastify/type-provider-typebox'
import { assignmentKey } from '../../../workflows/keys.ts'
import type { Part } from './rules.ts'

/** One list of recommendations: in which partnership, which seat advises which. */
export type Place = { readonly root: string; readonly reviewer: number; readonly reviewed: number }

/** The path of a list's pages; their JSON twins stand under /api. */
export const listRoute = '/partnerships/:root/assignments/:reviewer/:reviewed/recommendations'

const tails: Readonly<Record<Part, string>> = { item: '', answer: '/answer', dispute: '/dispute' }

/** The path of one part of one recommendation: itself, the answer to it, the dispute of it. */
export const lineRoute = (part: Part) => `${listRoute}/items/:item${tails[part]}`

const seat = Type.String({ pattern: '^[0-9]{1,3}$' })
const id = Type.String({ format: 'uuid' })

export const placeParams = { root: id, reviewer: seat, reviewed: seat }
export const itemParams = { ...placeParams, item: id }
export const versionParams = { ...itemParams, version: id }

export const placeOf = (params: Readonly<Record<string, string>>): Place => ({
  root: String(params.root),
  reviewer: Number(params.reviewer),
  reviewed: Number(params.reviewed),
})

/** The assignment's key among the partnership's things, and the name under which its list is kept. */
export const keyOf = ({ reviewer, reviewed }: Pick<Place, 'reviewer' | 'reviewed'>) => assignmentKey(reviewer, reviewed)

export const listPath = ({ root, reviewer, reviewed }: Place) =>
  `/partnerships/${root}/assignments/${reviewer}/${reviewed}/recommendations`

export const linePath = (place: Place, item: string, part: Part) => `${listPath(place)}/items/${item}${tails[part]}`

/** The id of a recommendation on its list's page. */
export const itemId = (item: string) => `item-${item}`
