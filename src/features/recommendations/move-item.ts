import { sql } from 'kysely'
import { writeContent } from '../../engine/content.ts'
import { mayHere } from '../access/authorize.ts'
import { standingsOf } from '../access/standings.ts'
import type { House } from '../house.ts'
import { doOnce, type Once } from '../once.ts'
import { keyOf, type Place } from './place.ts'
import { readItems, standingOf } from './read-list.ts'
import { lockList } from './save-line.ts'

export type Move = {
  readonly place: Place
  readonly item: string
  readonly to: 'up' | 'down'
  readonly person: string
  readonly at: string
  /** One press is one place, however often it arrives. */
  readonly once: Once
}

export type MoveOutcome = 'moved' | 'absent' | 'forbidden' | 'late' | 'keyReused'

/** Moves a recommendation one place up or down among those that stand in the list; at the end of the list nothing changes. */
export const moveItem = async (
  { db, workflow }: Pick<House, 'db' | 'workflow'>,
  { place, item, to, person, at, once }: Move,
): Promise<MoveOutcome> => {
  const where = { root: place.root, key: keyOf(place), tag: 'recommendationsWritable', at }
  const outcome = await writeContent(db, workflow, where, async (tx, { view, writable }): Promise<MoveOutcome> => {
    const verdict = mayHere(view, await standingsOf(tx, person, place.root), 'recommendations.write', place.reviewer)
    if (typeof verdict === 'string') return verdict
    if (!writable) return 'late'
    await lockList(tx, place)
    const ids = standingOf(await readItems(tx, place, person, 'all')).map(standing => standing.item.id)
    if (!ids.includes(item)) return 'absent'
    const put = async () => {
      await sql`
        UPDATE recommendation SET place = it.place
        FROM unnest(${moved(ids, item, to)}::uuid[]) WITH ORDINALITY AS it(id, place) WHERE recommendation.id = it.id
      `.execute(tx)
      return { done: {} }
    }
    return 'keyReused' in (await doOnce(tx, person, once, put)) ? 'keyReused' : 'moved'
  })
  return outcome ?? 'absent'
}

/** The same ids with one of them a place further up or down. */
const moved = (ids: readonly string[], item: string, to: Move['to']): string[] => {
  const [from, rest] = [ids.indexOf(item), ids.filter(id => id !== item)]
  return rest.toSpliced(Math.max(0, from + (to === 'up' ? -1 : 1)), 0, item)
}
