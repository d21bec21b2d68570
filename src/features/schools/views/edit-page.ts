import { button } from '../../../http/components/button.ts'
import { faultList } from '../../../http/components/fault-list.ts'
import { choiceField, textField } from '../../../http/components/fields.ts'
import { tokenField } from '../../../http/components/form-token.ts'
import { clash } from '../../../http/components/saved-words.ts'
import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { zoneChoices } from '../../zone-choices.ts'
import type { OpenedRecord } from '../open-record.ts'
import {
  levels,
  localities,
  longest,
  type SchoolFault,
  type SchoolFaults,
  type SchoolField,
  type TypedSchool,
  typedOf,
  weeks,
} from '../rules.ts'
import { fieldNames, levelName, saySchoolFault, shownField } from '../say-school.ts'
import { levelField } from '../school-form.ts'

/** `typed` stands in the fields; `clashing`, where somebody else saved meanwhile, names what both changed. */
export type EditPage = OpenedRecord & {
  readonly typed: TypedSchool
  readonly faults?: SchoolFaults
  readonly clashing?: readonly SchoolField[]
}

/** The form of the record. Faults and clashes are said over it, and nothing that was typed is lost. */
export const editPage = (frame: PageFrame, it: EditPage): Html => {
  const said = words(frame.lang).schools
  const { school, faults = {} } = it
  const names = fieldNames(frame.lang)
  const faulty = Object.entries(faults) as [SchoolField, SchoolFault][]
  const list = faultList({
    title: said.refused,
    safe: said.safe,
    faults: faulty.map(([field, fault]) => ({
      field: field === 'riskProfile' ? levelField(1) : field,
      says: `${names[field]}: ${saySchoolFault(frame.lang, fault)}`,
    })),
  })
  const body = html`${faulty.length > 0 && list}${clashNote(frame, it)}
<form method="post" action="/schools/${school.id}">${tokenField(frame)}<input type="hidden" name="seen" value="${school.version}"><input type="hidden" name="was" value="${JSON.stringify(typedOf(school.record))}">
${sheet({ id: 'record', title: said.record, remark: it.may.territory ? said.running : said.territory, body: recordFields(frame, it) })}
${sheet({ id: 'profile', title: said.profile, remark: said.profileRemark(String(it.factors.year)), body: html`${profileFields(frame, it)}<p>${button({ label: said.save, primary: true })}</p>` })}
</form>`
  const over = html`<a href="/schools/${school.id}">${school.record.name}</a>`
  const heading = pageHead({ over, title: said.editTitle })
  return page(frame, { title: said.editTitle, current: 'school', heading, body })
}

const clashNote = (frame: PageFrame, { clashing, school, factors, typed }: EditPage) => {
  if (clashing === undefined) return null
  const said = words(frame.lang).schools
  const names = fieldNames(frame.lang)
  const shown = (field: SchoolField, whose: TypedSchool) => shownField(frame.lang, field, whose, factors, frame.at)
  const wordings = clashing.flatMap(field => [
    { about: said.clashNow(names[field]), text: shown(field, typedOf(school.record)) },
    { about: said.clashYours(names[field]), text: shown(field, typed) },
  ])
  return clash({ says: said.clash, wordings, actions: null })
}

const recordFields = (frame: PageFrame, { typed, faults = {}, may }: EditPage): Html => {
  const said = words(frame.lang).schools
  const field = (name: Exclude<SchoolField, 'riskProfile'>) => {
    const fault = faults[name]
    return {
      name,
      label: said.fields[name],
      value: typed[name],
      required: true,
      ...(fault === undefined ? {} : { fault: saySchoolFault(frame.lang, fault) }),
    }
  }
  const choices = <Value extends string | number>(values: readonly Value[], labels: Readonly<Record<Value, string>>) =>
    values.map(value => ({ value: String(value), label: labels[value] }))
  const territory = html`${textField({ ...field('region'), maxLength: longest })}
${textField({ ...field('municipality'), maxLength: longest })}
${choiceField({ ...field('zone'), choices: zoneChoices(frame.lang, typed.zone, frame.at) })}`
  return html`${textField({ ...field('name'), maxLength: longest })}
${may.territory && territory}
${choiceField({ ...field('locality'), choices: choices(localities, said.localities) })}
${textField({ ...field('students'), inputmode: 'numeric', maxLength: 6 })}
${choiceField({ ...field('week'), choices: choices(weeks, said.weeks) })}`
}

const profileFields = (frame: PageFrame, { typed, faults, factors }: EditPage): Html => {
  const fault = faults?.riskProfile
  const choices = ['' as const, ...levels].map(level => ({
    value: level,
    label: levelName(frame.lang, factors, level),
  }))
  return html`${fault && html`<p class="err">${saySchoolFault(frame.lang, fault)}</p>`}${factors.factors.map(
    ({ number, name }) =>
      choiceField({
        name: levelField(number),
        label: `${number}. ${name[frame.lang]}`,
        value: typed.levels[number] ?? '',
        choices,
      }),
  )}`
}
