import { rootKey } from '../../../workflows/keys.ts'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Act } from '../../../workflows/stale-after.ts'
import { cycleIn } from '../../../workflows/view.ts'
import { lookAt } from '../../engine/look.ts'
import { can } from '../../engine/step.ts'
import type { View } from '../../engine/workflow.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import type { House } from '../house.ts'

/** A season as it is at an instant. `n` is its last history row: what a page has seen. */
export type OpenedSeason = {
  readonly cycle: string
  readonly n: number
  readonly view: View
  readonly season: SeasonDefinition
  /** Whether the machine would take this act now, with these facts. */
  readonly would: (act: Act, facts?: object) => boolean
}

/** Opens a season; ends the request where there is none. */
export const openSeason = async (
  { db, seasons, workflow }: Pick<House, 'db' | 'seasons' | 'workflow'>,
  cycle: string,
  at: string,
): Promise<OpenedSeason> => {
  const looked = await lookAt(db, workflow, cycle, at)
  if (looked === null || looked.kind !== 'cycle') return throwProblem(problem('not-found'))
  const { n, view } = looked
  const season = seasons.get(cycleIn(view).definition)
  const own = view.get(rootKey)
  if (season === undefined || own === undefined) throw new Error('This season has no definition here')
  const reason = { id: '', sha256: '' }
  return {
    cycle,
    n,
    view,
    season,
    would: (type, facts = {}) => can(workflow, own, { type, at, dates: {}, reason, facts }),
  }
}
