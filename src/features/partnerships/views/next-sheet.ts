import type { Act } from '../../../../workflows/machines/duty.ts'
import { linkButton } from '../../../http/components/button.ts'
import { note } from '../../../http/components/note.ts'
import { progress } from '../../../http/components/progress.ts'
import { sheet } from '../../../http/components/sheet.ts'
import { timeLeft } from '../../../http/components/time-left.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { deadline, relativeTime } from '../../../words/time.ts'
import type { ShownDuty } from '../course.ts'
import { type Home, progressKey } from '../home-query.ts'

const nameOf = ({ schools }: Home, seat: number | null) => schools.find(school => school.seat === seat)?.name ?? ''

/** Where an act is done; null for what signing in does by itself. */
const placeOf = (root: string, { act, seat, about }: ShownDuty): string | null => {
  const at = `/partnerships/${root}`
  const review = `${at}/assignments/${seat}/${about}`
  const places: Partial<Record<Act, string>> = {
    package: `${at}/seats/${seat}/package`,
    resend: `${at}/seats/${seat}/package`,
    review,
    rewrite: review,
    meeting: `${at}/meeting`,
    talk: `${at}/meeting`,
    recommendations: `${review}/recommendations`,
    finalFile: `${at}/seats/${seat}/file`,
    correction: `${at}/seats/${seat}/file`,
  }
  return places[act] ?? null
}

const heading = (frame: PageFrame, home: Home, { act, about }: ShownDuty): string => {
  const { go } = words(frame.lang).home
  const said = go[act]
  return typeof said === 'string' ? said : said(nameOf(home, about))
}

const clock = (frame: PageFrame, home: Home, { dueAt }: ShownDuty): Html | null => {
  if (dueAt === null) return null
  const { lang, at } = frame
  const said = words(lang).home
  const zone = home.schools.find(school => school.seat === home.own)?.zone ?? 'UTC'
  const others = home.schools.filter(school => school.seat !== home.own && school.zone !== zone)
  const past = dueAt <= at.toString({ fractionalSecondDigits: 3 })
  return html`<div class="flow"><p class="s soft">${past ? said.late : said.left}</p>
${!past && timeLeft(lang, at, Temporal.Instant.from(dueAt))}
<p class="s${past && ' late'}"><b>${past ? said.wasUntil(deadline(lang, dueAt, zone, at)) : said.until(deadline(lang, dueAt, zone, at))}</b>${others.map(
    other => html`<br><span class="soft">${said.partnerUntil(deadline(lang, dueAt, other.zone, at))}</span>`,
  )}</p></div>`
}

const todo = (frame: PageFrame, home: Home, duty: ShownDuty): Html => {
  const said = words(frame.lang).home
  const place = placeOf(home.root, duty)
  const filled = duty.act === 'review' ? home.progress.get(progressKey(duty.seat, duty.about ?? 0)) : undefined
  const labels: Readonly<Partial<Record<Act, string>>> = said.open
  const label = labels[duty.act] ?? said.open.package
  return html`<div class="cols c3"><div class="flow">
<p class="serif xl">${heading(frame, home, duty)}</p>
${filled && html`<p>${progress({ ...filled, label: said.filled(filled.done, filled.total) })} ${said.filled(filled.done, filled.total)}</p>`}
${place === null ? html`<p class="soft">${said.soon}</p>` : html`<p class="row">${linkButton({ href: place, label, primary: true })}</p>`}
${duty.act === 'review' && html`<p class="s soft">${said.sealed}</p>`}
</div>${clock(frame, home, duty)}</div>`
}

/** The one next step of a school, or that nothing is expected of it now, whom it waits for and since when. */
export const nextSheet = (frame: PageFrame, home: Home): Html | null => {
  const said = words(frame.lang).home
  if (home.next === null) return null
  const { next } = home
  const title = { id: 'next', title: said.next }
  switch (next.kind) {
    case 'do':
      return sheet({ ...title, remark: said.nextRemark, body: todo(frame, home, next.duty) })
    case 'wait': {
      const who = next.waitingFor.map(seat => nameOf(home, seat)).join(', ')
      const zone = frame.viewer?.zone ?? 'UTC'
      const since = next.since && said.waitingSince(relativeTime(frame.lang, next.since, zone, frame.at))
      const body = html`<p class="serif xl">${said.nothing}</p><p>${said.waitingFor(who)}${since && html`, ${since}`}.</p><p class="soft">${said.weWillWrite}</p>`
      return sheet({ ...title, body })
    }
    case 'done':
      return sheet({ ...title, body: note({ tone: 'ok', body: html`<p>${said.allDone}</p>` }) })
  }
}
