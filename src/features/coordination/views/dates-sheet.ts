import { button } from '../../../http/components/button.ts'
import { tag } from '../../../http/components/note.ts'
import { sheet } from '../../../http/components/sheet.ts'
import { type Html, html } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { deadlineDate, plainDate } from '../../../words/time.ts'
import type { Extendable, Managed } from '../manage-query.ts'
import { type FormFrame, folded, hidden, reasonField } from './form-parts.ts'

const nameOf = ({ schools }: Pick<Managed, 'schools'>, seat: number | null): string =>
  schools.find(school => school.seat === seat)?.name ?? ''

/** The last day on which the duty is still in time, where its school is: YYYY-MM-DD. */
const lastDay = ({ schools }: Managed, { seat, dueAt, earliest }: Extendable): string => {
  const zone = schools.find(school => school.seat === seat)?.zone
  if (dueAt === null || zone === undefined) return earliest
  const day = Temporal.Instant.from(dueAt).subtract({ minutes: 1 }).toZonedDateTimeISO(zone).toPlainDate().toString()
  return day < earliest ? earliest : day
}

const standsAt = ({ frame }: FormFrame, managed: Managed, duty: Extendable): string => {
  const said = words(frame.lang).coordination.manage
  if (duty.dueAt === null) return said.noDate
  const zone = managed.schools.find(({ seat }) => seat === duty.seat)?.zone ?? 'UTC'
  const date = deadlineDate(frame.lang, duty.dueAt, zone, frame.at)
  return duty.dueAt <= frame.at.toString({ fractionalSecondDigits: 3 }) ? said.nowPast(date) : said.now(date)
}

const extendForm = (forms: FormFrame, managed: Managed, duty: Extendable): Html => {
  const said = words(forms.frame.lang).coordination.manage
  const id = duty.key.replaceAll('/', '-')
  return html`<form class="flow" method="post" action="/partnerships/${managed.root}/extend">${hidden(forms, { seen: managed.n, duty: duty.key })}
<div class="f"><label for="${id}-date">${said.newDate}</label><input class="in" type="date" id="${id}-date" name="date" required min="${duty.earliest}" value="${lastDay(managed, duty)}"></div>
${reasonField(id, said.reason, said.reasonHint)}<p>${button({ label: said.extend })}</p></form>`
}

const line = (forms: FormFrame, managed: Managed, duty: Extendable): Html => {
  const { lang, at } = forms.frame
  const { manage: said, territory } = words(lang).coordination
  const act = words(lang).home.acts[duty.act]
  const named = duty.about === null ? act : said.aboutSchool(act, nameOf(managed, duty.about))
  const tone = duty.state === 'overdue' ? 'late' : 'plain'
  return html`<div class="flow"><p>${said.extendOne(named, nameOf(managed, duty.seat))} ${tag(territory.marks[duty.state], tone)}<br><small>${standsAt(
    forms,
    managed,
    duty,
  )}${duty.extension !== null && `, ${said.extendedTo(plainDate(lang, duty.extension, at))}`}</small></p>${folded(
    `${said.extend}…`,
    extendForm(forms, managed, duty),
  )}</div>`
}

const urgency: readonly string[] = ['overdue', 'open', 'held', 'doneLate']

/** What presses before what waits; within that by its date, and school by school. */
const byUrgency = (one: Extendable, other: Extendable) =>
  urgency.indexOf(one.state) - urgency.indexOf(other.state) ||
  (one.dueAt ?? '').localeCompare(other.dueAt ?? '') ||
  one.seat - other.seat

/** The duties whose date can be moved, each with its present date (rules 5). */
export const datesSheet = (forms: FormFrame, managed: Managed): Html => {
  const said = words(forms.frame.lang).coordination.manage
  const body =
    managed.extend.length === 0
      ? html`<p>${said.datesNone}</p>`
      : [...managed.extend].sort(byUrgency).map(duty => line(forms, managed, duty))
  return sheet({ id: 'dates', title: said.dates, body })
}
