import { between, type Chance } from './chance.ts'
import type { Person, School } from './country.ts'
import { dateAt, instantOf, type OwnDays, plusDays } from './own-days.ts'
import type { Table } from './table.ts'
import { nameOf, type Task, type TaskAct } from './tasks.ts'

/** How many days people take from the moment that something can be done: from, to. */
const patience: Readonly<Record<TaskAct, readonly [number, number]>> = {
  signIn: [0, 3],
  package: [1, 7],
  resend: [0, 2],
  open: [0, 1],
  return: [1, 2],
  review: [2, 8],
  propose: [0, 2],
  accept: [0, 2],
  notHeld: [4, 8],
  record: [0, 2],
  acceptMinutes: [0, 2],
  talk: [1, 3],
  recommend: [1, 5],
  answer: [1, 4],
  upload: [1, 5],
  correct: [1, 3],
  confirm: [1, 5],
  returnFile: [1, 5],
}

/** When the people of a school act: at an instant, or once a letter has reminded them of it, at the latest at `atLast`; or never. */
export type When = { readonly at: string } | { readonly letter: string; readonly atLast: string } | 'never'

type Clock = Pick<Person, 'hours' | 'week'>

/** An hour at which somebody works, so many days on: most by day, some in the evening. Never before `from`. */
export const workingHour = (
  days: OwnDays,
  { hours, week }: Clock,
  from: string,
  wait: number,
  share: number,
): string => {
  const minute = share < 0.08 ? between(share / 0.08, 38, 45) * 30 : between((share - 0.08) / 0.92, 17, 34) * 30
  const date = days.notBefore(plusDays(dateAt(from, hours), wait), week)
  const at = instantOf(date, minute, hours)
  return at >= from ? at : instantOf(days.after(date, 1, week), minute, hours)
}

/** The weeks in which a school's people are ill. */
export const illnessOf = (chance: Chance, { n, kind }: School): { from: string; to: string } | null => {
  if (kind !== 'ill') return null
  const from = plusDays('2022-10-03', between(chance('ill', n), 0, 18))
  return { from, to: plusDays(from, between(chance('how long', n), 14, 24)) }
}

const wellAgain = (chance: Chance, days: OwnDays, school: School, at: string, share: number): string => {
  const illness = illnessOf(chance, school)
  const date = dateAt(at, school.hours)
  if (illness === null || date < illness.from || date > illness.to) return at
  return workingHour(days, school, instantOf(plusDays(illness.to, 1), 0, school.hours), 0, share)
}

/** When a school's people do a task that has become possible at `now`. */
export const whenTo = (chance: Chance, days: OwnDays, table: Table, school: School, task: Task, now: string): When => {
  const { kind } = school
  if (kind === 'silent' || kind === 'nobody') return 'never'
  const [name, from] = [nameOf(task), task.from === null || task.from < now ? now : task.from]
  const wait = (about: string, least: number, most: number) => between(chance(about, table.name, name), least, most)
  const share = chance('hour', table.name, name)
  const own = workingHour(days, school, from, wait('patience', ...patience[task.act]), share)
  if ((kind !== 'slow' && kind !== 'late') || task.duty === null)
    return { at: wellAgain(chance, days, school, own, share) }
  const atLast = workingHour(days, school, from, kind === 'slow' ? 21 : 30, share)
  return { letter: task.duty, atLast }
}

/** Whether a letter about a duty moves these people: the slow at any, the late at one that says that the day has passed. */
export const isMoved = ({ kind }: School, step: number): boolean => kind === 'slow' || (kind === 'late' && step > 0)

/** When somebody does what a letter reminded them of. */
export const afterLetter = (
  chance: Chance,
  days: OwnDays,
  table: Table,
  school: School,
  task: Task,
  now: string,
): string => {
  const name = nameOf(task)
  const at = workingHour(
    days,
    school,
    now,
    between(chance('moved', table.name, name), 0, 2),
    chance('hour', table.name, name),
  )
  return at < now ? workingHour(days, school, now, 1, chance('hour', table.name, name)) : at
}

/** When an official gets to something, by their own hours. */
export const officialAt = (
  chance: Chance,
  days: OwnDays,
  person: Clock,
  about: string,
  from: string,
  least: number,
  most: number,
) => workingHour(days, person, from, between(chance('official', about), least, most), chance('official hour', about))
