import type { SeasonDefinition, SignificanceId } from '../../../../workflows/season.ts'
import { tag } from '../../../http/components/note.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import type { Content } from '../content.ts'

/** The name of a factor of the season's list. */
export const factorName = ({ lang }: PageFrame, { riskFactors }: SeasonDefinition, number: number): string =>
  riskFactors.factors.find(factor => factor.number === number)?.name[lang] ?? String(number)

/** The season's factors as boxes to tick, each with its level in the school's profile. `numbers` leaves out the others. */
export const factorBoxes = (it: {
  readonly frame: PageFrame
  readonly season: SeasonDefinition
  readonly profile: Content['profile']
  readonly id: string
  readonly label: string
  readonly ticked: ReadonlySet<string>
  readonly numbers?: ReadonlySet<number>
  readonly fault?: string | undefined
}): Html => {
  const offered = it.season.riskFactors.factors.filter(({ number }) => it.numbers?.has(number) ?? true)
  return html`<fieldset class="f" id="${it.id}"${it.fault && html` aria-describedby="${it.id}-e"`}><legend>${it.label}</legend>${
    it.fault && html`<p class="err" id="${it.id}-e">${it.fault}</p>`
  }${offered.map(({ number, name }) => {
    const level = it.profile?.[String(number)]
    return html`<label class="pick"><input type="checkbox" name="factors" value="${number}"${
      it.ticked.has(String(number)) && html` checked`
    }><span>${number}. ${name[it.frame.lang]}${level && significance(it.frame, level)}</span></label>`
  })}</fieldset>`
}

function significance({ lang }: PageFrame, level: SignificanceId): Html {
  const said = words(lang).packages.chosen
  const label = `${said.significance} ${said[level]}`
  return level === 'high' ? html` ${tag(label, 'mark')}` : html` <small>${label}</small>`
}
