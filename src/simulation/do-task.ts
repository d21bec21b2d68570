import type { Person, School } from './country.ts'
import { doings } from './doings.ts'
import { type Seat, seatOf, type Table } from './table.ts'
import type { Task, TaskAct } from './tasks.ts'
import { act, nearestOfficial, type World } from './world.ts'

/** Of a school's people now one and now the other. */
const somebodyOf = (world: World, { people, n }: School, about: string): Person | null =>
  people[world.chance('who', n, about) < 0.5 ? 0 : 1] ?? people[0] ?? null

/** The curator judges, unless their own school sits here (rules 11); else whoever answers for the school. */
const judgeOf = (world: World, table: Table, { school }: Seat): Person => {
  const { curator } = school
  const worksAt = curator === null ? undefined : world.country.workplaces.get(curator.id)
  const isAble = curator !== null && table.seats.every(seat => seat.school.id !== worksAt)
  return isAble ? curator : nearestOfficial(world, school)
}

/** Whether it is the work of whoever judges the file, not of the school. */
export const isJudging = (act: TaskAct): boolean => act === 'confirm' || act === 'returnFile'

/** Who does a task; null where the school has nobody. */
export const doerOf = (world: World, table: Table, task: Task): Person | null => {
  const own = seatOf(table, task.seat)
  return isJudging(task.act) ? judgeOf(world, table, own) : somebodyOf(world, own.school, `${task.act} ${task.about}`)
}

/** Does a task through the one door. Answers whether it was taken. */
export const doTask = async (world: World, table: Table, task: Task, at: string): Promise<boolean> => {
  const doing = { world, table, task, at, own: seatOf(table, task.seat) }
  const person = doerOf(world, table, task)
  if (person === null) return false
  const { says, done } = doings[task.act]
  const taken = await act(world, table.name, { root: table.root, at, person, ...(await says(doing)) })
  if (taken) done(doing)
  return taken
}
