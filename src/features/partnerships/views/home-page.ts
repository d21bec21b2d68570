import { linkButton } from '../../../http/components/button.ts'
import { facts, log } from '../../../http/components/lists.ts'
import { note } from '../../../http/components/note.ts'
import { card } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { clockTime, deadlineDate, longDate, relativeTime, weekdayDate } from '../../../words/time.ts'
import type { Home } from '../home-query.ts'
import type { Happening, Listed } from '../queries.ts'
import { courseSheet } from './course-sheet.ts'
import { nextSheet } from './next-sheet.ts'
import { recommendationsCard } from './recommendations-card.ts'

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const zoneOf = (frame: PageFrame) => frame.viewer?.zone ?? 'UTC'

const partners = (frame: PageFrame, home: Home): Html => {
  const said = words(frame.lang).home
  const others = home.schools.filter(school => school.seat !== home.own)
  const lead = home.own === null ? null : others.length > 1 ? said.yourPartners : said.yourPartner
  return html`<p>${lead} ${others.map(
    ({ name, municipality, zone }, index) =>
      html`${index > 0 && '; '}<b>${name}</b>, ${municipality}. ${said.partnerAt(clockTime(frame.lang, frame.at, zone))}`,
  )}</p>`
}

/** What happened, in words, with who did it. */
const happening = (frame: PageFrame, home: Pick<Home, 'schools'>, { type, seat, name }: Happening): Html => {
  const said: Readonly<Record<string, string>> = words(frame.lang).acts.happened
  const school = home.schools.find(candidate => candidate.seat === seat)?.name
  return html`<p><b>${capital(said[type] ?? type)}.</b> ${[school, name].filter(Boolean).join(' · ')}</p>`
}

const news = (frame: PageFrame, home: Home): Html => {
  const said = words(frame.lang).home
  return card({
    id: 'news',
    title: said.partnerDid,
    aside: html`<a class="s" href="/partnerships/${home.root}/history">${said.whole}</a>`,
    body: html`${log(
      home.news.map(it => ({
        iso: it.at,
        when: relativeTime(frame.lang, it.at, zoneOf(frame), frame.at),
        body: happening(frame, home, it),
      })),
    )}${home.cleans && html`<p><a class="s" href="/partnerships/${home.root}/privacy">${words(frame.lang).privacy.room.title}</a></p>`}`,
  })
}

const contacts = (frame: PageFrame, home: Home): Html => {
  const said = words(frame.lang).home
  const others = home.schools.filter(school => school.seat !== home.own)
  return card({
    id: 'contacts',
    title: said.contacts,
    aside: html`<a class="s" href="/partnerships/${home.root}/meeting">${said.acts.meeting}</a>`,
    body: facts(
      others.map(({ name, contact }) => ({
        name: home.own === null ? name : said.partner,
        value:
          contact === null
            ? said.noContact
            : html`<b>${contact.name}</b>${contact.email && html`<br><a href="mailto:${contact.email}">${contact.email}</a>`}${contact.phone && html`<br>${contact.phone}`}`,
      })),
    ),
  })
}

const missed = (frame: PageFrame, home: Home): Html | null => {
  const said = words(frame.lang).home
  const zone = zoneOf(frame)
  const late = home.duties.filter(
    ({ seat, state }) => (home.own === null || seat === home.own) && (state === 'overdue' || state === 'doneLate'),
  )
  if (late.length === 0) return null
  const lines = late.map(({ act, state, doneAt, dueAt }) => {
    const name = said.acts[act]
    return state === 'doneLate'
      ? said.doneLate(name, longDate(frame.lang, doneAt ?? '', zone, frame.at))
      : said.overdue(name, deadlineDate(frame.lang, dueAt ?? '', zone, frame.at))
  })
  return card({ id: 'missed', title: said.missed, body: lines.map(line => note({ body: html`<p>${line}</p>` })) })
}

/** A school's own final file is a click away at any time: before its duty to see what it holds, after it for the receipt. */
const fileCard = ({ lang }: PageFrame, { own, root }: Home): Html | null => {
  if (own === null) return null
  const said = words(lang)
  const way = html`<a href="/partnerships/${root}/seats/${own}/file">${said.home.open.finalFile}</a>`
  return card({ id: 'final-file', title: said.finalFiles.title, body: html`<p>${way}</p>` })
}

const offices = ['municipalCoordinator', 'regionalCoordinator', 'federalCoordinator']

/** Those who answer for a territory are led on to what they may decide here. */
const decisions = ({ lang, viewer }: PageFrame, { own, root }: Home): Html | null =>
  own === null && viewer?.roles.some(({ role }) => offices.includes(role))
    ? html`<p>${linkButton({ href: `/partnerships/${root}/manage`, label: words(lang).coordination.manage.title })}</p>`
    : null

/** A partnership's home: one next step, the course of both schools side by side, what happened, whom to talk to. */
export const homePage = (frame: PageFrame, home: Home): Html =>
  page(frame, {
    title: words(frame.lang).home.section,
    current: 'home',
    heading: pageHead({
      title: capital(weekdayDate(frame.lang, frame.at, zoneOf(frame))),
      aside: partners(frame, home),
    }),
    body: html`${decisions(frame, home)}${nextSheet(frame, home)}${courseSheet(frame, home)}<div class="cols c3">${news(frame, home)}<div>${contacts(frame, home)}${recommendationsCard(frame, home)}${fileCard(frame, home)}${missed(frame, home)}</div></div>`,
  })

/** For those who have several partnerships, or none. */
export const listPage = (frame: PageFrame, listed: readonly Listed[]): Html => {
  const said = words(frame.lang).home
  const body =
    listed.length === 0
      ? card({ id: 'list', title: said.noPartnership, body: html`<p>${said.noPartnershipText}</p>` })
      : card({
          id: 'list',
          title: said.chooseTitle,
          body: html`<ul class="log">${listed.map(({ root, schools }) => html`<li><a href="/partnerships/${root}">${schools.join(' — ')}</a></li>`)}</ul>`,
        })
  return page(frame, { title: said.section, current: 'home', body })
}
