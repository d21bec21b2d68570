import { rootKey, seatKey } from '../../../workflows/keys.ts'
import type { Role } from '../../../workflows/permissions.ts'
import { dutiesIn, seatIn } from '../../../workflows/view.ts'
import { can, hasTag } from '../../engine/step.ts'
import type { Event } from '../../engine/workflow.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { type Opened, openPartnership } from '../access/open.ts'
import type { House } from '../house.ts'
import { type Content, loadContent, type Version } from './content.ts'
import { returnFacts } from './facts.ts'
import type { PackageView, Reader, ShownSlot } from './package-view.ts'
import type { Place } from './place.ts'
import { allSlotsOf, highLeftOut, sendFacts, slotsOf } from './rules.ts'
import { lastSending, type PackageAct, packageActs, seenByPartner } from './sendings.ts'

const members: ReadonlySet<Role> = new Set(['head', 'schoolCoordinator', 'helper'])

/** In which capacity the reader sees this seat's package; null where it is not theirs to see. */
export const readerOf = (opened: Opened, seat: number): { reader: Reader; role: Role } | null => {
  const own = opened.may('package.read', seat)
  if (own !== null) return { reader: members.has(own) ? 'school' : 'officer', role: own }
  const reviewing = opened.may('package.open', seat)
  return reviewing === null ? null : { reader: 'reviewer', role: reviewing }
}

/** Reads a package for its page: a fixed number of queries, whatever it holds. Ends the request where it is not the reader's to see. */
export const packageView = async (
  house: House,
  { person, at }: { readonly person: string; readonly at: string },
  place: Place,
): Promise<PackageView> => {
  const opened = await openPartnership(house, person, place.root, at)
  const read = readerOf(opened, place.seat)
  const content = read && (await loadContent(house.db, place))
  if (read === null || content === null) return throwProblem(problem('not-found'))
  const acts = await packageActs(house.db, place)
  const basis = { ...place, ...read, ...standOf(house, opened, place.seat, acts) }
  const shown =
    read.reader === 'reviewer' ? partnersShare(opened, basis, content, acts) : wholeOf(opened, content, acts)
  return { ...basis, ...shown, ...whatMay(house, opened, place.seat, content, acts), school: content.school }
}

const standOf = ({ workflow }: House, { view, n, season }: Opened, seat: number, acts: readonly PackageAct[]) => {
  const { value, context } = seatIn(view, seat)
  const thing = view.get(seatKey(seat))
  const readable = thing !== undefined && hasTag(workflow, thing, 'packageReadable')
  const owed = dutiesIn(view).find(
    duty =>
      duty.context.seat === seat &&
      (duty.context.act === 'resend' || duty.context.act === 'package') &&
      duty.context.facts?.stand === 'owed',
  )?.context.facts
  return {
    n,
    season,
    state: value.package as PackageView['state'],
    returned: context.packageReturn,
    dueAt: owed?.stand === 'owed' ? owed.dueAt : null,
    arrived: readable || (context.packageReturn !== null && lastSending(acts) !== null),
  }
}

/** Everything, for the school itself and those who answer for it. */
const wholeOf = ({ season }: Opened, content: Content, acts: readonly PackageAct[]) => ({
  content,
  acts,
  slots: withVersions(slotsOf(season, content), content.versions),
  missing: sendFacts(season, content).missing,
  highLeftOut: highLeftOut(content),
  sending: lastSending(acts),
  downloadable: true,
})

/** What was sent, for the school that reviews it; nothing at all while nothing was. */
const partnersShare = (
  { season }: Opened,
  { arrived, state }: Pick<PackageView, 'arrived' | 'state'>,
  content: Content,
  acts: readonly PackageAct[],
) => {
  const versions = arrived ? seenByPartner(acts, content.versions) : []
  const slots = withVersions(allSlotsOf(season, content), versions).filter(
    slot => slot.versions.length > 0 && (slot.programme?.removed !== true || state === 'preparing'),
  )
  return {
    content: { ...content, versions, privacy: null, programmes: slots.flatMap(({ programme }) => programme ?? []) },
    acts: arrived ? acts : [],
    slots,
    missing: [],
    highLeftOut: [],
    sending: arrived ? lastSending(acts) : null,
    downloadable: arrived && state !== 'sent',
  }
}

const withVersions = (slots: ReturnType<typeof slotsOf>, versions: readonly Version[]): ShownSlot[] =>
  slots.map(slot => ({ ...slot, versions: versions.filter(version => version.slot === slot.slot) }))

// The guards look at the facts alone; the instant and the reason's text are stamped by the engine.
const unstamped = { at: '', reason: { id: '', sha256: '' } }

const whatMay = (
  { workflow }: House,
  opened: Opened,
  seat: number,
  content: Content,
  acts: readonly PackageAct[],
): Pick<PackageView, 'writes' | 'may'> => {
  const { view, season, standings } = opened
  const [root, thing] = [view.get(rootKey), view.get(seatKey(seat))]
  const open = root !== undefined && hasTag(workflow, root, 'open')
  const would = (event: Event) =>
    open &&
    thing !== undefined &&
    opened.may(event.type as 'package.send', seat) !== null &&
    can(workflow, thing, { ...unstamped, ...event })
  const tagged = (tag: string) => open && thing !== undefined && hasTag(workflow, thing, tag)
  const slots = lastSending(acts)?.versions.map(({ slot }) => slot) ?? []
  const writer = opened.may('package.write', seat) !== null
  return {
    writes: !writer ? null : tagged('packageWritable') ? 'all' : tagged('packageReplaceable') ? 'reasoned' : null,
    may: {
      send: would({ type: 'package.send', facts: sendFacts(season, content) }),
      recall: would({ type: 'package.recall' }),
      open: would({ type: 'package.open' }),
      return: would({ type: 'package.return', slots, facts: returnFacts(view, standings, seat, acts, slots) }),
    },
  }
}

/** Ends the request of whoever may not write into this package, before anything of theirs is read. */
export const ensureWriter = async (
  house: House,
  { person, at }: { readonly person: string; readonly at: string },
  { root, seat }: Place,
): Promise<Opened> => {
  const opened = await openPartnership(house, person, root, at)
  if (opened.may('package.write', seat) !== null) return opened
  return throwProblem(problem(readerOf(opened, seat) === null ? 'not-found' : 'forbidden'))
}
