import { button } from '../../../../http/components/button.ts'
import { tag } from '../../../../http/components/note.ts'
import { card } from '../../../../http/components/sheet.ts'
import { type Html, html } from '../../../../http/html.ts'
import { page, pageHead } from '../../../../http/layout.ts'
import { words } from '../../../../words/index.ts'
import { schoolPath, tablePath } from '../paths.ts'
import type { SchoolPage } from '../school-query.ts'
import type { Alternative } from '../what-if.ts'
import {
  actForm,
  brokenTags,
  costWords,
  type FormFrame,
  folded,
  plainButton,
  reasonField,
  schoolLines,
  weightParts,
} from './parts.ts'

const nameIn = ({ asking }: SchoolPage, id: string) => asking.request.schools.find(each => each.id === id)?.name ?? ''

/** Together, never, conflict: what can be wished about two schools, each with its reason. */
const wishForms = (forms: FormFrame, it: SchoolPage, schools: readonly string[], id: string, locks: boolean): Html => {
  const { school: said } = words(forms.frame.lang).pairing
  const { table } = it
  const values = { schools, back: it.school.id }
  const one = (act: 'lock' | 'ban' | 'conflict') =>
    folded(
      `${said[act]}…`,
      actForm(
        forms,
        table,
        act,
        values,
        html`${reasonField(`${act}-${id}`, said.reasonOptional, false)}${plainButton(said[act])}`,
      ),
    )
  const apart = schools.length === 2 && html`${one('ban')}${one('conflict')}`
  return html`<div class="acts">${locks && one('lock')}${apart}</div>`
}

const groupCard = (forms: FormFrame, it: SchoolPage): Html => {
  const { lang } = forms.frame
  const { school: said, list, number } = words(lang).pairing
  const { group, asking, table } = it
  if (group === null) return card({ id: 'pair', title: said.decide, body: html`<p>${said.notPaired}</p>` })
  const sides = group.sides.map(
    side =>
      html`<div><p>${nameIn(it, side.a)} — ${nameIn(it, side.b)}: <b>${number(side.weight)}</b> ${brokenTags(lang, side.broken)}</p>${weightParts(lang, side, asking.request.settings)}</div>`,
  )
  const members = group.members.flatMap(id => asking.request.schools.find(each => each.id === id) ?? [])
  return card({
    id: 'pair',
    title: said.decide,
    aside: group.locked && tag(list.locked, 'ok', 'lock'),
    body: html`<div class="duo">${members.map(school => schoolLines(lang, school, school.id === it.school.id ? null : schoolPath(table.cycle, school.id)))}</div>${sides}${
      table.state === 'pairing' && wishForms(forms, it, group.members, 'own', !group.locked)
    }`,
  })
}

const exchangeForm = (forms: FormFrame, it: SchoolPage, { exchange, school }: Alternative): Html | null => {
  const { school: said, signed } = words(forms.frame.lang).pairing
  if (exchange === null || !it.fits || it.table.state !== 'pairing') return null
  if (exchange.broken.some(rule => rule === 'ban' || rule === 'conflict')) return null
  const loss = signed(-exchange.loss)
  const names = exchange.groups.map(ids => ids.map(id => nameIn(it, id)).join(' — ')).join('; ')
  const excuse = exchange.broken.length > 0
  const id = `x-${exchange.a}-${exchange.b}`
  const body = html`<p class="s">${said.exchangeHint(names)}</p>${
    excuse &&
    html`<p>${said.needsReason}: ${brokenTags(forms.frame.lang, exchange.broken)}</p>${reasonField(id, said.reason, true)}`
  }<p>${button({ label: said.exchange(loss), small: true })}</p>`
  return html`<details><summary><span aria-hidden="true">${said.exchange(loss)}…</span><span class="vh">${said.exchangeOf(nameIn(it, school), loss)}</span></summary>${actForm(
    forms,
    it.table,
    'exchange',
    { a: exchange.a, b: exchange.b, back: it.school.id },
    body,
  )}</details>`
}

const alternativesCard = (
  forms: FormFrame,
  it: SchoolPage,
  [id, all]: SchoolPage['alternatives'][number],
  index: number,
): Html => {
  const { lang } = forms.frame
  const { school: said, signed } = words(lang).pairing
  const lines = all.map(alternative => {
    const other = it.asking.request.schools.find(each => each.id === alternative.school)
    if (other === undefined) return null
    const exact = `${tablePath(it.table.cycle, '/exact')}?${new URLSearchParams({ a: id, b: other.id })}`
    return html`<li><div class="row apart">${schoolLines(lang, other, schoolPath(it.table.cycle, other.id))}<div class="cost">${costWords(lang, alternative.leastLoss)}</div></div><p class="s soft">${said.weight(
      alternative.weight,
      signed(Math.round(alternative.gain)),
    )}. <a href="${exact}"><span aria-hidden="true">${said.exactNow}</span><span class="vh">${said.exactOf(other.name)}</span></a></p>${exchangeForm(forms, it, alternative)}</li>`
  })
  return card({
    id: `other-${index}`,
    title: said.alternatives(nameIn(it, id)),
    body: all.length === 0 ? html`<p>${said.none}</p>` : html`<ul class="plain alts">${lines}</ul>`,
  })
}

const othersCard = (forms: FormFrame, it: SchoolPage): Html => {
  const { lang } = forms.frame
  const { school: said, list } = words(lang).pairing
  const search = html`<form class="flow" method="get" action="${schoolPath(it.table.cycle, it.school.id)}#others" role="search"><div class="f"><label for="f-name">${said.find}</label><input class="in" type="search" id="f-name" name="name" value="${it.name ?? ''}"></div><p>${button({ label: said.search, small: true })}</p></form>`
  const found = it.others.map(({ school: id, weight, broken, leastLoss }, index) => {
    const other = it.asking.request.schools.find(each => each.id === id)
    if (other === undefined) return null
    return html`<li>${schoolLines(lang, other, schoolPath(it.table.cycle, id))}<p class="s">${weight !== 0 && list.bar(weight)} ${brokenTags(lang, broken)} ${
      leastLoss !== null && costWords(lang, leastLoss)
    }</p>${it.table.state === 'pairing' && wishForms(forms, it, [it.school.id, id], `o${index}`, true)}</li>`
  })
  const none = it.name !== null && found.length === 0 && html`<p>${said.found}</p>`
  return card({
    id: 'others',
    title: said.other,
    body: html`<p class="s soft">${said.otherHint}</p>${search}${none}<ul class="plain alts">${found}</ul>`,
  })
}

/** One school on the table: its pair, the best other partners and their price, and what can be wished about it. */
export const schoolPage = (forms: FormFrame, it: SchoolPage): Html => {
  const { frame } = forms
  const { school: said, title } = words(frame.lang).pairing
  const { table, school } = it
  const leave = folded(
    said.remove,
    html`<p>${said.removeHint}</p>${actForm(forms, table, 'remove', { school: school.id }, plainButton(said.removeNow))}`,
  )
  const open = table.state === 'draft' || table.state === 'pairing'
  return page(frame, {
    title: `${school.name} · ${title}`,
    current: 'pairing',
    wide: true,
    styles: ['pairing.css'],
    heading: pageHead({
      over: html`<a href="${tablePath(table.cycle)}">${said.back}</a>`,
      title: school.name,
      under: said.place(school.region, said.localities[school.locality], school.students),
    }),
    body: html`${groupCard(forms, it)}${it.alternatives.length > 0 && html`<p class="s soft">${said.hint}</p>`}<div class="cols halves">${it.alternatives.map(
      (each, index) => alternativesCard(forms, it, each, index),
    )}</div>${othersCard(forms, it)}${open && leave}`,
  })
}
