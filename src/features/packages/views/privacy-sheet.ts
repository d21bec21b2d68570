import { button } from '../../../http/components/button.ts'
import { icon } from '../../../http/components/icons.ts'
import { sheet } from '../../../http/components/sheet.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { relativeTime } from '../../../words/time.ts'
import { actsOnBehalf, type PackageView } from '../package-view.ts'
import { packagePath } from '../place.ts'
import { behalfField, type FormFrame, hidden } from './form-parts.ts'

/** Before the first file: the school's word that children's names and health data are removed (rules 24). */
export const privacySheet = (forms: FormFrame, view: PackageView): Html => {
  const said = words(forms.frame.lang).packages.privacy
  return sheet({
    id: 'privacy',
    title: said.title,
    body: html`<p>${said.text}</p>${
      view.writes !== null &&
      html`<form class="flow" method="post" action="${packagePath(view)}/privacy">${hidden(forms, {})}<label class="pick"><input type="checkbox" name="removed" value="yes" required><span>${said.yes}</span></label>${behalfField(
        forms,
        'privacy',
        actsOnBehalf(view),
      )}<p>${button({ label: said.send, primary: true })}</p></form>`
    }`,
  })
}

/** Once given, the word stands beside the files for everyone who answers for them. */
export const privacyLine = ({ frame }: FormFrame, { content: { privacy } }: PackageView): Printable => {
  if (privacy === null) return null
  const { privacy: said, documents, someone } = words(frame.lang).packages
  const when = relativeTime(frame.lang, privacy.at, frame.viewer?.zone ?? 'UTC', frame.at)
  return html`<p class="s soft">${icon('ok')} ${said.given(privacy.name ?? someone, when)}${
    privacy.behalf && html`. ${documents.behalf(privacy.behalf)}`
  }</p>`
}
