import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { page } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { type ApiDocument, type Field, fieldsOf, type Operation, type Shape, typeOf } from '../api-document.ts'
import { curlOf } from '../curl.ts'

type Listed = { readonly method: string; readonly path: string; readonly operation: Operation }

/** The API by its own document: what holds everywhere, then the operations by section. */
export const referencePage = (frame: PageFrame, { servers, paths }: ApiDocument): Html => {
  const said = words(frame.lang).programs.api
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  )
  const sections = [...Map.groupBy(all, ({ operation }) => operation.tags[0])].sort(([a], [b]) => (a < b ? -1 : 1))
  const body = html`<p class="soft">${said.lead}</p>
<p class="row"><a href="/openapi.json">${said.document}</a> <a href="/me/programs">${said.keys}</a></p>
${sheet({
  id: 'begin',
  title: said.begin,
  remark: said.beginRemark,
  body: html`<ul class="bullets">${Object.values(said.rules).map(rule => html`<li>${rule}</li>`)}</ul>`,
})}
<nav class="chips" aria-label="${said.contents}">${sections.map(
    ([tag, { length }]) => html`<a href="#${tag}">${tag} <b class="num">${length}</b></a>`,
  )}</nav>
${sections.map(
  ([tag, operations]) => html`<section class="sheet flow" aria-labelledby="${tag}"><h2 id="${tag}" lang="en">${tag}</h2>
${operations.map(each => operationPart(frame, servers[0].url, each))}</section>`,
)}`
  return page(frame, { title: said.title, current: 'api', wide: true, styles: ['programs.css'], body })
}

const operationPart = (frame: PageFrame, server: string, { method, path, operation }: Listed): Html => {
  const said = words(frame.lang).programs.api
  const { operationId, summary, parameters = [], requestBody, responses } = operation
  const inputs = parameters.map(({ name, in: place, required = false, description = '', schema }) => ({
    cells: [
      html`<code>${name}</code>`,
      place,
      html`<code>${typeOf(schema)}</code>`,
      required && said.required,
      description,
    ],
  }))
  const bodies = Object.entries(requestBody?.content ?? {})
  return html`<details class="op" id="${operationId}"><summary><b class="verb ${method}">${method.toUpperCase()}</b> <code>${path}</code> <span lang="en">${summary}</span></summary>
<div class="flow">${inputs.length > 0 && html`<h3>${said.parameters}</h3>${rows([said.field, said.place, said.type, '', ''], inputs)}`}
${bodies.map(([type, { schema }]) => html`<h3>${said.body} <code>${type}</code></h3>${fieldRows(frame, schema)}`)}
<h3>${said.answers}</h3>${rows(
    [said.status, said.meaning],
    Object.entries(responses).map(([status, { description }]) => ({
      cells: [html`<b>${status}</b>`, html`<span lang="en">${marked(description)}</span>`],
    })),
  )}
${Object.entries(responses)
  .filter(([status]) => status.startsWith('2'))
  .map(([status, { content = {} }]) =>
    Object.entries(content).map(
      ([type, { schema }]) => html`<h3>${status} <code>${type}</code></h3>${fieldRows(frame, schema)}`,
    ),
  )}
<h3>${said.example}</h3><pre><code>${curlOf(server, method, path, operation)}</code></pre></div></details>`
}

/** Names in backquotes, as the document writes them, as code. */
const marked = (text: string): Printable =>
  text.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part))

const fieldRows = (frame: PageFrame, schema: Shape): Printable => {
  const said = words(frame.lang).programs.api
  const fields = fieldsOf(schema)
  if (fields.length === 0) return html`<p><code>${typeOf(schema) || said.noBody}</code></p>`
  return rows(
    [said.field, said.type, '', ''],
    fields.map(({ path, type, required, description }: Field) => ({
      cells: [html`<code>${path}</code>`, html`<code>${type}</code>`, required && said.required, description],
    })),
  )
}

/** A small table that becomes lines on a phone; what has no heading explains itself. */
const rows = (headings: readonly string[], all: readonly { readonly cells: readonly Printable[] }[]): Html =>
  html`<table class="api"><thead><tr>${headings.map(heading => html`<th scope="col">${heading}</th>`)}</tr></thead><tbody>${all.map(
    ({ cells }) => html`<tr>${cells.map(cell => html`<td>${cell}</td>`)}</tr>`,
  )}</tbody></table>`
