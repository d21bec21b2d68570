import { sheet } from '../../../http/components/sheet.ts'
import { type Html, html } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import type { FileView } from '../file-view.ts'
import { filePath } from '../place.ts'
import { fileParts } from '../rules.ts'
import { choiceOf, type FormFrame, folded, form, wordsField } from './form-parts.ts'

/** The curator's desk: to confirm the file, or to send one named part of it back with a reason (rules 21). */
export const verdictSheet = (forms: FormFrame, view: FileView): Html | null => {
  if (!view.may.confirm && !view.may.return) return null
  const said = words(forms.frame.lang).finalFiles.verdict
  const at = filePath(view)
  return sheet({
    id: 'verdict',
    title: said.title,
    remark: said.remark,
    body: html`${
      view.may.confirm &&
      form(forms, {
        action: `${at}/confirm`,
        hidden: { seen: view.n },
        body: html`<p>${said.confirmText}</p>`,
        label: said.confirm,
        primary: true,
      })
    }${
      view.may.return &&
      folded(
        said.return,
        form(forms, {
          action: `${at}/return`,
          hidden: { seen: view.n },
          body: html`<p>${said.returnText(view.season.workingDays.finalFileReturn)}</p>${choiceOf({
            ...{ form: 'return', name: 'part', label: said.part },
            choices: fileParts.map(part => ({ value: part, label: said.parts[part] })),
          })}${wordsField({ form: 'return', name: 'reason', label: said.reason, hint: said.reasonHint, value: '', required: true })}`,
          label: said.returnYes,
        }),
      )
    }`,
  })
}
