import { Type } from '@fastify/type-provider-typebox'
import { assignmentKey } from '../../../workflows/keys.ts'
import type { Programme } from './rules.ts'

/** One review: in which partnership, which seat writes about which. */
export type Place = { readonly root: string; readonly reviewer: number; readonly reviewed: number }

/** The path of a review's pages; their JSON twins stand under /api. */
export const reviewRoute = '/partnerships/:root/assignments/:reviewer/:reviewed'

const seat = Type.String({ pattern: '^[0-9]{1,3}$' })
const name = Type.String({ pattern: '^[a-z][a-z0-9.-]{0,99}$' })

export const placeParams = { root: Type.String({ format: 'uuid' }), reviewer: seat, reviewed: seat }
export const formParams = { ...placeParams, form: name }
export const answerParams = { ...formParams, question: name }
export const versionParams = { ...answerParams, version: Type.String({ format: 'uuid' }) }

export const placeOf = (params: { root: string; reviewer: string; reviewed: string }): Place => ({
  root: params.root,
  reviewer: Number(params.reviewer),
  reviewed: Number(params.reviewed),
})

/** The assignment's key among the partnership's things, and the name under which its answers are kept. */
export const keyOf = ({ reviewer, reviewed }: Pick<Place, 'reviewer' | 'reviewed'>) => assignmentKey(reviewer, reviewed)

export const reviewPath = ({ root, reviewer, reviewed }: Place) =>
  `/partnerships/${root}/assignments/${reviewer}/${reviewed}`

export const formPath = (place: Place, form: string) => `${reviewPath(place)}/forms/${form}`

export const answerPath = (place: Place, form: string, question: string) =>
  `${reviewPath(place)}/answers/${form}/${question}`

export const choicePath = (place: Place) => `${reviewPath(place)}/choices`

/** The id of a question's line on its form's page. */
export const lineId = (question: string) => `q-${question}`

const programmeAtEnd = /\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** The slot of the document that a form scores, by the form's id. */
export const slotOfForm = (form: string): string => form.replace(programmeAtEnd, '/$1')

/** The programme that a repeated form is about, by the form's id; none for a form that stands once. */
export const programmesOfForm = (form: string): Programme[] => {
  const id = programmeAtEnd.exec(form)?.[1]
  return id === undefined ? [] : [{ id, title: '' }]
}
