import { everMay, type Role } from '../../../../workflows/permissions.ts'
import { button } from '../../../http/components/button.ts'
import { type Choice, choiceField, textField } from '../../../http/components/fields.ts'
import { tokenField } from '../../../http/components/form-token.ts'
import type { IconName } from '../../../http/components/icons.ts'
import { type Tone, tag } from '../../../http/components/note.ts'
import { filters } from '../../../http/components/table.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { type Lang, words } from '../../../words/index.ts'
import type { EntryState, LetterState, ShownEntry } from '../entry.ts'
import { isAct, type LetterFilter, letterClasses, letterRoles, subjects } from '../forecast-filter.ts'
import type { Forecast, Place } from '../forecast-query.ts'
import { subjectName } from '../saying.ts'

/** What a page's forms are printed with. `once` makes an idempotency key. */
export type FormFrame = { readonly frame: PageFrame; readonly once: () => string }

/** A form's hidden fields. */
export const hidden = ({ frame, once }: FormFrame, values: Readonly<Record<string, string | number>> = {}): Html =>
  html`${tokenField(frame)}<input type="hidden" name="once" value="${once()}">${Object.entries(values).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}`

type Tab = 'forecast' | 'outbox' | 'sendNow' | 'queues'

/** The ways between the pages about letters, as far as the reader's roles go. */
export const tabs = ({ lang, viewer }: PageFrame, current: Tab): Html => {
  const said = words(lang).letterPages.tabs
  const roles = (viewer?.roles ?? []).map(({ role }) => role as Role)
  const all: readonly (readonly [Tab, string])[] = [
    ['forecast', '/letters/forecast'],
    ['outbox', '/letters'],
    ...(everMay('letters.manage', roles) ? [['sendNow', '/letters/send-now'] as const] : []),
    ...(everMay('operations.read', roles) ? [['queues', '/operations/queues'] as const] : []),
  ]
  return html`<nav class="chips" aria-label="${said.label}">${all.map(
    ([tab, href]) => html`<a href="${href}"${tab === current && html` aria-current="page"`}>${said[tab]}</a>`,
  )}</nav>`
}

const letterTones: Readonly<Record<LetterState, readonly [Tone, IconName | undefined]>> = {
  handing: ['plain', 'clock'],
  waiting: ['mark', 'clock'],
  sent: ['ok', 'ok'],
  failed: ['late', 'warn'],
  dropped: ['plain', undefined],
}

export const letterTag = (lang: Lang, state: LetterState, returned: boolean): Html => {
  const said = words(lang).letterPages.outbox
  if (returned) return tag(said.returned, 'late', 'warn')
  const [tone, icon] = letterTones[state]
  return tag(said.states[state], tone, icon)
}

const entryTones: Readonly<Record<EntryState, readonly [Tone, IconName | undefined]>> = {
  due: ['mark', 'clock'],
  sent: ['ok', 'ok'],
  skipped: ['plain', undefined],
  failed: ['late', 'warn'],
  cancelled: ['plain', undefined],
}

export const entryTag = (lang: Lang, { state, bounce, letterState }: ShownEntry): Html => {
  const said = words(lang).letterPages
  if (state === 'sent' && bounce !== null) return tag(said.outbox.returned, 'late', 'warn')
  if (state === 'due' && letterState === 'waiting') return tag(said.outbox.states.waiting, 'mark', 'clock')
  const [tone, icon] = entryTones[state]
  return tag(said.why.states[state], tone, icon)
}

/** Who reads it: the school by its name, an officer by name and role. */
export const readerCell = (
  lang: Lang,
  it: Pick<ShownEntry, 'role' | 'schoolName' | 'personName' | 'person'>,
): Printable => {
  const said = words(lang).letterPages
  const name = it.person === null ? said.why.nobody : (it.personName ?? said.why.noName)
  return it.role === 'school' || it.role === 'actor'
    ? html`<b>${it.schoolName ?? name}</b><br><small>${name}</small>`
    : html`<b>${name}</b><br><small>${said.roles[it.role]}</small>`
}

const chosen = (any: string, texts: readonly (string | null)[]): Choice[] => [
  { value: '', label: any },
  ...[...new Set(texts.filter(text => text !== null))].map(text => ({ value: text, label: text })),
]

/** The regions and municipalities that one can choose among; nothing where there is no choice. */
export const placeFields = (
  { lang }: PageFrame,
  { region, municipality }: Pick<LetterFilter, 'region' | 'municipality'>,
  places: readonly Place[],
): Html => {
  const said = words(lang).letterPages.filter
  const regions = chosen(
    said.any,
    places.map(place => place.region),
  )
  const municipalities = chosen(
    said.any,
    places.map(place => place.municipality),
  )
  return html`${regions.length > 2 && choiceField({ name: 'region', label: said.region, value: region ?? '', choices: regions })}${
    municipalities.length > 2 &&
    choiceField({ name: 'municipality', label: said.municipality, value: municipality ?? '', choices: municipalities })
  }`
}

/** Everything by which the forecast can be narrowed. */
export const filterForm = (
  frame: PageFrame,
  action: string,
  { filter, places, seasons }: Pick<Forecast, 'filter' | 'places' | 'seasons'>,
  seasonName: (definition: string) => string,
): Html => {
  const said = words(frame.lang).letterPages
  const choice = (name: string, label: string, value: string | null, any: string, choices: readonly Choice[]) =>
    choiceField({ name, label, value: value ?? '', choices: [{ value: '', label: any }, ...choices] })
  const about = subjects.map(subject => ({
    value: subject,
    label: isAct(subject)
      ? `${said.filter.duties}: ${subjectName(frame.lang, subject)}`
      : subjectName(frame.lang, subject),
  }))
  const season =
    seasons.length > 1 &&
    choice(
      'season',
      said.filter.season,
      filter.cycle,
      said.filter.any,
      seasons.map(({ cycle, definition }) => ({ value: cycle, label: seasonName(definition) })),
    )
  return filters({
    action,
    fields: html`${textField({ name: 'school', label: said.filter.school, type: 'search', value: filter.school ?? '' })}${placeFields(
      frame,
      filter,
      places,
    )}${season}${choice('about', said.filter.about, filter.about, said.filter.anything, about)}${choice(
      'role',
      said.filter.role,
      filter.role,
      said.filter.anyone,
      letterRoles.map(role => ({ value: role, label: said.roles[role] })),
    )}${choice(
      'class',
      said.filter.class,
      filter.class,
      said.filter.anyhow,
      letterClasses.map(value => ({ value, label: said.classes[value] })),
    )}`,
    button: button({ label: said.filter.show }),
  })
}

/** A form that cancels, folded: it says what that means, and asks why. `id` tells the forms of a page apart. */
export const cancelForm = (forms: FormFrame, action: string, id: string): Html => {
  const said = words(forms.frame.lang).letterPages.letter
  return html`<details><summary>${said.cancel}</summary><form class="flow" method="post" action="${action}"><p>${said.cancelHint}</p>${hidden(
    forms,
  )}<div class="f"><label for="why-${id}">${said.why}</label><textarea class="in" rows="2" id="why-${id}" name="reason" required minlength="3" maxlength="4000"></textarea></div><p>${button(
    { label: said.cancelDo },
  )}</p></form></details>`
}
