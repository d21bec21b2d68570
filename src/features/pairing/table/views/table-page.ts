import { tokenField } from '../../../../http/components/form-token.ts'
import { note, tag } from '../../../../http/components/note.ts'
import { type Html, html } from '../../../../http/html.ts'
import { page, pageHead } from '../../../../http/layout.ts'
import { words } from '../../../../words/index.ts'
import { relativeTime } from '../../../../words/time.ts'
import type { TablePage } from '../table-query.ts'
import { fairCard } from './fair-card.ts'
import { groupsTable } from './groups-table.ts'
import { actForm, type FormFrame, plainButton } from './parts.ts'
import { runSheet } from './run-sheet.ts'
import { enrolledSheet, weightsSheet, wishesSheet } from './side-sheets.ts'

/** An act on the season itself goes through the one door. */
const seasonForm = ({ frame, once }: FormFrame, { table }: TablePage, act: string, fields: Html | null, button: Html) =>
  html`<form class="flow" method="post" action="/cycles/${table.cycle}/${act}">${tokenField(frame)}<input type="hidden" name="once" value="${once()}"><input type="hidden" name="seen" value="${table.n}">${fields}${button}</form>`

const proposalLine = ({ frame }: FormFrame, { draft, fits }: TablePage): Html => {
  const said = words(frame.lang).pairing
  if (draft === null) return html`${said.states.pairing}`
  const zone = frame.viewer?.zone ?? 'UTC'
  const when = relativeTime(frame.lang, draft.madeAt, zone, frame.at)
  const gap = said.number(draft.bound - draft.total)
  const proven = draft.optimal
    ? said.optimal
    : draft.how === 'exchanged'
      ? said.changedByHand(gap)
      : said.notProven(gap)
  const mark =
    draft.publishedAt === null
      ? tag(fits ? said.draft : said.outdated, 'mark')
      : tag(said.published(relativeTime(frame.lang, draft.publishedAt, zone, frame.at)), 'ok')
  return html`${mark} ${said.proposal(draft.version, when, draft.seconds)}; ${proven}`
}

const acts = (forms: FormFrame, it: TablePage): Html | null => {
  const said = words(forms.frame.lang).pairing
  const { table, draft, fits, run, counts } = it
  if (table.state === 'draft')
    return note({
      body: html`<p>${said.openPairingHint}</p>${seasonForm(forms, it, 'open-pairing', null, plainButton(said.openPairing, true))}`,
    })
  if (table.state !== 'pairing' || run?.state === 'running') return null
  const ready = draft !== null && fits && draft.objections.length === 0
  const propose = actForm(
    forms,
    table,
    'propose',
    {},
    plainButton(draft === null ? said.propose : said.proposeAgain, !ready),
  )
  const warning = it.unaddressed > 0 && note({ tone: 'mark', body: html`<p>${said.unaddressed(it.unaddressed)}</p>` })
  const version = html`<input type="hidden" name="proposal" value="${draft?.version ?? 0}">`
  const publish =
    ready &&
    html`<details class="pub"><summary>${said.publish}</summary><div class="flow"><p>${said.publishHint(counts.all)}</p>${warning}${seasonForm(
      forms,
      it,
      'publish',
      version,
      plainButton(said.publishNow, true),
    )}</div></details>`
  return html`<div class="go-acts">${propose}${publish}</div>`
}

const notes = ({ frame }: FormFrame, { table, draft, fits }: TablePage): Html | null => {
  const said = words(frame.lang).pairing
  if (draft === null) return table.state === 'pairing' ? note({ body: html`<p>${said.none}</p>` }) : null
  if (draft.objections.length > 0) return note({ tone: 'late', body: html`<p>${said.objections}</p>` })
  return fits || table.state !== 'pairing' ? null : note({ tone: 'mark', body: html`<p>${said.outdatedNote}</p>` })
}

/** The table of a season's pairs for whoever publishes them. */
export const tablePage = (forms: FormFrame, it: TablePage): Html => {
  const { frame } = forms
  const { lang } = frame
  const said = words(lang).pairing
  const { table, draft, counts, asking, run } = it
  const busy = run?.state === 'running'
  return page(frame, {
    title: said.title,
    current: 'pairing',
    wide: true,
    styles: ['pairing.css'],
    ...(busy ? { modules: ['pairing-run.js'] } : {}),
    heading: pageHead({
      over: html`${table.season.name[lang]}. ${said.states[table.state]}. <a href="/seasons/${table.cycle}">${said.toSeason}</a>`,
      title: draft === null ? said.title : said.headline(counts.all, draft.schools),
      under: proposalLine(forms, it),
    }),
    body: html`${notes(forms, it)}${runSheet(forms, it)}${acts(forms, it)}${draft !== null && fairCard(lang, it, draft)}${
      draft !== null && groupsTable(forms, it)
    }${asking.request.schools.length > 0 && wishesSheet(forms, it)}${enrolledSheet(forms, it)}${weightsSheet(forms, it)}`,
  })
}
