import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { words } from '../words/index.ts'
import type { App } from './app.ts'
import { button } from './components/button.ts'
import { tokenField } from './components/form-token.ts'
import { resendForm } from './components/resend-form.ts'
import type { FrameDeps } from './frame.ts'
import { type Html, html } from './html.ts'
import { page, sendPage } from './layout.ts'
import { openText, sealText } from './sealed-text.ts'

/** A form that could not be sent: where it was going and every field of it, in order. */
export type KeptForm = { readonly action: string; readonly fields: readonly (readonly [name: string, value: string])[] }

/** Post the sealed text here as `kept` after signing in: its writer is offered the form again. */
export const KEPT_FORM_URL = '/kept-form'

/** Room for a sealed body of the largest size, as base64 in a form: give it as `bodyLimit` to routes that carry `kept`. */
export const KEPT_FORM_LIMIT = 3 * 1024 * 1024

/** The form in a request's body, or null if it was none (JSON, files). The token is already taken out; a password is never kept. */
export const formOf = (request: FastifyRequest): KeptForm | null => {
  const { body } = request
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return null
  if (body === null || typeof body !== 'object') return null
  const fields = Object.entries(body)
    .filter(([name]) => !/password/i.test(name))
    .flatMap(([name, value]) => [value].flat().map(one => [name, String(one)] as const))
  return { action: request.url, fields }
}

/** The form sealed for its writer, or null if there is none. */
export const sealForm = (secret: string, writerId: string, request: FastifyRequest): string | null => {
  const form = formOf(request)
  return form && sealText(secret, writerId, JSON.stringify(form))
}

/** Somebody else is signed in: nothing of the text is shown, and it is carried on to its writer's sign-in. */
const othersPage = (request: FastifyRequest, kept: string): Html => {
  const said = words(request.lang).frame.kept
  const body = html`<p>${said.others}</p><form method="post" action="/sign-out">${tokenField(request.frame)}<input type="hidden" name="kept" value="${kept}"><p>${button({ label: said.othersOut, primary: true })}</p></form>`
  return page(request.frame, { title: said.title, body: html`<section class="sheet flow">${body}</section>` })
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
      if (text === null) return sendPage(reply, othersPage(request, kept), 409)
      const said = words(request.lang).frame.kept
      const body = html`<p>${said.lead}</p>${resendForm(request.frame, JSON.parse(text) as KeptForm, said.send)}`
      return sendPage(
        reply,
        page(request.frame, { title: said.title, body: html`<section class="sheet flow">${body}</section>` }),
      )
    },
  )
}
