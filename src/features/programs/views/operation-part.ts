import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { fieldsOf, type Operation, type Shape, typeOf } from '../api-document.ts'
import { curlOf } from '../curl.ts'

/** An operation at its place. */
export type Listed = { readonly method: string; readonly path: string; readonly operation: Operation }

/** One operation, folded: its parameters, its body, its answers, and a call of it from a shell. */
export const operationPart = (frame: PageFrame, server: string, { method, path, operation }: Listed): Html => {
  const said = words(frame.lang).programs.api
  const { operationId, summary, parameters = [], requestBody } = operation
  const inputs = parameters.map(({ name, in: place, required = false, description = '', schema }) => [
    html`<code>${name}</code>`,
    html`${place}, <code>${typeOf(schema)}</code>`,
    required && said.required,
    description,
  ])
  return html`<details class="op" id="${operationId}"><summary><b>${method.toUpperCase()}</b> <code>${path}</code> <span lang="en">${summary}</span></summary>
<div class="flow">${inputs.length > 0 && html`<h3>${said.parameters}</h3>${rows([said.field, said.type, '', ''], inputs)}`}
${Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) => html`<h3>${said.body} <code>${type}</code></h3>${fieldRows(frame, schema, true)}`)}
<h3>${said.answers}</h3>${answers(frame, operation)}
<h3>${said.example}</h3><pre tabindex="0"><code>${curlOf(server, method, path, operation)}</code></pre></div></details>`
}

/** What it answers when it does what it was asked, field by field; its refusals lead to what they mean. */
const answers = (frame: PageFrame, { responses }: Operation): Printable => {
  const said = words(frame.lang).programs.api
  const all = Object.entries(responses)
  const refused = all.flatMap(([status, it]) =>
    '$ref' in it ? [{ status, name: it.$ref.split('/').at(-1) ?? '' }] : [],
  )
  const good = all.flatMap(([status, it]) => ('$ref' in it ? [] : [{ status, ...it }]))
  return html`${good.map(({ status, description, content = {} }) => {
    const bodies = Object.entries(content)
    const title = html`<p><b>${status}</b> <span lang="en">${description}</span>`
    if (bodies.length === 0) return html`${title}, ${said.noBody}</p>`
    return bodies.map(([type, { schema }]) => html`${title} <code>${type}</code></p>${fieldRows(frame, schema, false)}`)
  })}
<p>${said.refusals}: ${refused.map(({ status, name }) => html`<a href="#${name}">${status}</a> `)}</p>`
}

/** `sent`: the caller writes it, so it matters what must be there; an answer has all its fields. */
const fieldRows = (frame: PageFrame, schema: Shape, sent: boolean): Printable => {
  const said = words(frame.lang).programs.api
  const fields = fieldsOf(schema)
  if (fields.length === 0) return html`<p><code>${typeOf(schema)}</code></p>`
  return rows(
    [said.field, said.type, '', ''],
    fields.map(({ path, type, required, description }) => [
      html`<code>${path}</code>`,
      html`<code>${type}</code>`,
      sent && required && said.required,
      description,
    ]),
  )
}

/** Names in backquotes, as the document writes them, as code. */
export const marked = (text: string): Printable =>
  text.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part))

/** A small table that becomes lines on a phone; a column without a heading explains itself. */
export const rows = (headings: readonly string[], all: readonly (readonly Printable[])[]): Html =>
  html`<table class="api"><thead><tr>${headings.map(it => (it === '' ? html`<td></td>` : html`<th scope="col">${it}</th>`))}</tr></thead><tbody>${all.map(
    cells => html`<tr>${cells.map(cell => html`<td>${cell}</td>`)}</tr>`,
  )}</tbody></table>`
