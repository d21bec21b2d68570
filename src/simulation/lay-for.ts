import { layPapers } from './content.ts'
import { writerOf } from './prepare-file.ts'
import { type Seat, seatOf, type Table, type Way } from './table.ts'
import type { World } from './world.ts'

/** Which papers of a partnership are to be laid: of these seats and ways, and of its minutes. */
type Wanted = {
  readonly table: Table
  readonly seats: readonly Seat[]
  readonly ways: readonly Way[]
  readonly minutes: boolean
}

/** Lays the papers of new seats. `packed`: schools that brought their package along. */
export const layFor = (
  world: World,
  wanted: readonly Wanted[],
  packed: ReadonlySet<string>,
  at: string,
): Promise<void> => {
  const author = (seat: Seat) => writerOf(world, seat)
  const { house, season } = world
  return layPapers(
    house.db,
    { season, newId: house.newId, at },
    {
      writers: wanted.flatMap(({ table: { root }, seats }) =>
        seats.map(seat => ({ root, seat: seat.seat, author: author(seat), packed: packed.has(seat.school.id) })),
      ),
      writings: wanted.flatMap(({ table, ways }) =>
        ways.map(({ reviewer, reviewed }) => ({
          ...{ root: table.root, reviewer, reviewed, author: author(seatOf(table, reviewer)) },
          answerer: author(seatOf(table, reviewed)),
        })),
      ),
      minutes: wanted
        .filter(({ minutes }) => minutes)
        .map(({ table }) => ({ root: table.root, seat: 1, author: author(seatOf(table, 1)) })),
    },
  )
}
