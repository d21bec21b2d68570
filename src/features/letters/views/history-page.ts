import { button, linkButton } from '../../../http/components/button.ts'
import { note } from '../../../http/components/note.ts'
import { sheet } from '../../../http/components/sheet.ts'
import { table } from '../../../http/components/table.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { cursorText } from '../history-cursor.ts'
import type { LetterHistory, PersonLetters, SchoolLetters } from '../history-query.ts'
import { muteableFor } from '../mute.ts'
import { sayingOf, whatOf, whenOf, whyOf } from '../saying.ts'
import { entryTag, type FormFrame, hidden, readerCell } from './parts.ts'

type Shown = { readonly path: string; readonly goesOn: boolean; readonly links: boolean }

/** Entries with their ends, each with its reason in words. `links`: the reader may open the letters. */
const entriesTable = (frame: PageFrame, { entries, next }: LetterHistory, { path, goesOn, links }: Shown): Html => {
  const said = words(frame.lang).letterPages.why
  const saying = sayingOf(frame)
  if (entries.length === 0) return html`<section class="sheet flow"><p>${said.none}</p></section>`
  const rows = entries.map(entry => {
    const when = entry.endedAt !== null && entry.state !== 'skipped' ? entry.endedAt : entry.sendAt
    const open =
      links &&
      entry.letter !== null &&
      html` <a href="/letters/${entry.letter}"><span class="nb">${said.open}</span></a>`
    const preview =
      links &&
      entry.state === 'due' &&
      entry.letter === null &&
      html` <a href="/letters/preview/${entry.id}"><span class="nb">${words(frame.lang).letterPages.forecast.preview}</span></a>`
    return {
      cells: [
        html`<span class="nb">${whenOf(saying, when)}</span>`,
        entryTag(frame.lang, entry),
        readerCell(frame.lang, entry),
        html`${whatOf(frame.lang, entry)}${
          entry.role !== 'school' &&
          entry.role !== 'actor' &&
          entry.schoolName !== null &&
          html` <small>${entry.schoolName}</small>`
        }`,
        html`${whyOf(saying, entry)}${open}${preview}`,
      ],
    }
  })
  const { columns } = said
  const list = table({
    caption: said.caption,
    columns: [
      { label: columns.when },
      { label: columns.state },
      { label: columns.to, kind: 'name' },
      { label: columns.about },
      { label: columns.why },
    ],
    rows,
  })
  return html`${list}${
    (next !== null || goesOn) &&
    html`<p class="row">${goesOn && linkButton({ href: path, label: said.first, small: true })}${
      next !== null &&
      linkButton({ href: `${path}?after=${encodeURIComponent(cursorText(next))}`, label: said.more, small: true })
    }</p>`
  }`
}

const muteSheet = (forms: FormFrame, muted: ReadonlySet<string>): Html => {
  const said = words(forms.frame.lang).letterPages.mute
  const { names } = words(forms.frame.lang).letters
  const federal = forms.frame.viewer?.roles.some(({ role }) => role === 'federalCoordinator') ?? false
  const boxes = muteableFor(federal).map(
    kind =>
      html`<label class="pick"><input type="checkbox" name="kinds" value="${kind}"${muted.has(kind) && html` checked`}><span>${names[kind]}</span></label>`,
  )
  return sheet({
    id: 'mute',
    title: said.title,
    remark: said.remark,
    body: html`<form class="flow" method="post" action="/me/letters/mute"><fieldset class="f"><legend>${said.lead}</legend>${boxes}</fieldset><p class="s soft">${said.always}</p>${hidden(
      forms,
    )}<p>${button({ label: said.save })}</p></form>`,
  })
}

type Mine = LetterHistory & { readonly muted: ReadonlySet<string>; readonly goesOn: boolean; readonly saved: boolean }

/** A person's own letters, and which of them they do without. */
export const myLettersPage = (forms: FormFrame, it: Mine): Html => {
  const { frame } = forms
  const said = words(frame.lang).letterPages
  return page(frame, {
    title: said.why.mine,
    current: 'me',
    wide: true,
    styles: ['letters.css'],
    heading: pageHead({
      over: html`<a href="/me">${words(frame.lang).nav.me}</a>`,
      title: said.why.mine,
      under: said.why.mineLead,
    }),
    body: html`${it.saved && note({ tone: 'ok', icon: 'ok', body: html`<p>${said.mute.saved}</p>` })}${entriesTable(
      frame,
      it,
      {
        path: '/me/letters',
        goesOn: it.goesOn,
        links: false,
      },
    )}${muteSheet(forms, it.muted)}`,
  })
}

/** Somebody's letters, to a coordinator of their territory. */
export const personLettersPage = (frame: PageFrame, it: PersonLetters, goesOn: boolean): Html => {
  const said = words(frame.lang).letterPages
  const title = said.why.of(it.name ?? said.why.noName)
  return page(frame, {
    title,
    current: 'letters',
    wide: true,
    styles: ['letters.css'],
    heading: pageHead({
      over: html`<a href="/letters">${said.section}</a>`,
      title,
      under: said.why.personLead,
    }),
    body: entriesTable(frame, it, { path: `/people/${it.person}/letters`, goesOn, links: true }),
  })
}

/** The letters about a school. */
export const schoolLettersPage = (frame: PageFrame, it: SchoolLetters, goesOn: boolean): Html => {
  const said = words(frame.lang).letterPages
  const title = said.why.ofSchool(it.name)
  return page(frame, {
    title,
    current: it.own ? 'school' : 'letters',
    wide: true,
    styles: ['letters.css'],
    heading: pageHead({
      over: html`<a href="/schools/${it.school}">${it.name}</a>`,
      title,
      under: it.own ? said.why.ownLead : said.why.schoolLead,
    }),
    body: entriesTable(frame, it, { path: `/schools/${it.school}/letters`, goesOn, links: !it.own }),
  })
}
