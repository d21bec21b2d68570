import { sheet } from '../../../../http/components/sheet.ts'
import { type Html, html } from '../../../../http/html.ts'
import { page, pageHead } from '../../../../http/layout.ts'
import { words } from '../../../../words/index.ts'
import type { School } from '../../schools.ts'
import type { ExactLoss } from '../exact.ts'
import type { Table } from '../open-table.ts'
import { schoolPath } from '../paths.ts'
import { actForm, type FormFrame, folded, plainButton, reasonField } from './parts.ts'

type Exact = { readonly table: Table; readonly one: School; readonly other: School; readonly found: ExactLoss }

/** What a pair would cost all schools, exactly, and the way to lock it. */
export const exactPage = (forms: FormFrame, { table, one, other, found }: Exact): Html => {
  const { frame } = forms
  const { exactPage: said, cost, number, school } = words(frame.lang).pairing
  const answer = () => {
    if ('impossible' in found) return said.impossible
    if ('tooLong' in found) return said.tooLong
    if (found.loss === 0) return cost.exactFree
    return found.loss > 0 ? cost.exact(number(found.loss)) : cost.exactGain(number(-found.loss))
  }
  const lock = actForm(
    forms,
    table,
    'lock',
    { schools: [one.id, other.id] },
    html`<p>${said.lockHint}</p>${reasonField('lock', school.reasonOptional, false)}${plainButton(said.lock)}`,
  )
  return page(frame, {
    title: said.title,
    current: 'pairing',
    heading: pageHead({
      over: html`<a href="${schoolPath(table.cycle, one.id)}">${one.name}</a>`,
      title: said.title,
    }),
    body: sheet({
      id: 'exact',
      title: `${one.name} — ${other.name}`,
      body: html`<p>${said.together(one.name, other.name)}</p><p class="serif xl">${answer()}</p>${
        table.state === 'pairing' && !('impossible' in found) && folded(`${said.lock}…`, lock)
      }`,
    }),
  })
}
