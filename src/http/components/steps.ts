import type { Lang } from '../../words/index.ts'
import { words } from '../../words/index.ts'
import { type Html, html } from '../html.ts'
import { icon } from './icons.ts'

/** Where one school stands in one step: the dot, and the words beside it, which say it in full. */
export type StepMark = {
  readonly whose: 'us' | 'them'
  readonly state: 'empty' | 'half' | 'done'
  readonly says: string
  readonly name?: string
}

export type Step = {
  readonly title: string
  readonly date: string
  readonly now?: boolean
  readonly marks: readonly StepMark[]
}

/** The course of a season, both schools (all three of a ring) side by side; lies down on a screen, stands up on a phone. */
export const steps = (lang: Lang, all: readonly Step[]): Html => {
  const trio = all.some(step => step.marks.length > 2)
  return html`<ol class="steps${trio && ' trio'}">${all.map(step => oneStep(lang, step))}</ol>`
}

function oneStep(lang: Lang, step: Step): Html {
  return html`<li${step.now && html` class="now" aria-current="step"`}><p class="st"><b>${step.title}</b><br><small>${step.date}</small></p>${step.marks.map(
    mark => oneMark(lang, mark),
  )}</li>`
}

function oneMark(lang: Lang, mark: StepMark): Html {
  const said = words(lang).frame
  const name = mark.name ? `${mark.name}: ` : mark.whose === 'us' ? said.weAre : said.theyAre
  return html`<div class="mk ${mark.whose} ${mark.state}"><span class="dot">${mark.state === 'done' && icon('ok')}</span><span><span class="vh">${name}</span>${mark.says}</span></div>`
}
