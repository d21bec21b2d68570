import { button } from '../../../http/components/button.ts'
import { tokenField } from '../../../http/components/form-token.ts'
import { clash } from '../../../http/components/saved-words.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import type { OpenedLine } from '../open-line.ts'
import { linePath } from '../place.ts'
import { presentOf, type SaidBy, undecidedOf, type Version } from '../rules.ts'
import { press } from './forms.ts'
import type { Saying } from './saying.ts'

/** The fields of a wording beside its text, as a form posts them. */
const fieldsBeside = ({ part }: OpenedLine, { said }: Version): Record<string, string> => {
  if (part === 'item') return { document: (said as SaidBy['item']).document ?? '' }
  if (part === 'dispute') return {}
  const { answer, date, done } = said as SaidBy['answer']
  return { answer, date: date ?? '', ...(done ? { done: 'yes' } : {}) }
}

const boxText = (saying: Saying, { part }: OpenedLine, version: Version): string => {
  const said = words(saying.lang).recommendations
  const body = version.body ?? said.blanked
  if (part === 'item') {
    const { document, removed } = version.said as SaidBy['item']
    return removed ? `(${said.clash.gone})` : `${saying.document(document)}\n${body}`
  }
  if (part === 'dispute') return body || said.history.none
  return [said.answers[(version.said as SaidBy['answer']).answer], body].filter(Boolean).join('\n')
}

const merging = (frame: PageFrame, line: OpenedLine, mine: Version, theirs: Version): Html => {
  const said = words(frame.lang).recommendations
  const action = linePath(line.page.list.place, line.id, line.part)
  const both = [mine.body, theirs.body].filter(Boolean).join('\n\n')
  const name = line.part === 'answer' ? 'reason' : 'text'
  return html`<details><summary>${said.clash.merge}</summary><form class="flow" method="post" action="${action}">${tokenField(frame)}<input type="hidden" name="base" value="${theirs.version}">${Object.entries(
    fieldsBeside(line, mine),
  ).map(
    ([field, value]) => html`<input type="hidden" name="${field}" value="${value}">`,
  )}<div class="f"><label for="merged">${said.clash.merged}</label><textarea class="in" id="merged" name="${name}" rows="6">
${both}</textarea></div><p>${button({ label: said.save, small: true })}</p></form></details>`
}

/** A wording of the reader's own that met a newer one: both texts, and one choice, without a script. */
export const clashBlock = (frame: PageFrame, saying: Saying, line: OpenedLine): Printable => {
  const { list } = line.page
  const mine = undecidedOf(line.versions, frame.viewer?.personId ?? '')
  const theirs = presentOf(line.versions)
  if (mine === null || theirs === null || !list.writable[line.part]) return null
  const said = words(frame.lang).recommendations.clash
  const [who, when] = [saying.who(theirs), saying.clock(theirs.at)]
  const at = `${linePath(list.place, line.id, line.part)}/versions/${mine.id}`
  const fields = { base: theirs.version }
  return html`<div id="clash" class="flow">${clash({
    says: html`<b>${said.says}</b> ${said.who(who, when)}`,
    wordings: [
      { about: said.mine(saying.clock(mine.at)), text: boxText(saying, line, mine) },
      { about: said.theirs(who, when), text: boxText(saying, line, theirs) },
    ],
    actions: html`${press(frame, { action: `${at}/restore`, fields, label: said.keep })}${press(frame, { action: `${at}/settle`, fields, label: said.take })}`,
  })}${merging(frame, line, mine, theirs)}<p class="xs soft">${said.stays}</p></div>`
}
