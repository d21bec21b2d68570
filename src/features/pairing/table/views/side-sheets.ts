import { button, linkButton } from '../../../../http/components/button.ts'
import { choiceField, fieldId } from '../../../../http/components/fields.ts'
import { note, tag } from '../../../../http/components/note.ts'
import { sheet } from '../../../../http/components/sheet.ts'
import { type Html, html } from '../../../../http/html.ts'
import { words } from '../../../../words/index.ts'
import { relativeTime } from '../../../../words/time.ts'
import { schoolPath, tablePath } from '../paths.ts'
import { affinities, amounts } from '../settings-form.ts'
import type { TablePage } from '../table-query.ts'
import { actButton, actForm, type FormFrame, folded, mostOf } from './parts.ts'

/** What the coordinator wished: who stays together, who is kept apart, by whom and why. */
export const wishesSheet = (forms: FormFrame, { table, asking }: TablePage): Html => {
  const { frame } = forms
  const { wishes: said, school } = words(frame.lang).pairing
  const nameOf = (id: string) => asking.request.schools.find(each => each.id === id)?.name ?? ''
  const tones = { lock: 'ok', ban: 'late', conflict: 'mark' } as const
  const lines = asking.wishes.map(({ id, kind, schools, at, name, reason }) => {
    const names = schools.map(nameOf).join(' — ')
    const when = relativeTime(frame.lang, at, frame.viewer?.zone ?? 'UTC', frame.at)
    const lift =
      table.state === 'pairing' &&
      actButton(forms, table, 'lift', { wish: id }, { label: said.lift, spoken: said.liftOf(names) })
    return html`<li class="row apart"><div>${tag(said.kinds[kind], tones[kind])} ${names}<br><small>${said.by(name ?? '', when)}</small>${
      reason !== null && html`<p class="said pre s">${reason}</p>`
    }</div>${lift}</li>`
  })
  const list = lines.length === 0 ? html`<p>${said.empty}</p>` : html`<ul class="plain flow">${lines}</ul>`
  const body = html`${list}${asking.curated.length > 0 && html`<p class="s soft">${said.curated(asking.curated.length)}</p>`}<p>${linkButton(
    { href: tablePath(table.cycle, '/schools'), label: said.find, small: true },
  )}</p>`
  return sheet({ id: 'wishes', title: said.title, remark: school.otherHint, body })
}

/** Who takes part, and who could yet. */
export const enrolledSheet = (forms: FormFrame, { table, asking, waiting }: TablePage): Html => {
  const { enrolled: said } = words(forms.frame.lang).pairing
  const { unready } = asking
  const missing =
    unready.length > 0 &&
    note({
      tone: 'late',
      body: html`<p>${said.unready(unready.length)}</p><ul class="bullets">${unready
        .slice(0, 20)
        .map(({ school, name }) => html`<li><a href="${schoolPath(table.cycle, school)}">${name}</a></li>`)}</ul>`,
    })
  const more = waiting.reduce((sum, { schools }) => sum + schools, 0)
  const open = table.state === 'draft' || table.state === 'pairing'
  const choice = choiceField({
    name: 'region',
    label: said.region,
    choices: [
      { value: '', label: said.every },
      ...waiting.map(({ region, schools }) => ({ value: region, label: `${region} (${schools})` })),
    ],
  })
  const form =
    open &&
    more > 0 &&
    html`<p>${said.waiting(more)}</p>${actForm(forms, table, 'enrol', {}, html`${choice}<p>${button({ label: said.enrol })}</p>`)}`
  return sheet({
    id: 'enrolled',
    title: said.title,
    body: html`<p><b>${said.count(asking.request.schools.length)}</b> ${linkButton({ href: tablePath(table.cycle, '/schools'), label: said.list, small: true })}</p>${missing}${form}`,
  })
}

/** What a season weighs, with the form that changes it. */
export const weightsSheet = (forms: FormFrame, { table, asking }: TablePage): Html => {
  const { weights: said, list } = words(forms.frame.lang).pairing
  const { settings } = asking.request
  const most = mostOf(settings)
  const shown = html`<ul class="bullets">${(['risk', 'size', 'place'] as const).map(
    part => html`<li>${list.upTo(list.parts[part], most[part])}</li>`,
  )}<li>${list.penalty(list.parts.region, settings.sameRegionLoss)}</li></ul>`
  const number = (name: string, label: string, value: number, min: number) =>
    html`<div class="f"><label for="${fieldId(name)}">${label}</label><input class="in" type="number" id="${fieldId(name)}" name="${name}" value="${value}" min="${min}" max="1000000" step="1" required></div>`
  const levels = affinities.map(([name, a, b]) =>
    number(name, said.affinity[name], settings.affinity[a]?.[b] ?? 0, -1000),
  )
  const fields = html`<fieldset class="f"><legend>${said.affinity.title}</legend><div class="nums">${levels}</div></fieldset><div class="nums">${amounts.map(
    ([name, of]) => number(name, said.fields[name], of(settings), 0),
  )}</div><div class="f"><label class="pick"><input type="checkbox" name="differentRegion" value="yes"${
    settings.differentRegion && html` checked`
  }><span>${said.differentRegion}</span></label></div><p>${button({ label: said.save })}</p>`
  const open = table.state === 'draft' || table.state === 'pairing'
  return sheet({
    id: 'weights',
    title: said.title,
    remark: said.hint,
    body: html`${shown}${open && folded(said.change, actForm(forms, table, 'settings', {}, fields))}`,
  })
}
