import { rootKey, seatKey } from '../../../workflows/keys.ts'
import type { Role } from '../../../workflows/permissions.ts'
import { seatIn } from '../../../workflows/view.ts'
import type { Transaction } from '../../db/pool.ts'
import { writeContent } from '../../engine/content.ts'
import type { Once } from '../../engine/first-answer.ts'
import { hasTag } from '../../engine/step.ts'
import type { View } from '../../engine/workflow.ts'
import { mayHere } from '../access/authorize.ts'
import { standingsOf } from '../access/standings.ts'
import type { House } from '../house.ts'
import { keepText } from '../keep-text.ts'
import { doOnce } from '../once.ts'
import type { Place } from './place.ts'

export type WriteHouse = Pick<House, 'db' | 'workflow' | 'newId' | 'newSalt' | 'files'>

/** Who writes beside which final file, when; `behalf` is empty where nobody acts for the school. */
export type Writer = Place & {
  readonly person: string
  readonly at: string
  readonly once: Once
  readonly behalf: string
}

export type WriteRefusal =
  | { readonly why: 'absent' | 'forbidden' | 'unreasoned' | 'notNow' | 'keyReused' }
  | { readonly why: 'noUpload' | 'outrun' | 'gone' | 'erased' | 'badDate' }

export type Written<Done> = { readonly done: Done } | { readonly refused: WriteRefusal }

export const refused = (why: WriteRefusal['why']): { refused: WriteRefusal } => ({ refused: { why } })

const members: ReadonlySet<Role> = new Set(['head', 'schoolCoordinator', 'helper'])

/** In which states of the file each thing may be written. A scan that comes after the placing is welcome until the verdict. */
const writableIn = {
  proof: ['ready', 'returned'],
  screenshot: ['ready', 'returned'],
  scan: ['ready', 'returned', 'uploaded'],
  mark: ['uploaded', 'confirmed', 'returned'],
} as const satisfies Record<string, readonly string[]>

export type Writable = keyof typeof writableIn

/** Whether this may be written beside the seat's file as the partnership stands. */
export const isWritable = (
  { workflow }: Pick<House, 'workflow'>,
  view: View,
  seat: number,
  what: Writable,
): boolean => {
  const own = view.get(rootKey)
  const states: readonly string[] = writableIn[what]
  return (
    own !== undefined &&
    hasTag(workflow, own, 'open') &&
    !workflow.isOut('partnership', view, seatKey(seat), { type: what }) &&
    states.includes(seatIn(view, seat).value.file)
  )
}

/** What a deed is given: the partnership as it is under its lock, and where the reason of acting for a school is kept. */
export type Desk = { readonly view: View; readonly keepBehalf: () => Promise<string | null> }

/**
 * Writes beside a final file: one transaction under the partnership's lock (shared) and the seat's own, so that two people never cross. The
 * same key gives the first answer. A refusal writes nothing.
 */
export const writeFile = async <Done extends object>(
  house: WriteHouse,
  writer: Writer,
  what: Writable,
  deed: (tx: Transaction, desk: Desk) => Promise<Written<Done>>,
): Promise<Written<Done>> => {
  const { root, seat, person, at } = writer
  const where = { root, key: seatKey(seat), tag: 'proofWritable', at }
  const outcome = await writeContent(house.db, house.workflow, where, async (tx, { view }) => {
    const verdict = mayHere(view, await standingsOf(tx, person, root), 'file.write', seat)
    if (typeof verdict === 'string') return refused(verdict)
    await lockSeat(tx, writer)
    const done = await doOnce<Done, { refused: WriteRefusal }>(tx, person, writer.once, async () => {
      if (!isWritable(house, view, seat, what)) return refused('notNow')
      const own = members.has(verdict.as)
      if (!own && writer.behalf.trim() === '') return refused('unreasoned')
      return deed(tx, { view, keepBehalf: async () => (own ? null : keepText(tx, house, writer, writer.behalf)) })
    })
    return 'keyReused' in done ? refused('keyReused') : done
  })
  return outcome ?? refused('absent')
}

const lockSeat = (tx: Transaction, { root, seat }: Place) =>
  tx
    .selectFrom('seat_school')
    .select('seat')
    .where('root', '=', root)
    .where('seat', '=', seat)
    .forNoKeyUpdate()
    .execute()
