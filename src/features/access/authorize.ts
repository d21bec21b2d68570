import { seatOfKey } from '../../../workflows/keys.ts'
import type { PartnershipContext } from '../../../workflows/machines/partnership.ts'
import { type Action, mayAct, permissions, type Role, type Standing } from '../../../workflows/permissions.ts'
import type { Act } from '../../../workflows/stale-after.ts'
import { staleAfter } from '../../../workflows/stale-after.ts'
import { partnershipIn } from '../../../workflows/view.ts'
import type { Transaction } from '../../db/pool.ts'
import type { Asked, Verdict } from '../../engine/dispatch.ts'
import type { View } from '../../engine/workflow.ts'
import { authorizeOnSeason } from './authorize-season.ts'
import { standingsOf } from './standings.ts'

const isAct = (type: string): type is Act => type in staleAfter

/** The seat that an act is done for: the event's own, or that of the thing it is addressed to. */
const actingSeat = ({ key, event }: Asked['command']): number | null =>
  typeof event.seat === 'number' ? event.seat : seatOfKey(key)

const tableOf = ({ seats, assignments }: PartnershipContext) => ({ seats: seats.map(({ seat }) => seat), assignments })

/** Whether these standings allow the action on a seat's thing of this partnership. */
export const mayHere = (view: View, standings: readonly Standing[], action: Action, seat: number | null) =>
  mayAct(action, standings, tableOf(partnershipIn(view)), seat)

/**
 * The engine's question "may this person do this now?", answered from the one table. A reason must be given by whoever acts for a school
 * without being of it; it stays visible for ever (rules 12).
 */
export const authorize = async (tx: Transaction, { root, kind, view, command }: Asked): Promise<Verdict> => {
  const { person, event } = command
  if (!isAct(event.type)) return { no: 'absent' }
  if (kind === 'cycle') return authorizeOnSeason(tx, command, event.type)
  const verdict = mayHere(view, await standingsOf(tx, person, root), event.type, actingSeat(command))
  if (typeof verdict === 'string') return { no: verdict }
  if (actsForSchool(event.type, verdict.as) && !command.texts?.behalf?.trim()) return { no: 'unreasoned' }
  return { yes: { person, role: verdict.as } }
}

/** A school's own act, done by somebody who is not of the school. */
const actsForSchool = (act: Act, role: Role) =>
  permissions[act].head === 'own' && !['head', 'schoolCoordinator', 'helper'].includes(role)
