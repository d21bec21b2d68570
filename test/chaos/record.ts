import { acts, type Heard } from './hand.ts'
import type { Act } from './oracle/story.ts'

const text = (value: unknown): string => String(value)

/** What an accepted call means for the season; null for one that is no act of it. The instant is the receipt's. */
const actOf = ({ path, person, body, answer }: Heard): Act | null => {
  const found = acts.flatMap(({ type, path: pattern }) => {
    const groups = pattern.exec(path)
    return groups === null ? [] : [{ type, groups: groups.groups ?? {} }]
  })[0]
  if (found === undefined) return null
  const at = text(answer.body.at)
  const { table = '', seat, about } = found.groups
  const own = { at, table, person, seat: Number(seat) }
  const said = body as Record<string, unknown>
  switch (found.type) {
    case 'package':
    case 'finalFile':
      return { type: found.type, ...own }
    case 'review':
    case 'recommendations':
      return { type: found.type, ...own, about: Number(about) }
    case 'meeting':
      return { type: 'meeting', at, table }
    case 'extend':
      return { type: 'extend', at, table, duty: text(said.duty), date: text(said.date) }
    case 'withdraw':
      return { type: 'withdraw', at, table, seat: Number(said.seat) }
    case 'moveDates':
      return { type: 'moveDates', at, dates: said.dates as Extract<Act, { type: 'moveDates' }>['dates'] }
  }
}

/** The driver's own record of what was accepted, in the order in which it heard of it. */
export const openRecord = () => {
  const accepted: Act[] = []
  return {
    acts: accepted,
    hear(heard: Heard): void {
      const act = actOf(heard)
      if (act === null) return
      // Minutes that one school of three has accepted do not count yet.
      if (act.type === 'meeting')
        accepted.splice(
          0,
          accepted.length,
          ...accepted.filter(one => one.type !== 'meeting' || one.table !== act.table),
        )
      accepted.push(act)
    },
    add: (act: Act): void => {
      accepted.push(act)
    },
  }
}

export type Record_ = ReturnType<typeof openRecord>
