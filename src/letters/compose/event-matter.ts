import type { LetterKind } from '../../../workflows/letters/kinds.ts'
import { pathOfEvent } from './event-path.ts'
import { valuesOfEvent } from './event-values.ts'
import { commonValues, type Ground, type Matter, type StandIn, standInFor } from './matter.ts'

/** For whom a kind is where it is not for the school alone (rules 9, 11). */
const meantFor: Readonly<Partial<Record<LetterKind, readonly StandIn[]>>> = {
  pairsPublished: ['school', 'curator'],
  schoolLeft: ['school', 'curator'],
  schoolJoined: ['school', 'curator'],
  fileToConfirm: ['curator'],
  addressFails: ['municipalCoordinator'],
  seal: [],
  receipt: [],
}

/** What happened, in the values of its template. */
export const eventMatter = (ground: Ground): Matter => {
  const { item, reader } = ground
  return {
    item,
    template: item.kind,
    reader,
    phase: null,
    path: pathOfEvent(ground),
    standIn: standInFor(meantFor[item.kind] ?? ['school'], item.role),
    values: { ...commonValues(ground), ...valuesOfEvent(ground) },
  }
}
