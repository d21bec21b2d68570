import type { SeasonDefinition } from '../../../../workflows/season.ts'
import { type Html, html } from '../../../http/html.ts'
import { type Lang, words } from '../../../words/index.ts'
import { commentWish, type Score } from '../rules.ts'
import { capital, labelOf, type Saying } from './saying.ts'

// The same on every form of a season: written and escaped once for each language.
const knownWords = new Map<Lang, Html>()
const knownLabels = new WeakMap<SeasonDefinition, Map<Lang, Html>>()

/** What the form's script says, as JSON in an attribute; it fills in `{time}` and the like. */
export const liveWords = ({ lang }: Saying): Html => {
  const known = knownWords.get(lang) ?? html`${JSON.stringify(wordsIn(lang))}`
  knownWords.set(lang, known)
  return known
}

/** Over which score which label and hint stand, and whether a comment is due, as JSON by score ('' for none). */
export const liveLabels = (saying: Saying, season: SeasonDefinition): Html => {
  const byLang = knownLabels.get(season) ?? new Map<Lang, Html>()
  const known = byLang.get(saying.lang) ?? html`${JSON.stringify(labelsIn(saying, season))}`
  knownLabels.set(season, byLang.set(saying.lang, known))
  return known
}

const wordsIn = (lang: Lang) => {
  const { live, clash, lack, saved, colleague, you } = words(lang).reviews
  const { says, mine, keep, take, merge, stays, noText, who } = clash
  return {
    ...live,
    saved: saved('{time}'),
    colleague,
    you,
    clash: { says, mine, keep, take, merge, stays, noText, who: who('{who}', '{time}'), line: capital(lack.choice) },
  }
}

const labelsIn = (saying: Saying, { criteria, review }: SeasonDefinition) => {
  const { wish: wishes } = words(saying.lang).reviews
  const values = criteria.scale.values.map(({ score }) => String(score) as Score)
  const scores: (Score | null)[] = [null, ...values, 'notApplicable']
  const entries = scores.map(score => {
    const wish = commentWish(score, review.comment)
    const hint = wish === 'free' ? '' : wishes[wish]
    return [score ?? '', { label: labelOf(saying, criteria, score), hint, due: wish === 'required' }]
  })
  return Object.fromEntries(entries)
}
