import { button, linkButton } from '../../../http/components/button.ts'
import { said as quoted } from '../../../http/components/lists.ts'
import { tag } from '../../../http/components/note.ts'
import { sheet } from '../../../http/components/sheet.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { threadPath } from '../place.ts'
import type { Question, Said } from '../questions.ts'
import type { Thread } from '../thread-query.ts'
import { type FormFrame, folded, hidden, reasonField, toldTo, whenOf } from './parts.ts'

const longestText = 8000

/** Whose voice it is: ours beside a blue line, the other schools' beside an ochre one; officers read both as they are. */
const voice = ({ own }: Thread, seat: number | null) => {
  if (seat === null || own === null) return undefined
  return seat === own ? 'us' : 'them'
}

const one = ({ frame }: FormFrame, thread: Thread, it: Said): Html => {
  const { meetings, accounts } = words(frame.lang)
  const school = thread.schools.find(({ seat }) => seat === it.seat)?.name
  const roles: Readonly<Record<string, string>> = accounts.roles
  const about = [it.name ?? meetings.someone, school ?? roles[it.role], whenOf(frame, it.at)]
    .filter(Boolean)
    .join(' · ')
  return html`<p class="xs soft">${about}</p>${
    it.body === null ? html`<p class="soft">${meetings.blanked}</p>` : quoted(it.body, voice(thread, it.seat))
  }`
}

const sayForm = (
  forms: FormFrame,
  it: {
    readonly form: string
    readonly action: string
    readonly label: string
    readonly send: string
    readonly primary: boolean
  },
): Html => {
  const told = toldTo(forms, it.form)
  const field = reasonField({
    form: it.form,
    name: 'body',
    label: it.label,
    value: String(told?.typed.body ?? ''),
    fault: told?.faults.get('body'),
    rows: 3,
    minLength: 1,
    maxLength: longestText,
  })
  return html`<form class="flow" method="post" action="${it.action}">${hidden(forms, {})}${field}<p>${button({ label: it.send, primary: it.primary })}</p></form>`
}

const oneQuestion = (forms: FormFrame, thread: Thread, question: Question): Html => {
  const said = words(forms.frame.lang).meetings.questions
  const action = `${threadPath(thread.root, thread.document)}/${question.id}/replies`
  const form = `reply-${question.id}`
  const answering = sayForm(forms, { form, action, label: said.reply, send: said.sendReply, primary: false })
  return html`<li class="flow" id="q-${question.id}">${one(forms, thread, question)}${
    question.version !== thread.version && html`<p>${tag(said.aboutVersion(question.version))}</p>`
  }${question.replies.length > 0 && html`<ul class="replies">${question.replies.map(reply => html`<li class="flow">${one(forms, thread, reply)}</li>`)}</ul>`}${folded(
    said.answer,
    answering,
    toldTo(forms, form) !== null,
  )}</li>`
}

/** The questions about a document with their answers, and the way to ask. */
export const threadPage = (forms: FormFrame, thread: Thread): Html => {
  const { frame } = forms
  const { questions: said } = words(frame.lang).meetings
  const school = thread.schools.find(({ seat }) => seat === thread.seat)?.name ?? ''
  const back = `/partnerships/${thread.root}/seats/${thread.seat}/package`
  const asking = { form: 'ask', action: threadPath(thread.root, thread.document), label: said.question }
  return page(frame, {
    title: said.title,
    current: 'home',
    styles: ['meeting.css'],
    heading: pageHead({
      over: html`<a href="${back}">${said.back}</a>`,
      title: said.title,
      under: said.of(thread.filename, school),
    }),
    body: html`${sheet({
      id: 'thread',
      title: said.link,
      remark: said.lead,
      body:
        thread.questions.length === 0
          ? html`<p class="soft">${said.none}</p>`
          : html`<ol class="thread">${thread.questions.map(question => oneQuestion(forms, thread, question))}</ol>`,
    })}${sheet({ id: 'asking', title: said.ask, body: sayForm(forms, { ...asking, send: said.send, primary: true }) })}<p>${linkButton({ href: back, label: said.back })}</p>`,
  })
}
