import { log } from '../../../http/components/lists.ts'
import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { relativeTime } from '../../../words/time.ts'
import type { PackageView } from '../package-view.ts'

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** What was done with the package, newest first, with the reasons that were given. */
export const logSheet = (frame: PageFrame, { acts }: PackageView): Html | null => {
  if (acts.length === 0) return null
  const { packages, acts: named } = words(frame.lang)
  const entries = acts.toReversed().map(act => ({
    iso: act.at,
    when: relativeTime(frame.lang, act.at, frame.viewer?.zone ?? 'UTC', frame.at),
    body: html`<p><b>${capital(named.happened[act.type])}.</b> ${act.name ?? packages.someone}</p>${
      act.reason && html`<p class="said pre">${packages.log.reason(act.reason)}</p>`
    }${act.behalf && html`<p class="said pre">${packages.documents.behalf(act.behalf)}</p>`}`,
  }))
  return sheet({ id: 'log', title: packages.log.title, body: log(entries) })
}
