import { seatOfKey } from '../../../workflows/keys.ts'
import type { Standing } from '../../../workflows/permissions.ts'
import type { Act } from '../../../workflows/stale-after.ts'
import { assignmentIn, partnershipIn, standingAssignments, type View } from '../../../workflows/view.ts'
import { standingsOf } from '../access/standings.ts'
import type { FactsReader } from '../facts.ts'
import { loadContent } from './content.ts'
import { sendFacts } from './rules.ts'
import { lastSending, type PackageAct, packageActs } from './sendings.ts'

/**
 * What `package.return` is decided by (rules 14): whether the one who returns has submitted the review of this package, and which of the
 * named slots were not in it. `missing` says both as codes.
 */
export const returnFacts = (
  view: View,
  standings: readonly Standing[],
  seat: number,
  acts: readonly PackageAct[],
  slots: readonly string[],
) => {
  const own = new Set(standings.filter(({ role }) => reviewers.has(role)).flatMap(standing => standing.seats))
  const reviewSubmitted = standingAssignments(partnershipIn(view))
    .filter(({ reviewer, reviewed }) => reviewed === seat && own.has(reviewer))
    .some(({ reviewer, reviewed }) => {
      const { value, context } = assignmentIn(view, reviewer, reviewed)
      return value.review === 'submitted' || value.review === 'revealed' || context.revealedAt !== null
    })
  const sent = new Set(lastSending(acts)?.versions.map(({ slot }) => slot))
  const unknownSlots = slots.filter(slot => !sent.has(slot))
  const missing = [
    ...(reviewSubmitted ? ['review-submitted'] : []),
    ...unknownSlots.map(slot => `unknown/${slot}`),
    ...(slots.length === 0 ? ['no-slots'] : []),
  ]
  return { reviewSubmitted, unknownSlots, missing }
}

const reviewers: ReadonlySet<string> = new Set(['head', 'schoolCoordinator', 'helper'])

const readSend: FactsReader = async (tx, { root, command }, season) => {
  const content = await loadContent(tx, { root, seat: seatOfKey(command.key) ?? 0 })
  return content === null ? { missing: ['seat'], versions: [] } : sendFacts(season, content)
}

const readReturn: FactsReader = async (tx, { root, view, command }) => {
  const seat = seatOfKey(command.key) ?? 0
  const { slots } = command.event
  return returnFacts(
    view,
    await standingsOf(tx, command.person, root),
    seat,
    await packageActs(tx, { root, seat }),
    Array.isArray(slots) ? slots.map(String) : [],
  )
}

/** The facts of a package's acts; opening and recalling need none: the machine alone decides. */
export const facts = {
  'package.send': readSend,
  'package.return': readReturn,
} satisfies Partial<Record<Act, FactsReader>>
