import { Type } from '@fastify/type-provider-typebox'
import type { Words } from '../words/index.ts'
import { words } from '../words/index.ts'
import type { App } from './app.ts'
import { linkButton } from './components/button.ts'
import { resendForm } from './components/resend-form.ts'
import type { PageFrame } from './frame.ts'
import { type Html, html, type Printable } from './html.ts'
import type { KeptForm } from './kept-form.ts'
import { page, sendPage } from './layout.ts'
import { PROBLEM_SLUGS, type Problem, type ProblemSlug, problem, retryAfterOf, throwProblem } from './problems.ts'

/** Problems after which the very same form may be sent again; its text is shown and offered. Never after a foreign site's request. */
const RESENDABLE: ReadonlySet<ProblemSlug> = new Set<ProblemSlug>(['form-expired', 'busy', 'too-many', 'bug'])

/** The page of a problem: what is safe first, then what is in the way, then the way out. `form` is what the person had sent. */
export const problemPage = (frame: PageFrame, it: Problem, form: KeptForm | null): Html => {
  const said = words(frame.lang).problems
  const { title, safe, detail, out } = said[it.slug]
  const again =
    form && RESENDABLE.has(it.slug) ? resendForm(frame, form, said.resend) : linkButton({ href: '/', label: said.home })
  const body = html`<section class="sheet flow">
<p><b>${safe}</b> ${detail}</p>
${specifics(it, said)}
<p>${out}</p>
${again}
</section>`
  return page(frame, { title, body })
}

/** GET /problems/<slug>: what a problem's `type` leads to. */
export const problemRoutes = (app: App): void => {
  app.get(
    '/problems/:slug',
    { config: { access: 'public' }, schema: { params: Type.Object({ slug: Type.String() }) } },
    async (request, reply) => {
      const slug = PROBLEM_SLUGS.find(known => known === request.params.slug) ?? throwProblem(problem('not-found'))
      const { title, safe, detail, out } = words(request.lang).problems[slug]
      const body = html`<section class="sheet flow"><p>${safe} ${detail}</p><p>${out}</p></section>`
      return sendPage(reply, page(request.frame, { title, body }))
    },
  )
}

function specifics(it: Problem, said: Words['problems']): Printable {
  const wait = retryAfterOf(it)
  if (wait !== null) return html`<p>${said.retryIn(wait)}</p>`
  switch (it.slug) {
    case 'not-now':
      return list(
        said.missing,
        it.params.missing.map(reason => reason.says),
      )
    case 'stale':
      return list(said.since, it.params.since)
    case 'conflict':
      return html`<p>${it.params.reason.says}</p>`
    case 'unprocessable':
      return list(
        said.lines,
        it.params.fields.map(fault => `${fault.label ?? fault.field}: ${fault.says}`),
      )
    case 'too-large':
      return it.params.limitBytes !== null && html`<p>${said.limit(Math.floor(it.params.limitBytes / 1024 / 1024))}</p>`
    case 'bug':
      return html`<p>${said.requestNumber} <code>${it.params.requestId}</code></p>`
    default:
      return null
  }
}

function list(heading: string, sentences: readonly string[]): Printable {
  return (
    sentences.length > 0 &&
    html`<p>${heading}</p><ul class="bullets">${sentences.map(says => html`<li>${says}</li>`)}</ul>`
  )
}
