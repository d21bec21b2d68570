import { linkButton } from '../../../http/components/button.ts'
import { faultList } from '../../../http/components/fault-list.ts'
import { note } from '../../../http/components/note.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import type { OpenedReview } from '../open-review.ts'
import { reviewPath } from '../place.ts'
import type { SaidMissing } from '../say-missing.ts'
import { actForm } from './act-form.ts'

export type SubmitPage = {
  readonly review: OpenedReview
  readonly school: string
  readonly missing: readonly SaidMissing[]
  /** Whether this person may submit, and whether the machine would take it but for what is missing. */
  readonly decides: boolean
  readonly inTime: boolean
}

/** Before a submission: first that everything written is kept, then what is missing with a way to each line, or the one question. */
export const submitPage = (frame: PageFrame, it: SubmitPage, newId: () => string): Html => {
  const said = words(frame.lang).reviews
  const at = reviewPath(it.review.place)
  const back = html`<p>${linkButton({ href: at, label: said.title })}</p>`
  const body = !it.inTime
    ? html`${note({ icon: 'lock', body: html`<p>${said.send.notNow}</p>` })}${back}`
    : it.missing.length > 0
      ? html`${faultList({ title: said.send.missing(it.missing.length), safe: said.send.safe, faults: it.missing.map(({ code, says, href }) => ({ field: code, says, href })) })}${back}`
      : it.decides
        ? actForm(frame, {
            action: `${at}/submit`,
            seen: it.review.opened.n,
            once: newId(),
            label: said.submit,
            primary: true,
            lead: html`<b>${said.send.ready}.</b> ${said.send.ask}`,
          })
        : html`${note({ icon: 'user', body: html`<p><b>${said.send.ready}.</b> ${said.send.decider}</p>` })}${back}`
  return page(frame, {
    title: said.send.title,
    current: 'review',
    styles: ['review.css'],
    heading: pageHead({ over: html`<a href="${at}">${said.about(it.school)}</a>`, title: said.send.title }),
    body: html`<section class="sheet flow">${body}</section>`,
  })
}
