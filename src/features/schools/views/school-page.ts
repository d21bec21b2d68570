import { linkButton } from '../../../http/components/button.ts'
import { facts } from '../../../http/components/lists.ts'
import { note } from '../../../http/components/note.ts'
import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import type { OpenedRecord } from '../open-record.ts'
import { typedOf } from '../rules.ts'
import { levelName, shownField } from '../say-school.ts'

/** A school's record, to read. */
export const schoolPage = (frame: PageFrame, { school, factors, may }: OpenedRecord, saved: boolean): Html => {
  const said = words(frame.lang).schools
  const { record } = school
  const shown = (['region', 'municipality', 'zone', 'locality', 'students', 'week'] as const).map(field => ({
    name: said.fields[field],
    value: shownField(frame.lang, field, typedOf(record), factors, frame.at),
  }))
  const edit = may.edit && linkButton({ href: `/schools/${school.id}/edit`, label: said.edit, primary: true })
  const people = linkButton({ href: `/schools/${school.id}/people`, label: said.people })
  const letters =
    may.edit && linkButton({ href: `/schools/${school.id}/letters`, label: words(frame.lang).letterPages.section })
  const profile =
    record.riskProfile === null
      ? html`<p>${said.noProfile}</p>`
      : facts(
          factors.factors.map(({ number, name }) => ({
            name: `${number}. ${name[frame.lang]}`,
            value: levelName(frame.lang, factors, record.riskProfile?.[number]),
          })),
        )
  const body = html`${saved && note({ tone: 'ok', icon: 'ok', body: html`<p>${said.saved}</p>` })}
${sheet({ id: 'record', title: said.record, body: html`${facts(shown)}<p class="row">${edit}${people}${letters}</p>` })}
${sheet({ id: 'profile', title: said.profile, remark: said.profileRemark(String(factors.year)), body: profile })}`
  return page(frame, { title: record.name, current: 'school', body })
}
