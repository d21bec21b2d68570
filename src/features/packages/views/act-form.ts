import { button } from '../../../http/components/button.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { actsOnBehalf, type PackageView } from '../package-view.ts'
import { packagePath } from '../place.ts'
import { behalfField, type FormFrame, hidden } from './form-parts.ts'

/** One act as a form with one button. `before` stands over the button: what it asks for. */
export const actForm = (
  forms: FormFrame,
  view: PackageView,
  it: {
    readonly act: 'send' | 'recall' | 'open' | 'return'
    readonly label: string
    readonly primary?: boolean
    readonly before?: Printable
  },
): Html =>
  html`<form class="flow" method="post" action="${packagePath(view)}/${it.act}">${hidden(forms, { seen: view.n })}${it.before}${behalfField(
    forms,
    it.act,
    actsOnBehalf(view),
  )}<p>${button({ label: it.label, primary: it.primary === true })}</p></form>`

/** What opens when it is asked for: a form that is not needed most of the time. */
export const folded = (label: string, body: Printable, open = false): Html =>
  html`<details${open && html` open`}><summary>${label}</summary><div class="flow">${body}</div></details>`
