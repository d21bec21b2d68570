import { seatKey } from '../../../workflows/keys.ts'
import type { FileReturn, PackageReturn } from '../../../workflows/machines/seat.ts'
import type { Role } from '../../../workflows/permissions.ts'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import { dutiesIn, partnershipIn, seatIn } from '../../../workflows/view.ts'
import { can, hasTag } from '../../engine/step.ts'
import type { Event } from '../../engine/workflow.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { type Opened, openPartnership } from '../access/open.ts'
import type { House } from '../house.ts'
import { type Content, loadContent, type Version } from './content.ts'
import { returnFacts } from './facts.ts'
import type { Place } from './place.ts'
import { currentOf, highLeftOut, type Slot, sendFacts, slotsOf } from './rules.ts'
import { lastSending, type PackageAct, packageActs, seenByPartner } from './sendings.ts'

/**
 * In which capacity somebody reads a package: `school` is its own member, `officer` a coordinator or curator who covers it, `reviewer` of
 * the school that reviews it.
 */
export type Reader = 'school' | 'officer' | 'reviewer'

/** A slot with the versions that the reader may know of, the newest first. */
export type ShownSlot = Slot & { readonly versions: readonly Version[] }

/** A package as its page and its JSON show it. */
export type PackageView = Place & {
  /** The partnership's last history row: what the page has seen. */
  readonly n: number
  readonly season: SeasonDefinition
  readonly reader: Reader
  readonly role: Role
  readonly state: 'preparing' | 'sent' | 'received'
  readonly school: string
  readonly content: Pick<Content, 'profile' | 'factors' | 'factorsVersion' | 'privacy' | 'programmes'>
  readonly slots: readonly ShownSlot[]
  readonly missing: readonly string[]
  readonly highLeftOut: readonly number[]
  readonly acts: readonly PackageAct[]
  readonly sending: PackageAct | null
  readonly returned: PackageReturn | null
  /** When the package is due, while it is owed. */
  readonly dueAt: string | null
  /** What may be written: everything while it is prepared, files and late programmes with a reason while it lies with the partner. */
  readonly writes: 'all' | 'reasoned' | null
  /** Whether the reviewer sees what was sent; false before the first sending, and after a recall. */
  readonly arrived: boolean
  readonly downloadable: boolean
  readonly may: Readonly<Record<'send' | 'recall' | 'open' | 'return', boolean>>
}

/** In which capacity the reader sees this seat's package; null where it is not theirs to see. */
export const readerOf = (opened: Opened, seat: number): { reader: Reader; role: Role } | null => {
  const own = opened.may('package.read', seat)
  if (own !== null) return { reader: members.has(own) ? 'school' : 'officer', role: own }
  const reviewing = opened.may('package.open', seat)
  return reviewing === null ? null : { reader: 'reviewer', role: reviewing }
}

const members: ReadonlySet<Role> = new Set(['head', 'schoolCoordinator', 'helper'])

/** Reads a package for its page: a fixed number of queries, whatever it holds. */
export const packageView = async (house: House, person: string, place: Place): Promise<PackageView> => {
  const { root, seat } = place
  const opened = await openPartnership(house, person, root)
  const read = readerOf(opened, seat)
  const content = read && (await loadContent(house.db, place))
  if (read === null || content === null) return throwProblem(problem('not-found'))
  const acts = await packageActs(house.db, place)
  return viewOf(house, opened, place, read, content, acts)
}

const viewOf = (
  { workflow }: House,
  opened: Opened,
  place: Place,
  { reader, role }: { reader: Reader; role: Role },
  content: Content,
  acts: readonly PackageAct[],
): PackageView => {
  const { seat } = place
  const { view, season } = opened
  const { value, context } = seatIn(view, seat)
  const thing = { root: view.get(''), seat: view.get(seatKey(seat)) }
  const tagged = (tag: string) => thing.seat !== undefined && hasTag(workflow, thing.seat, tag)
  const open = thing.root !== undefined && hasTag(workflow, thing.root, 'open')
  const would = (event: Event) => open && thing.seat !== undefined && can(workflow, thing.seat, { at: '', ...event })
  const facts = sendFacts(season, content)
  const sending = lastSending(acts)
  const partial = reader === 'reviewer'
  const versions = partial ? seenByPartner(acts, content.versions) : content.versions
  const arrived = tagged('packageReadable') || (sending !== null && context.packageReturn !== null)
  const slots = sending?.versions.slice(0, 1).map(({ slot }) => slot) ?? []
  const returns = returnFacts(view, opened.standings, seat, acts, slots)
  const mayWrite = opened.may('package.write', seat) !== null && open
  return {
    ...place,
    n: opened.n,
    season,
    reader,
    role,
    state: value.package as PackageView['state'],
    school: content.school,
    content: partial ? partnersContent(content, arrived) : content,
    slots: (partial && !arrived ? [] : slotsOf(season, content)).map(slot => ({
      ...slot,
      versions: versions.filter(version => version.slot === slot.slot),
    })),
    missing: partial ? [] : withWord(content, facts.missing),
    highLeftOut: partial ? [] : highLeftOut(content),
    acts: partial && !arrived ? [] : acts,
    sending: arrived ? sending : null,
    returned: context.packageReturn,
    dueAt: dueAt(opened, seat),
    writes: !mayWrite ? null : tagged('packageWritable') ? 'all' : tagged('packageReplaceable') ? 'reasoned' : null,
    arrived,
    downloadable: !partial || (arrived && value.package !== 'sent'),
    may: {
      send: opened.may('package.send', seat) !== null && would({ type: 'package.send', facts }),
      recall: opened.may('package.recall', seat) !== null && would({ type: 'package.recall' }),
      open: opened.may('package.open', seat) !== null && would({ type: 'package.open' }),
      return:
        opened.may('package.return', seat) !== null && would({ type: 'package.return', slots, reason: noText, facts: returns }),
    },
  }
}
