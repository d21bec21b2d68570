import { button, linkButton } from '../../../http/components/button.ts'
import { sheet } from '../../../http/components/sheet.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { deadlineDate } from '../../../words/time.ts'
import type { Managed, Pairing } from '../manage-query.ts'
import { type FormFrame, folded, hidden, reasonField } from './form-parts.ts'

const nameOf = ({ schools }: Pick<Managed, 'schools'>, seat: number): string =>
  schools.find(school => school.seat === seat)?.name ?? ''

/** One decision as a form with its reason. `before` stands over the reason. */
const decision = (
  forms: FormFrame,
  { root, n }: Managed,
  it: {
    readonly path: string
    readonly id: string
    readonly open: string
    readonly label: string
    readonly hint?: string
    readonly fields?: Readonly<Record<string, string | number>>
    readonly before?: Printable
  },
): Html => {
  const said = words(forms.frame.lang).coordination.manage
  const form = html`${it.hint && html`<p>${it.hint}</p>`}<form class="flow" method="post" action="/partnerships/${root}/${it.path}">${hidden(
    forms,
    { seen: n, ...it.fields },
  )}${it.before}${reasonField(it.id, said.reason, said.reasonHint)}<p>${button({ label: it.label })}</p></form>`
  return folded(it.open, form)
}

/** Opening sealed reviews, and letting revealed ones be changed: of whoever covers all schools (rules 16, 17). */
export const reviewsSheet = (forms: FormFrame, managed: Managed): Html | null => {
  const said = words(forms.frame.lang).coordination.manage
  const { openReviews, reopenReviews } = managed
  if (openReviews.length + reopenReviews.length === 0) return null
  const one = (kind: 'open' | 'reopen') => (pairing: Pairing) => {
    const { reviewer, reviewed } = pairing
    return html`<p>${said.reviewOf(nameOf(managed, reviewer), nameOf(managed, reviewed))}</p>${decision(
      forms,
      managed,
      {
        path: `assignments/${reviewer}/${reviewed}/${kind}`,
        id: `${kind}-${reviewer}-${reviewed}`,
        open: kind === 'open' ? said.open : said.reopen,
        label: kind === 'open' ? said.openDo : said.reopenDo,
        hint: kind === 'open' ? said.openHint : said.reopenHint,
      },
    )}`
  }
  return sheet({
    id: 'reviews',
    title: said.reviews,
    body: html`${openReviews.map(one('open'))}${reopenReviews.map(one('reopen'))}`,
  })
}

/** Closing the pair in favour of the willing school; before its time the page says from when (rules 3). */
export const oneSidedSheet = (forms: FormFrame, managed: Managed): Html | null => {
  const { lang, at, viewer } = forms.frame
  const said = words(lang).coordination.manage
  if (managed.closeOneSided.length === 0) return null
  const possible = managed.closeOneSided.filter(({ may }) => may)
  const [first] = managed.closeOneSided
  const body =
    possible.length === 0 && first !== undefined && first.from !== ''
      ? html`<p>${said.from(deadlineDate(lang, first.from, viewer?.zone ?? 'UTC', at))}</p>`
      : possible.map(({ seat }) =>
          decision(forms, managed, {
            path: 'close-one-sided',
            id: `one-sided-${seat}`,
            open: said.oneSidedFor(nameOf(managed, seat)),
            label: said.oneSidedDo,
            hint: said.oneSidedHint,
            fields: { seat },
          }),
        )
  return sheet({ id: 'one-sided', title: said.oneSided, body })
}

const assignForm = (forms: FormFrame, managed: Managed): Html | null => {
  const said = words(forms.frame.lang).coordination.manage
  if (managed.assign.length === 0) return null
  const choices = managed.assign.map(
    ({ reviewer, reviewed }) =>
      html`<option value="${reviewer}-${reviewed}">${said.arrow(nameOf(managed, reviewer), nameOf(managed, reviewed))}</option>`,
  )
  return decision(forms, managed, {
    path: 'assign',
    id: 'assign',
    open: said.assign,
    label: said.assignDo,
    before: html`<div class="f"><label for="assign-pairing">${said.assignWho}</label><select class="in" id="assign-pairing" name="pairing">${choices}</select></div>`,
  })
}

/** Who sits here and who reviews whom: leaving, coming back, further reviews, the end of the pair (rules 10, 22). */
export const membersSheet = (forms: FormFrame, managed: Managed): Html | null => {
  const said = words(forms.frame.lang).coordination.manage
  const seatDecision = (kind: 'withdraw' | 'reinstate') => (seat: number) =>
    decision(forms, managed, {
      path: kind,
      id: `${kind}-${seat}`,
      open: said[kind](nameOf(managed, seat)),
      label: kind === 'withdraw' ? said.withdrawDo : said.reinstateDo,
      ...(kind === 'withdraw' ? { hint: said.withdrawHint } : {}),
      fields: { seat },
    })
  const { withdraw, reinstate, dissolve, coversAll, cycle } = managed
  const end =
    dissolve &&
    decision(forms, managed, {
      path: 'dissolve',
      id: 'dissolve',
      open: said.dissolve,
      label: said.dissolveDo,
      hint: said.dissolveHint,
    })
  const left = managed.schools.some(({ standing }) => standing === 'withdrawn')
  const anew =
    left && coversAll && html`<p>${linkButton({ href: `/seasons/${cycle}/pairing`, label: said.toPairing })}</p>`
  return sheet({
    id: 'members',
    title: said.members,
    body: html`${anew}${reinstate.map(seatDecision('reinstate'))}${withdraw.map(seatDecision('withdraw'))}${assignForm(forms, managed)}${end}`,
  })
}
