import { TOKEN_FIELD } from '../form-fields.ts'
import type { PageFrame } from '../frame.ts'
import { type Html, html, NOTHING } from '../html.ts'

/** The hidden token every plain form of a signed-in person carries. */
export const tokenField = (frame: Pick<PageFrame, 'formToken'>): Html =>
  frame.formToken === null ? NOTHING : html`<input type="hidden" name="${TOKEN_FIELD}" value="${frame.formToken}">`

/** The action of a multipart form: its body is read by the route itself, so its token stands in the query. */
export const uploadAction = (frame: Pick<PageFrame, 'formToken'>, path: string): string =>
  frame.formToken === null
    ? path
    : `${path}${path.includes('?') ? '&' : '?'}${TOKEN_FIELD}=${encodeURIComponent(frame.formToken)}`
