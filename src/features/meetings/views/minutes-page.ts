import { linkButton } from '../../../http/components/button.ts'
import { tag } from '../../../http/components/note.ts'
import { card } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import type { ShownMinutes } from '../minutes-query.ts'
import { meetingPath } from '../place.ts'
import { wording } from './sheets.ts'

/** Every wording of the minutes, newest first, and the reader's own that were not taken. */
export const minutesPage = (frame: PageFrame, root: string, versions: readonly ShownMinutes[]): Html => {
  const { minutes: said, title, record } = words(frame.lang).meetings
  const back = meetingPath(root)
  return page(frame, {
    title: said.all,
    current: 'home',
    styles: ['meeting.css'],
    heading: pageHead({ over: html`<a href="${back}">${title}</a>`, title: said.all }),
    body: html`${versions.length === 0 && html`<section class="sheet"><p>${said.none}</p></section>`}${versions.map(
      it =>
        card({
          id: `v-${it.id}`,
          title: it.fate === 'kept' ? said.version(it.version) : said.rejected,
          aside: it.isRecorded && tag(said.recorded, 'ok', 'ok'),
          body: wording(frame, it),
        }),
    )}<p>${linkButton({ href: back, label: record.back })}</p>`,
  })
}
