import { rootKey } from '../../../workflows/keys.ts'
import type { Act } from '../../../workflows/machines/duty.ts'
import type { SeatNo } from '../../../workflows/machines/events.ts'
import type { Action } from '../../../workflows/permissions.ts'
import { dutiesIn, partnershipIn, present, type View } from '../../../workflows/view.ts'
import { can, hasTag } from '../../engine/step.ts'
import type { Event } from '../../engine/workflow.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { type Opened, openPartnership } from '../access/open.ts'
import type { House } from '../house.ts'
import type { Repair, SuggestRepairs } from '../repairs.ts'
import { type SeatSchool, seatSchools } from '../seat-schools.ts'
import { extendFacts, oneSidedFacts } from './facts.ts'
import { openRequest, type RepairRequest } from './repair-requests.ts'
import { type Mark, marksOf, type TerritorySchool } from './territory-row.ts'

/** A duty whose date can be moved. `dueAt`: an instant in UTC; `extension`, `earliest`: YYYY-MM-DD. */
export type Extendable = {
  readonly key: string
  readonly act: Act
  readonly seat: SeatNo
  readonly about: SeatNo | null
  readonly state: Mark['state']
  readonly dueAt: string | null
  readonly extension: string | null
  readonly earliest: string
}

export type Pairing = { readonly reviewer: SeatNo; readonly reviewed: SeatNo }

export type ManagedSchool = SeatSchool &
  Pick<TerritorySchool, 'standing' | 'marks'> & { readonly school: string; readonly inScope: boolean }

/** What a coordinator may decide about a partnership now: by the permissions and by the machines. */
export type Managed = {
  readonly root: string
  readonly n: number
  readonly cycle: string
  readonly open: boolean
  readonly outcomes: readonly { readonly seat: SeatNo; readonly outcome: string }[] | null
  readonly wentInto: string | null
  readonly schools: readonly ManagedSchool[]
  /** Whether the reader covers every seat: who does not asks those who do (rules 10). */
  readonly coversAll: boolean
  readonly extend: readonly Extendable[]
  readonly openReviews: readonly Pairing[]
  readonly reopenReviews: readonly Pairing[]
  /** In favour of which seats the pair can be closed, and from when it could be for the others (rules 3). */
  readonly closeOneSided: readonly { readonly seat: SeatNo; readonly from: string; readonly may: boolean }[]
  readonly withdraw: readonly SeatNo[]
  readonly reinstate: readonly SeatNo[]
  readonly assign: readonly Pairing[]
  readonly dissolve: boolean
  readonly askAnew: boolean
  readonly request: RepairRequest | null
  /** The one school whose partners all left, for whoever covers all seats, with the least disturbing ways to pair it anew. */
  readonly orphan: { readonly school: string; readonly name: string } | null
  readonly repairs: readonly Repair[] | null
}

// The guards look at the facts alone; the reason's text is stamped by the engine.
const unstamped = { reason: { id: '', sha256: '' } }

type Would = (key: string, seat: SeatNo | null, event: Event) => boolean

const wouldIn =
  ({ workflow }: Pick<House, 'workflow'>, { view, may }: Opened, at: string): Would =>
  (key, seat, event) => {
    const [own, thing] = [view.get(rootKey), view.get(key)]
    if (own === undefined || thing === undefined || may(event.type as Action, seat) === null) return false
    return (
      hasTag(workflow, own, 'open') &&
      // What is decided about the partnership itself may be about a school that left: it can come back.
      (key === rootKey || !workflow.isOut('partnership', view, key, event)) &&
      can(workflow, thing, { ...unstamped, ...event, at })
    )
  }

const extendable = ({ view }: Pick<Opened, 'view'>, would: Would, at: string): Extendable[] =>
  dutiesIn(view as View).flatMap(({ key, value, context: { act, seat, about, facts, extension } }) => {
    const { earliest } = extendFacts(view as View, seat, at)
    if (!would(key, seat, { type: 'duty.extend', date: earliest, facts: { earliest } })) return []
    const dueAt = facts?.stand === 'owed' || facts?.stand === 'fulfilled' ? facts.dueAt : null
    return [{ key, act, seat, about, state: value as Mark['state'], dueAt, extension, earliest }]
  })

/** Every further review that the machine would take. */
const assignable = (seats: readonly SeatNo[], would: Would): Pairing[] =>
  seats
    .flatMap(reviewer => seats.map(reviewed => ({ reviewer, reviewed })))
    .filter(pairing => would(rootKey, null, { type: 'partnership.assign', assignments: [pairing] }))

/** Reads a partnership for whoever decides about it; a foreign one ends the request. A fixed number of queries. */
export const managedOf = async (
  house: Pick<House, 'db' | 'seasons' | 'workflow'>,
  person: string,
  root: string,
  at: string,
  suggest: SuggestRepairs,
): Promise<Managed> => {
  const opened = await openPartnership(house, person, root, at)
  const { view, may, season, n, cycle } = opened
  if (may('partnership.manage', null) === null) return throwProblem(problem('forbidden'))
  const partnership = partnershipIn(view)
  const would = wouldIn(house, opened, at)
  const seats = partnership.seats.map(({ seat }) => seat)
  const here = present(partnership).map(({ seat }) => seat)
  const schools = await seatSchools(house.db, root)
  const own = view.get(rootKey)
  const open = own !== undefined && hasTag(house.workflow, own, 'open')
  const coversAll = may('partnership.dissolve', null) !== null
  const [left] = here.length === 1 && seats.length > 1 && open && coversAll ? here : []
  const remaining = partnership.seats.find(({ seat }) => seat === left)?.school
  const orphan =
    remaining === undefined ? null : { school: remaining, name: schools.find(({ seat }) => seat === left)?.name ?? '' }
  const on = partnership.dates.exchange ?? null
  const repairs =
    orphan === null || on === null ? null : await suggest(house.db, { cycle, school: orphan.school, person, on })
  const reviews = (type: 'review.open' | 'review.reopen') =>
    partnership.assignments.filter(({ reviewer, reviewed }) =>
      would(`assignment/${reviewer}-${reviewed}`, reviewer, { type }),
    )
  return {
    root,
    n,
    cycle,
    open,
    outcomes: partnership.outcomes,
    wentInto: partnership.wentInto,
    schools: schools.map(school => ({
      ...school,
      school: partnership.seats.find(({ seat }) => seat === school.seat)?.school ?? '',
      standing: partnership.seats.find(({ seat }) => seat === school.seat)?.standing ?? 'seated',
      inScope: may('duty.extend', school.seat) !== null,
      marks: marksOf(view, school.seat),
    })),
    coversAll,
    extend: extendable(opened, would, at),
    openReviews: reviews('review.open'),
    reopenReviews: reviews('review.reopen'),
    closeOneSided: open ? oneSided(opened, here, would, season) : [],
    withdraw: seats.filter(seat => would(rootKey, seat, { type: 'partnership.withdraw', seat })),
    reinstate: seats.filter(seat => would(rootKey, seat, { type: 'partnership.reinstate', seat })),
    assign: assignable(here, would),
    dissolve: would(rootKey, null, { type: 'partnership.dissolve' }),
    askAnew: open && !coversAll && may('partnership.askAnew', null) !== null,
    request: await openRequest(house.db, root),
    orphan,
    repairs,
  }
}

const oneSided = ({ view, may }: Opened, here: readonly SeatNo[], would: Would, season: Opened['season']) =>
  here
    .filter(seat => may('partnership.closeOneSided', seat) !== null)
    .filter(seat => partnershipIn(view).seats.some(record => record.seat === seat && record.standing === 'seated'))
    .map(seat => {
      const facts = oneSidedFacts(view, seat, season)
      return { seat, from: facts.from, may: would(rootKey, seat, { type: 'partnership.closeOneSided', seat, facts }) }
    })
