import { linkButton } from '../../../../http/components/button.ts'
import { note } from '../../../../http/components/note.ts'
import { progress } from '../../../../http/components/progress.ts'
import { card } from '../../../../http/components/sheet.ts'
import { type Html, html } from '../../../../http/html.ts'
import { words } from '../../../../words/index.ts'
import { tablePath } from '../paths.ts'
import type { Run } from '../runs.ts'
import type { TablePage } from '../table-query.ts'
import { actForm, type FormFrame, plainButton } from './parts.ts'

/** How far a run has come, in thousandths: each stage has its share of the bar. */
const shares = { candidates: [0, 250], matching: [250, 650], checking: [900, 100] } as const

const reached = ({ stage, left, schools }: Run): number => {
  const [from, room] = shares[stage]
  return Math.round(from + (stage === 'checking' || schools === 0 ? 0 : room * (1 - Math.min(left, schools) / schools)))
}

/** Where a run stands, with the way to stop it; or what came of the last one, where that was no proposal. */
export const runSheet = (forms: FormFrame, { table, run }: TablePage): Html | null => {
  const { lang } = forms.frame
  const { run: said, cancel } = words(lang).pairing
  if (run === null || run.state === 'proposed') return null
  if (run.state === 'impossible') {
    const sentences = (run.says ?? []).map(sentence => html`<p>${sentence[lang]}</p>`)
    return note({ tone: 'late', body: html`<p><b>${said.impossible}</b></p>${sentences}` })
  }
  if (run.state !== 'running') return note({ tone: 'mark', body: html`<p>${said[run.state]}</p>` })
  const label = said.progress(said.stages[run.stage], run.schools - Math.min(run.left, run.schools), run.schools)
  const bar = progress({ done: reached(run), total: 1000, label })
  const stages = Object.entries(said.stages).map(([stage, name]) => html` data-${stage}="${name}"`)
  const body = html`<div data-run="/api${tablePath(table.cycle, '/run')}"${stages}>${bar}</div><p role="status">${label}</p><p class="s soft">${said.hint}</p><div class="row">${linkButton(
    { href: tablePath(table.cycle), label: said.refresh, small: true },
  )}${actForm(forms, table, 'cancel', {}, plainButton(cancel))}</div>`
  return card({ id: 'run', title: said.title, body })
}
