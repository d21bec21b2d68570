import { button } from '../../../http/components/button.ts'
import { note } from '../../../http/components/note.ts'
import { sheet } from '../../../http/components/sheet.ts'
import { type Html, html } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { actsOnBehalf, type PackageView } from '../package-view.ts'
import { packagePath } from '../place.ts'
import { factorBoxes, factorName } from './factor-boxes.ts'
import { behalfField, type FormFrame, hidden, toldTo } from './form-parts.ts'

/** The factors that the school works on; a high one left out is a warning, never a refusal (rules 15). */
export const factorsSheet = (forms: FormFrame, view: PackageView): Html => {
  const { frame } = forms
  const { season, content } = view
  const said = words(frame.lang).packages.chosen
  const names = view.highLeftOut.map(number => `«${factorName(frame, season, number)}»`).join(', ')
  const warning =
    names !== '' && content.factorsVersion > 0 && note({ tone: 'mark', body: html`<p>${said.leftOut(names)}</p>` })
  const chosen = content.factors.map(number => factorName(frame, season, number))
  const { faultOf, ticked } = toldTo(forms, 'factors')
  const form = html`<form class="flow" method="post" action="${packagePath(view)}/factors">${hidden(forms, { base: content.factorsVersion })}${factorBoxes(
    {
      frame,
      season,
      profile: content.profile,
      id: 'factor-boxes',
      label: said.remark,
      ticked: ticked('factors') ?? new Set(content.factors.map(String)),
      fault: faultOf('factors'),
    },
  )}${behalfField(forms, 'factors', actsOnBehalf(view))}<p>${button({ label: said.save, small: true })}</p></form>`
  return sheet({
    id: 'factors',
    title: said.title,
    body: html`${warning}${
      view.writes === 'all'
        ? form
        : html`<ul class="bullets">${chosen.length > 0 ? chosen.map(name => html`<li>${name}</li>`) : html`<li>${said.none}</li>`}</ul>`
    }`,
  })
}
