import { type Html, html } from '../html.ts'
import { type IconName, icon } from './icons.ts'

type Looks = { readonly label: string; readonly icon?: IconName; readonly small?: boolean; readonly primary?: boolean }

/** A button of a form. One filled (`primary`) button a screen; what destroys ends its label in «…» and leads to a preview. */
export const button = (it: Looks & { readonly name?: string; readonly value?: string; readonly form?: string }): Html =>
  html`<button class="${classes(it)}"${it.name && html` name="${it.name}" value="${it.value ?? ''}"`}${
    it.form && html` form="${it.form}"`
  }>${it.icon && icon(it.icon)}<span>${it.label}</span></button>`

/** A link that is pressed like a button. */
export const linkButton = (it: Looks & { readonly href: string; readonly download?: boolean }): Html =>
  html`<a class="${classes(it)}" href="${it.href}"${it.download && html` download`}>${it.icon && icon(it.icon)}<span>${it.label}</span></a>`

function classes(it: Looks): string {
  return `btn${it.primary ? '' : ' q'}${it.small ? ' sm' : ''}`
}
