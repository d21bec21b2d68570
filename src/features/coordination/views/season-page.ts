import { button, linkButton } from '../../../http/components/button.ts'
import { facts } from '../../../http/components/lists.ts'
import { note } from '../../../http/components/note.ts'
import { progress } from '../../../http/components/progress.ts'
import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { plainDate } from '../../../words/time.ts'
import { outcomes, type SeasonPage } from '../season-query.ts'
import { type FormFrame, folded, hidden, reasonField } from './form-parts.ts'

const sayOf = ({ lang }: PageFrame) => words(lang).coordination.season

const datesSheet = (forms: FormFrame, { opened, stages, may, earliest }: SeasonPage): Html => {
  const { lang, at } = forms.frame
  const said = sayOf(forms.frame)
  const nameOf = (id: string) => opened.season.stages.find(stage => stage.id === id)?.name[lang] ?? id
  const shown = facts(
    stages.map(({ id, date }) => ({ name: nameOf(id), value: said.until(plainDate(lang, date, at)) })),
  )
  const fields = stages.map(
    ({ id, date }) =>
      html`<div class="f"><label for="date-${id}">${nameOf(id)}</label><input type="hidden" name="stage" value="${id}"><input class="in" type="date" id="date-${id}" name="date" required value="${date}"></div>`,
  )
  const form = html`<p>${said.moveHint(plainDate(lang, earliest, at))}</p><form class="flow" method="post" action="/cycles/${opened.cycle}/move-dates">${hidden(
    forms,
    { seen: opened.n },
  )}${fields}${reasonField('move', said.reason, said.reasonHint)}<p>${button({ label: said.move })}</p></form>`
  return sheet({ id: 'dates', title: said.dates, body: html`${shown}${may.move && folded(`${said.move}…`, form)}` })
}

const endsSheet = ({ lang }: PageFrame, { state, counts, unfinished, next, opened }: SeasonPage): Html => {
  const said = words(lang).coordination.season
  const names = words(lang).coordination.manage.outcomes
  const table = facts(outcomes.map(outcome => ({ name: names[outcome], value: String(counts[outcome]) })))
  const list =
    unfinished.length > 0 &&
    html`<h3>${said.unfinished}</h3><ul class="bullets">${unfinished.map(
      ({ root, name, region }) =>
        html`<li><a href="/partnerships/${root}/manage">${name}</a> <small>${region}</small></li>`,
    )}</ul>${next !== null && html`<p>${linkButton({ href: `/seasons/${opened.cycle}?after=${next}`, label: said.more, small: true })}</p>`}`
  const over = state === 'closed' || state === 'cancelled'
  return sheet({
    id: 'ends',
    title: over ? said.ended : said.wouldEnd,
    remark: over ? null : said.wouldEndHint,
    body: html`${table}${list}`,
  })
}

const remainingSheet = (forms: FormFrame, { remaining, opened }: SeasonPage): Html | null => {
  const said = sayOf(forms.frame)
  const { to, left, all } = remaining
  if (left === 0) return null
  const label = said.progress(all - left, all)
  const body = html`<p>${to === 'close' ? said.closing(left) : said.reopening(left)}</p><p>${progress({ done: all - left, total: all, label })} ${label}</p><form method="post" action="/seasons/${opened.cycle}/go-on" data-go-on>${hidden(
    forms,
    {},
  )}${button({ label: said.goOn, primary: true })}</form>`
  return sheet({ id: 'remaining', title: said.work, body })
}

const decision = (
  forms: FormFrame,
  { opened }: SeasonPage,
  act: 'close' | 'reopen' | 'cancel',
  asks: Printable,
): Html => {
  const said = sayOf(forms.frame)
  return folded(
    `${said.acts[act]}…`,
    html`<p>${said.hints[act]}</p><form class="flow" method="post" action="/cycles/${opened.cycle}/${act}">${hidden(forms, { seen: opened.n })}${asks}<p>${button(
      { label: said.acts[act] },
    )}</p></form>`,
  )
}

const endSheet = (forms: FormFrame, season: SeasonPage): Html | null => {
  const said = sayOf(forms.frame)
  const { may } = season
  if (!may.close && !may.reopen && !may.cancel) return null
  const why = (act: string) => reasonField(act, said.reason, said.reasonHint)
  return sheet({
    id: 'end',
    title: said.end,
    body: html`${may.close && decision(forms, season, 'close', null)}${may.reopen && decision(forms, season, 'reopen', why('reopen'))}${
      may.cancel && decision(forms, season, 'cancel', why('cancel'))
    }`,
  })
}

const yearsNote = (frame: PageFrame, { withoutDecree, state }: SeasonPage): Html | null => {
  if (withoutDecree.length === 0 || state === 'closed' || state === 'cancelled') return null
  return note({ tone: 'mark', body: html`<p>${sayOf(frame).withoutDecree(withoutDecree.join(', '))}</p>` })
}

/** The season for whoever runs it: dates, how its schools stand, closing and opening again. */
export const seasonPage = (forms: FormFrame, season: SeasonPage): Html => {
  const { frame } = forms
  const { lang, at } = frame
  const said = sayOf(frame)
  const { opened, state, closes } = season
  const busy = season.remaining.left > 0
  const closing = closes === null ? said.closesUnset : said.closes(plainDate(lang, closes, at))
  return page(frame, {
    title: said.title,
    current: 'territory',
    heading: pageHead({
      over: html`<a href="/territory">${words(lang).coordination.pairing.back}</a>`,
      title: opened.season.name[lang],
      under: `${said.states[state]}. ${closing}`,
      aside: html`<a href="/seasons/${opened.cycle}/pairing">${words(lang).coordination.pairing.title}</a>`,
    }),
    ...(busy ? { modules: ['go-on.js'] } : {}),
    body: html`${state === 'cancelled' && note({ tone: 'mark', body: html`<p>${said.cancelledNote}</p>` })}${yearsNote(frame, season)}${remainingSheet(forms, season)}${datesSheet(
      forms,
      season,
    )}${endsSheet(frame, season)}${endSheet(forms, season)}`,
  })
}
