import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { page } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import type { Answer, ApiDocument } from '../api-document.ts'
import { type Listed, marked, operationPart, rows } from './operation-part.ts'

/** The API by its own document: what holds everywhere, then the operations by section, then what a refusal means. */
export const referencePage = (frame: PageFrame, { servers, paths, components }: ApiDocument): Html => {
  const said = words(frame.lang).programs.api
  const all: Listed[] = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  )
  const sections = [...Map.groupBy(all, ({ operation }) => operation.tags[0])].sort(([a], [b]) => (a < b ? -1 : 1))
  const begin = html`<ul class="bullets">${Object.values(said.rules).map(rule => html`<li>${rule}</li>`)}</ul>`
  const body = html`<p class="soft">${said.lead}</p>
<p class="row"><a href="/openapi.json">${said.document}</a> <a href="/me/programs">${said.keys}</a></p>
${sheet({ id: 'begin', title: said.begin, remark: said.beginRemark, body: begin })}
<nav class="chips" aria-label="${said.contents}">${sections.map(
    ([tag, { length }]) => html`<a href="#${tag}">${tag} <b class="num">${length}</b></a>`,
  )}<a href="#refusals">${said.refusals}</a></nav>
${sections.map(
  ([tag, operations]) => html`<section class="sheet flow" aria-labelledby="${tag}"><h2 id="${tag}" lang="en">${tag}</h2>
${operations.map(each => operationPart(frame, servers[0].url, each))}</section>`,
)}
<section class="sheet flow" aria-labelledby="refusals"><h2 id="refusals">${said.refusals}</h2>${refusals(frame, Object.entries(components.responses))}</section>`
  return page(frame, { title: said.title, current: 'api', wide: true, styles: ['programs.css'], body })
}

const refusals = (frame: PageFrame, all: readonly (readonly [string, Answer])[]): Printable => {
  const said = words(frame.lang).programs.api
  return rows(
    [said.status, said.meaning],
    all.map(([name, { description }]) => [
      html`<b id="${name}">${name}</b>`,
      html`<span lang="en">${marked(description)}</span>`,
    ]),
  )
}
