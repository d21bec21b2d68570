import type { LetterSettings } from '../../../../workflows/season.ts'
import { button } from '../../../http/components/button.ts'
import { choiceField, textField } from '../../../http/components/fields.ts'
import { note } from '../../../http/components/note.ts'
import { sheet } from '../../../http/components/sheet.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import type { Composed } from '../../../letters/types.ts'
import { words } from '../../../words/index.ts'
import { acts } from '../forecast-filter.ts'
import type { Place } from '../forecast-query.ts'
import { stepName, subjectName } from '../saying.ts'
import type { Candidate, NowWanted } from '../send-now.ts'
import { type FormFrame, hidden, placeFields, tabs } from './parts.ts'
import { letterText } from './preview-page.ts'

/** `found`: the set as it is now, with the first of its letters. `queued`: what has just been sent on its way. */
export type NowPage = {
  readonly letters: LetterSettings
  readonly places: readonly Place[]
  readonly fields: Readonly<Partial<Record<'about' | 'rung' | 'region' | 'municipality' | 'school', string>>>
  readonly wanted: NowWanted | null
  readonly found: {
    readonly people: number
    readonly schools: number
    readonly fails: number
    readonly sample: Composed | null
    readonly first: Candidate | undefined
  } | null
  readonly queued: { readonly letters: number; readonly fewer: number } | null
}

const stepsOf = ({ ladder, ladders }: LetterSettings): number[] =>
  [...new Set([ladder, ...Object.values(ladders)].flatMap(rungs => rungs.map(({ days }) => days)))].sort(
    (a, b) => a - b,
  )

const chooseSheet = ({ frame }: FormFrame, { letters, places, fields, wanted }: NowPage): Html => {
  const said = words(frame.lang).letterPages
  const { now, filter } = said
  const steps = [
    { value: 'overdue', label: now.overdue },
    ...stepsOf(letters).map(step => ({ value: String(step), label: stepName(frame.lang, step) })),
  ]
  const duties = acts.map(act => ({ value: act, label: subjectName(frame.lang, act) }))
  const place = { region: wanted?.region ?? fields.region ?? null, municipality: wanted?.municipality ?? null }
  return sheet({
    id: 'choose',
    title: now.about,
    remark: now.lead,
    body: html`<form class="flow" method="get" action="/letters/send-now"><div class="cols c2">${choiceField({ name: 'about', label: now.about, value: fields.about ?? 'package', choices: duties })}${choiceField(
      { name: 'rung', label: now.step, value: fields.rung ?? 'overdue', choices: steps },
    )}${placeFields(frame, place, places)}${textField({ name: 'school', label: filter.school, type: 'search', value: fields.school ?? '' })}</div><p>${button(
      { label: now.look, primary: wanted === null },
    )}</p></form>`,
  })
}

const foundSheet = (forms: FormFrame, { wanted, found }: NowPage): Html | null => {
  if (wanted === null || found === null) return null
  const { frame } = forms
  const { now } = words(frame.lang).letterPages
  const step = wanted.rung === 'overdue' ? now.overdue : stepName(frame.lang, wanted.rung)
  const title = `${subjectName(frame.lang, wanted.about)}: ${step.charAt(0).toLowerCase()}${step.slice(1)}`
  const fails = found.fails > 0 && html`<p>${now.fails(found.fails)}</p>`
  if (found.people === 0) return sheet({ id: 'found', title, body: html`<p>${now.nobody}</p>${fails}` })
  const { region, municipality, school } = wanted
  const values = {
    about: wanted.about,
    rung: String(wanted.rung),
    asOf: wanted.asOf,
    ...(region === null ? {} : { region }),
    ...(municipality === null ? {} : { municipality }),
    ...(school === null ? {} : { school }),
  }
  const to = [found.first?.schoolName, found.first?.personName].filter(each => each != null).join(', ')
  return html`${sheet({
    id: 'found',
    title,
    body: html`<p><b>${now.found(now.people(found.people), found.schools)}</b></p>${fails}<p class="s soft">${now.when} ${now.done}</p><form method="post" action="/letters/send-now">${hidden(
      forms,
      values,
    )}${button({ label: now.send(found.people), primary: true, icon: 'mail' })}</form>`,
  })}${
    found.sample !== null &&
    sheet({
      id: 'sample',
      title: now.sample,
      remark: now.sampleTo(to),
      body: html`<p><b>${found.sample.subject}</b></p>${letterText(frame.lang, found.sample.text)}`,
    })
  }`
}

/** A reminder at once: to whom, how many, how it looks; and then exactly that. */
export const sendNowPage = (forms: FormFrame, it: NowPage): Html => {
  const { frame } = forms
  const said = words(frame.lang).letterPages
  const { now } = said
  const done =
    it.queued !== null &&
    note({
      tone: 'ok',
      icon: 'ok',
      body: html`<p>${now.queued(it.queued.letters)} ${it.queued.fewer > 0 && now.fewer(it.queued.fewer)}</p><p><a href="/letters/forecast">${now.toForecast}</a></p>`,
    })
  return page(frame, {
    title: now.title,
    current: 'letters',
    wide: true,
    styles: ['letters.css'],
    heading: pageHead({ title: now.title }),
    body: html`${tabs(frame, 'sendNow')}${done}${chooseSheet(forms, it)}${foundSheet(forms, it)}`,
  })
}
