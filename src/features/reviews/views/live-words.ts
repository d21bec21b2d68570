import type { SeasonDefinition } from '../../../../workflows/season.ts'
import { words } from '../../../words/index.ts'
import { commentWish, type Score } from '../rules.ts'
import { capital, labelOf, type Saying } from './saying.ts'

/** What the form's script says, as JSON; it fills in `{time}` and the like. */
export const liveWords = ({ lang }: Saying): string => {
  const { live, clash, lack, saved, colleague, you } = words(lang).reviews
  const { says, mine, keep, take, merge, stays, noText, who } = clash
  return JSON.stringify({
    ...live,
    saved: saved('{time}'),
    colleague,
    you,
    clash: { says, mine, keep, take, merge, stays, noText, who: who('{who}', '{time}'), line: capital(lack.choice) },
  })
}

/** Over which score which label and hint stand, and whether a comment is due, as JSON by score ('' for none). */
export const liveLabels = (saying: Saying, { criteria, review }: SeasonDefinition): string => {
  const { wish: wishes } = words(saying.lang).reviews
  const scores: (Score | null)[] = [
    null,
    ...criteria.scale.values.map(({ score }) => String(score) as Score),
    'notApplicable',
  ]
  const entries = scores.map(score => {
    const wish = commentWish(score, review.comment)
    const label = labelOf(saying, criteria, score)
    return [score ?? '', { label, hint: wish === 'free' ? '' : wishes[wish], due: wish === 'required' }]
  })
  return JSON.stringify(Object.fromEntries(entries))
}
