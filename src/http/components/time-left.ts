import type { Lang } from '../../words/index.ts'
import { words } from '../../words/index.ts'
import { timeLeft as inWords } from '../../words/time.ts'
import { type Html, html } from '../html.ts'

/** How long is left until `due`, as of `at`; a script keeps it up to date, without one it is as of the page's making. */
export const timeLeft = (lang: Lang, at: Temporal.Instant, due: Temporal.Instant): Html => {
  const seconds = Math.max(0, Math.floor((due.epochMilliseconds - at.epochMilliseconds) / 1000))
  const over = words(lang).frame.timeOver
  return html`<p class="left" data-seconds-left="${seconds}" data-over="${over}">${inWords(lang, at, due) ?? over}</p>`
}
