import { localDate } from '../../../workflows/deadlines.ts'
import { ladderOf } from '../../../workflows/letters/entries.ts'
import type { Act } from '../../../workflows/machines/duty.ts'
import { deadline, deadlineDate, timeLeft } from '../../words/time.ts'
import type { Facts } from './facts.ts'
import {
  aboutOf,
  commonValues,
  type Ground,
  type Matter,
  type Phase,
  pathOfAct,
  paths,
  type StandIn,
  standInFor,
} from './matter.ts'

const phaseOf = ({ at, zone }: Ground, dueAt: string): Phase => {
  if (dueAt <= at) return 'after'
  const lastMinute = new Date(Date.parse(dueAt) - 60_000).toISOString()
  return localDate(lastMinute, zone) === localDate(at, zone) ? 'today' : 'before'
}

type Time = { phase: Phase; deadline: string; day: string; left: string; late: string }

// Thousands of letters speak of one deadline, and working with zones costs more than all else in a letter.
const times = new WeakMap<Facts, Map<string, Time>>()

const timeOf = (ground: Ground, dueAt: string): Time => {
  const { facts, lang, zone, at } = ground
  const known = times.get(facts) ?? new Map<string, Time>()
  times.set(facts, known)
  const key = `${lang} ${zone} ${dueAt} ${at}`
  const time = known.get(key) ?? {
    phase: phaseOf(ground, dueAt),
    deadline: deadline(lang, dueAt, zone, at),
    day: deadlineDate(lang, dueAt, zone, at),
    left: timeLeft(lang, at, dueAt) ?? '',
    late: timeLeft(lang, dueAt, at) ?? '',
  }
  known.set(key, time)
  return time
}

/** What a coordinator can do for a school, and where; null for what only the school's own people write (rules 12). */
const onBehalf = (act: Act, { item: { root, seat }, publicUrl }: Ground): string | null => {
  if (act === 'review' || act === 'recommendations' || act === 'rewrite') return null
  const path = act === 'signIn' ? paths.package(root, seat) : pathOfAct(act, root, seat, null)
  return `${publicUrl}${path}`
}

const pathFor = (ground: Ground, act: Act): string => {
  const { root, seat } = ground.item
  if (ground.reader === 'coordinator') return paths.manage(root)
  return ground.reader === 'curator' ? paths.pair(root) : pathOfAct(act, root, seat, aboutOf(ground))
}

/** The act of a rung's duty; its entry was written with it. */
export const actOf = ({ detail, key }: Ground['item']): Act => (detail.act ?? key.split('/')[2]) as Act

// Whom the season's ladder names for this rung; another reader got it in place of a role that nobody holds.
const standIn = ({ season, item }: Ground, act: Act): StandIn | null => {
  const rung = season === null ? undefined : ladderOf(season.letters, act).find(({ days }) => days === item.step)
  return rung === undefined ? null : standInFor(rung.to, item.role)
}

/** A step of a duty's ladder: what, until when in the reader's zone, how long is left or gone. */
export const rungMatter = (ground: Ground): Matter => {
  const { item, reader } = ground
  const act = actOf(item)
  const dueAt = item.deadline ?? ground.at
  const time = timeOf(ground, dueAt)
  return {
    item,
    template: `rung.${act}.${reader}`,
    reader,
    phase: time.phase,
    path: pathFor(ground, act),
    standIn: standIn(ground, act),
    values: {
      ...commonValues(ground),
      ...time,
      people: `${ground.publicUrl}${paths.people(item.school)}`,
      manage: `${ground.publicUrl}${paths.manage(item.root)}`,
      act: onBehalf(act, ground),
    },
  }
}
