import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { words } from '../words/index.ts'
import type { App } from './app.ts'
import { resendForm } from './components/resend-form.ts'
import type { FrameDeps } from './frame.ts'
import { html } from './html.ts'
import { page, sendPage } from './layout.ts'
import { problem, throwProblem } from './problems.ts'
import { openText, sealText } from './sealed-text.ts'

/** A form that could not be sent: where it was going and every field of it, in order. */
export type KeptForm = { readonly action: string; readonly fields: readonly (readonly [name: string, value: string])[] }

/** Post the sealed text here as `kept` after signing in: its writer is offered the form again. */
export const KEPT_FORM_URL = '/kept-form'

/** Room for a sealed body of the largest size, as base64 in a form: give it as `bodyLimit` to routes that carry `kept`. */
export const KEPT_FORM_LIMIT = 3 * 1024 * 1024

/** The form in a request's body, or null if it was none (JSON, files). The token is already taken out. */
export const formOf = (request: FastifyRequest): KeptForm | null => {
  const { body } = request
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return null
  if (body === null || typeof body !== 'object') return null
  const fields = Object.entries(body).flatMap(([name, value]) =>
    [value].flat().map(one => [name, String(one)] as const),
  )
  return { action: request.url, fields }
}

/** The form sealed for its writer, or null if there is none. */
export const sealForm = (secret: string, writerId: string, request: FastifyRequest): string | null => {
  const form = formOf(request)
  return form && sealText(secret, writerId, JSON.stringify(form))
}

/** POST /kept-form: whoever wrote it sees it again and sends it; whoever else is signed in sees nothing of it. */
export const keptFormRoutes = (app: App, deps: FrameDeps): void => {
  app.post(
    KEPT_FORM_URL,
    {
      config: { access: 'public' },
      bodyLimit: KEPT_FORM_LIMIT,
      schema: { body: Type.Object({ kept: Type.String() }) },
    },
    async (request, reply) => {
      const { kept } = request.body
      if (!request.viewer) return deps.onSignedOut(request, reply, kept)
      const text = openText(deps.secret, request.viewer.personId, kept)
      if (text === null) return throwProblem(problem('other-person'))
      const said = words(request.lang).frame.kept
      const body = html`<p>${said.lead}</p>${resendForm(request.frame, JSON.parse(text) as KeptForm, said.send)}`
      return sendPage(
        reply,
        page(request.frame, { title: said.title, body: html`<section class="sheet flow">${body}</section>` }),
      )
    },
  )
}
