import { linkButton } from '../../../http/components/button.ts'
import { tag } from '../../../http/components/note.ts'
import { chips, table } from '../../../http/components/table.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { cursorText, type Queue, type QueueList, type QueueRow, queueLists } from '../curator-queue.ts'
import { filePath } from '../place.ts'
import { whenOf } from './names.ts'

/** The curator's desk: three lists, the oldest first, each line a way to its file. */
export const curatorPage = (frame: PageFrame, list: QueueList, queue: Queue): Html => {
  const said = words(frame.lang).finalFiles.queue
  const heads = { waiting: said.since, returned: said.returnedAt, confirmed: said.confirmedAt }
  const rows = queue.rows.map(row => ({ cells: cellsOf(frame, list, row) }))
  return page(frame, {
    title: said.title,
    current: 'curator',
    wide: true,
    heading: pageHead({ title: said.title, under: said.lead(queue.counts.waiting) }),
    body: html`${chips(
      said.filters,
      queueLists.map(name => ({
        href: `/curator?list=${name}`,
        label: said.lists[name],
        count: queue.counts[name],
        current: name === list,
      })),
    )}${
      rows.length === 0
        ? html`<section class="sheet"><p>${said.empty[list]}</p></section>`
        : table({
            caption: said.lists[list],
            columns: [
              { label: said.school, kind: 'name' },
              { label: said.partners },
              { label: heads[list] },
              ...(list === 'returned' ? [{ label: said.part }] : []),
            ],
            rows,
          })
    }${
      queue.next !== null &&
      html`<p>${linkButton({ href: `/curator?list=${list}&after=${encodeURIComponent(cursorText(queue.next))}`, label: said.more })}</p>`
    }`,
  })
}

const cellsOf = (frame: PageFrame, list: QueueList, row: QueueRow) => {
  const said = words(frame.lang).finalFiles
  return [
    html`<a href="${filePath(row)}"><b>${row.school}</b></a> <span class="xs soft">${row.municipality}</span>${row.deputy && html` ${tag(said.queue.deputy)}`}`,
    row.partners.join('; '),
    whenOf(frame, row.at),
    ...(list === 'returned' ? [row.part === null ? '' : said.verdict.parts[row.part]] : []),
  ]
}
