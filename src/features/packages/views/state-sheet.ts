import { note } from '../../../http/components/note.ts'
import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { deadline, relativeTime } from '../../../words/time.ts'
import type { PackageView } from '../package-view.ts'
import { actForm, folded } from './act-form.ts'
import type { FormFrame } from './form-parts.ts'
import { missingName, slotName } from './names.ts'
import { receipt } from './receipt.ts'

const whenOf = (frame: PageFrame, at: string) => relativeTime(frame.lang, at, frame.viewer?.zone ?? 'UTC', frame.at)

/** Where a package stands for the school that sends it: what is missing, the one button, the receipt. */
export const stateSheet = (forms: FormFrame, view: PackageView): Html => {
  const said = words(forms.frame.lang).packages.state
  return sheet({
    id: 'state',
    title: said.title,
    remark: dueLine(forms.frame, view),
    body: view.state === 'preparing' ? preparing(forms, view) : sent(forms, view),
  })
}

/** Until when the package is owed, in the reader's zone; said also when that has passed. */
export const dueLine = (frame: PageFrame, { dueAt }: PackageView): Printable => {
  if (dueAt === null) return null
  const said = words(frame.lang).packages
  const text = deadline(frame.lang, dueAt, frame.viewer?.zone ?? 'UTC', frame.at)
  const past = Temporal.Instant.compare(Temporal.Instant.from(dueAt), frame.at) <= 0
  return html`<p${past && html` class="late"`}>${past ? said.wasUntil(text) : said.until(text)}</p>`
}

function preparing(forms: FormFrame, view: PackageView): Html {
  const { frame } = forms
  const said = words(frame.lang).packages.state
  const again = view.returned !== null
  return html`${again && returnedNote(frame, view, 'school')}
<p class="serif xl">${said.preparing}</p>${
    view.missing.length > 0
      ? html`<p>${said.preparingText} ${said.missing}</p><ul class="bullets">${view.missing.map(code => {
          const { says, href } = missingName(frame, view, code)
          return html`<li><a href="${href}">${says}</a></li>`
        })}</ul>`
      : html`<p>${said.ready(view.slots.filter(({ versions }) => versions.length > 0).length)} ${said.sendText}</p>`
  }${
    view.may.send
      ? actForm(forms, view, { act: 'send', label: again ? said.sendAgain : said.send, primary: true })
      : view.missing.length === 0 && html`<p class="soft">${said.nobodyElse}</p>`
  }${view.sending && receipt(frame, view, view.sending)}`
}

function sent(forms: FormFrame, view: PackageView): Html {
  const { frame } = forms
  const said = words(frame.lang).packages.state
  const opened = view.acts.findLast(({ type }) => type === 'package.open')
  const standing = view.state === 'received' && opened ? said.openedAt(whenOf(frame, opened.at)) : said.notOpened
  return html`${
    view.sending &&
    note({ tone: 'ok', body: html`<p><b>${said.sentAt(whenOf(frame, view.sending.at))}</b> ${standing}</p>` })
  }${view.sending && receipt(frame, view, view.sending)}${
    view.may.recall &&
    folded(
      said.recall,
      actForm(forms, view, { act: 'recall', label: said.recallYes, before: html`<p>${said.recallText}</p>` }),
    )
  }`
}

/** The last return: when, why, and what is to be replaced. */
export const returnedNote = (frame: PageFrame, view: PackageView, to: 'school' | 'reviewer'): Printable => {
  const act = view.acts.findLast(({ type }) => type === 'package.return')
  if (act === undefined || view.returned === null) return null
  const said = words(frame.lang).packages
  const when = whenOf(frame, act.at)
  const { at, slots } = view.returned
  const old = slots.filter(slot => !view.content.versions.some(version => version.slot === slot && version.at > at))
  const names = (list: readonly string[]) => list.map(slot => slotName(frame, view, slot)).join(', ')
  return note({
    tone: 'mark',
    icon: 'back',
    body: html`<p><b>${to === 'school' ? said.state.returned(when) : said.state.youReturned(when)}</b></p>${
      act.reason && html`<p class="said pre">${act.reason}</p>`
    }<p>${said.state.returnedFor} ${names(slots)}. ${
      to === 'school'
        ? [old.length > 0 && said.state.stillOld(names(old)), ' ', said.state.returnedMark]
        : said.state.awaitAgain
    }</p>`,
  })
}
