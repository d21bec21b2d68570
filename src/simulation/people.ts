import { doerOf, doTask, isJudging } from './do-task.ts'
import { afterLetter, isMoved, officialAt, type When, whenTo } from './habits.ts'
import { seatOf, type Table } from './table.ts'
import { isTime, nameOf, type Task, tasksOf } from './tasks.ts'
import type { Waiting, World } from './world.ts'

const isPossible = ({ chance }: World, table: Table, task: Task, at: string): boolean =>
  tasksOf(chance, table).some(other => nameOf(other) === nameOf(task) && isTime(other, at))

/** Somebody sits down to a task at its hour: it may be done by another one, or not be possible any more. */
const perform = async (world: World, table: Table, task: Task, at: string): Promise<void> => {
  if (isPossible(world, table, task, at)) {
    // What was refused is not tried again: it is counted, and the season goes on without it.
    if (!(await doTask(world, table, task, at))) return
  }
  table.begun.delete(nameOf(task))
  world.changed(table, at)
}

const whenOf = (world: World, table: Table, task: Task, now: string): When => {
  const { chance, by } = world
  const { school } = seatOf(table, task.seat)
  if (!isJudging(task.act)) return whenTo(chance, by.days, table, school, task, now)
  const person = doerOf(world, table, task)
  if (person === null) return 'never'
  return { at: officialAt(chance, by.days, person, `${task.act} ${school.n}`, now, 1, 5) }
}

const waitForLetter = (world: World, table: Table, task: Task, letter: string, atLast: string): void => {
  const { agenda, awaited, chance, by } = world
  const { school } = seatOf(table, task.seat)
  const place = `${table.root} ${letter}`
  const waiting = awaited.get(place) ?? new Set<Waiting>()
  awaited.set(place, waiting)
  const later = (at: string) =>
    agenda.add({ at, root: table.root, alone: false, does: () => perform(world, table, task, at) })
  const own: Waiting = {
    school,
    begins: at => {
      waiting.delete(own)
      later(afterLetter(chance, by.days, table, school, task, at))
    },
  }
  waiting.add(own)
  agenda.add({
    ...{ at: atLast, root: table.root, alone: false },
    does: async () => {
      if (waiting.delete(own)) await perform(world, table, task, atLast)
    },
  })
}

/** The people of a partnership see what they can do now, and set out to do it each in their own way. */
export const setOut = (world: World, table: Table, now: string): void => {
  for (const task of tasksOf(world.chance, table)) {
    if (table.begun.has(nameOf(task)) || (task.until !== undefined && task.until <= now)) continue
    table.begun.add(nameOf(task))
    const when = whenOf(world, table, task, now)
    if (when === 'never') continue
    if ('letter' in when) waitForLetter(world, table, task, when.letter, when.atLast)
    else {
      const { at } = when
      world.agenda.add({ at, root: table.root, alone: false, does: () => perform(world, table, task, at) })
    }
  }
}

/** Somebody of a school has read of a duty. */
export const readLetter = (world: World, root: string, duty: string, step: number, at: string): void => {
  for (const waiting of world.awaited.get(`${root} ${duty}`) ?? [])
    if (isMoved(waiting.school, step)) waiting.begins(at)
}
