import { Type } from '@fastify/type-provider-typebox'

/** A school's place in a partnership, whose final file it is. */
export type Place = { readonly root: string; readonly seat: number }

/** The path of a final file's page; its JSON twin stands under /api. */
export const fileRoute = '/partnerships/:root/seats/:seat/file'
export const attachmentRoute = `${fileRoute}/attachments/:attachment`
export const uploadRoute = `${fileRoute}/uploads/:upload`

const seat = Type.String({ pattern: '^[0-9]{1,3}$' })
export const placeParams = { root: Type.String({ format: 'uuid' }), seat }
export const attachmentParams = { ...placeParams, attachment: Type.String({ format: 'uuid' }) }
export const uploadParams = { ...placeParams, upload: Type.String({ format: 'uuid' }) }

export const placeOf = (params: Readonly<Record<string, string>>): Place => ({
  root: String(params.root),
  seat: Number(params.seat),
})

export const filePath = ({ root, seat: number }: Place) => `/partnerships/${root}/seats/${number}/file`
export const attachmentPath = (place: Place, attachment: string) => `${filePath(place)}/attachments/${attachment}`
export const uploadPath = (place: Place, upload: string) => `${filePath(place)}/uploads/${upload}`

/**
 * Where what a code or a return names is written: of a review or of recommendations with the other school's seat; the meeting; null for what
 * stands on the file's own page.
 */
export const partPath = ({ root, seat: own }: Place, part: string, other: number | null): string | null => {
  const at = `/partnerships/${root}`
  const review = (from: number, to: number) => `${at}/assignments/${from}/${to}`
  if (part === 'meeting' || part === 'minutes') return `${at}/meeting`
  if (other === null) return null
  switch (part) {
    case 'ownReview':
    case 'review':
      return review(own, other)
    case 'ownRecommendations':
    case 'recommendations':
      return `${review(own, other)}/recommendations`
    case 'theirReview':
    case 'partner':
      return review(other, own)
    case 'theirRecommendations':
      return `${review(other, own)}/recommendations`
    default:
      return null
  }
}
