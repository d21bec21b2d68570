import { button } from '../../../http/components/button.ts'
import { facts, log } from '../../../http/components/lists.ts'
import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import type { ShownEntry } from '../entry.ts'
import type { LetterPage } from '../letter-query.ts'
import { sayingOf, whatOf, whenOf, whyOf } from '../saying.ts'
import { happened } from './outbox-page.ts'
import { cancelForm, entryTag, type FormFrame, hidden, letterTag } from './parts.ts'
import { letterText } from './preview-page.ts'

const about = (frame: PageFrame, { letter, bounces }: LetterPage): Html => {
  const said = words(frame.lang).letterPages
  const saying = sayingOf(frame)
  const bounce = bounces.at(-1)
  const returned = bounce === undefined ? null : (bounce.says ?? bounce.status ?? '')
  return facts([
    {
      name: said.letter.state,
      value: html`${letterTag(frame.lang, letter.state, returned !== null)} ${happened(frame, { ...letter, bounce: returned })}`,
    },
    {
      name: said.letter.to,
      value: html`<a href="/people/${letter.person}/letters">${letter.personName ?? said.why.noName}</a>`,
    },
    { name: said.letter.how, value: said.classes[letter.class] },
    { name: said.letter.made, value: whenOf(saying, letter.madeAt) },
    ...(letter.sentAt === null ? [] : [{ name: said.letter.sent, value: whenOf(saying, letter.sentAt) }]),
    { name: said.letter.lang, value: said.letter.langs[letter.lang] },
    { name: said.letter.messageId, value: html`<code class="s">${letter.messageId}</code>` },
  ])
}

const entryLine = (frame: PageFrame, entry: ShownEntry): Html =>
  html`<li><p><b>${whatOf(frame.lang, entry)}</b> ${entry.schoolName !== null && html`<small>${entry.schoolName}</small>`}</p><p class="s">${entryTag(
    frame.lang,
    entry,
  )} ${whyOf(sayingOf(frame), entry)}</p></li>`

const text = (frame: PageFrame, { letter }: LetterPage): Html => {
  const said = words(frame.lang).letterPages.letter
  if (letter.mixed) return html`<p>${said.hidden}</p>`
  return letter.body === null ? html`<p>${said.noText}</p>` : letterText(frame.lang, letter.body)
}

const attempts = (frame: PageFrame, { attempts: all }: LetterPage): Html => {
  const said = words(frame.lang).letterPages.letter
  if (all.length === 0) return html`<p>${said.noAttempts}</p>`
  return log(
    all.map(({ n, at, outcome, answer }) => ({
      iso: at,
      when: whenOf(sayingOf(frame), at),
      body: html`<p>${said.attempt(n, said.outcomes[outcome])}</p>${answer !== null && answer !== '' && html`<p class="s soft">${answer}</p>`}`,
    })),
  )
}

const acts = (forms: FormFrame, { letter, entries }: LetterPage): Html | null => {
  const said = words(forms.frame.lang).letterPages.letter
  const failed = letter.state === 'failed' && entries.some(({ state }) => state === 'failed')
  const due = letter.state === 'waiting' && entries.some(({ state }) => state === 'due')
  if (!failed && !due) return null
  const again = html`<form class="flow" method="post" action="/letters/${letter.id}/retry"><p>${said.retryHint}</p>${hidden(forms)}<p>${button({ label: said.retry, primary: true })}</p></form>`
  return html`${failed && again}${due && cancelForm(forms, `/letters/${letter.id}/cancel`, 'letter')}`
}

/** One letter: what became of it, what it is about, its text, its attempts, and what came back. */
export const letterPage = (forms: FormFrame, it: LetterPage): Html => {
  const { frame } = forms
  const said = words(frame.lang).letterPages
  const { letter, entries, bounces } = it
  const acting = acts(forms, it)
  const title = letter.subject ?? (letter.mixed ? said.entries(entries.length) : said.outbox.noSubject)
  return page(frame, {
    title,
    current: 'letters',
    styles: ['letters.css'],
    heading: pageHead({ over: html`<a href="/letters">${said.letter.back}</a>`, title }),
    body: html`${sheet({ id: 'what', title: said.letter.what, body: html`${about(frame, it)}${acting}` })}
${sheet({ id: 'entries', title: said.letter.entries, remark: said.letter.entriesRemark, body: html`<ul class="plain flow">${entries.map(entry => entryLine(frame, entry))}</ul>` })}
${sheet({ id: 'attempts', title: said.letter.attempts, body: attempts(frame, it) })}
${
  bounces.length > 0 &&
  sheet({
    id: 'bounces',
    title: said.letter.bounces,
    body: log(
      bounces.map(({ at, permanent, says, status }) => ({
        iso: at,
        when: whenOf(sayingOf(frame), at),
        body: html`<p>${permanent ? said.letter.bounceKinds.permanent : said.letter.bounceKinds.passing}</p><p class="s soft">${[status, says].filter(each => each !== null).join(' ')}</p>`,
      })),
    ),
  })
}
${sheet({ id: 'text', title: said.letter.text, remark: said.letter.textRemark, body: text(frame, it) })}`,
  })
}
