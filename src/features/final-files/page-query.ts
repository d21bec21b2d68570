import { rootKey, seatKey } from '../../../workflows/keys.ts'
import type { Role } from '../../../workflows/permissions.ts'
import { dutiesIn, partnershipIn, recordOf, seatIn } from '../../../workflows/view.ts'
import { can, hasTag } from '../../engine/step.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { type Opened, openPartnership } from '../access/open.ts'
import type { House } from '../house.ts'
import type { FileAct } from './acts.ts'
import { hasSealed } from './file-model.ts'
import type { FileView, Upload } from './file-view.ts'
import type { Place } from './place.ts'
import { type FrozenFile, newestOf, proofStand, readAttachments, readFrozen, readProof } from './proof.ts'
import { contentSha256, readFile } from './read-file.ts'
import type { Readers } from './readers.ts'
import { isMended, missingParts, uploadMissing } from './rules.ts'
import { isWritable } from './write-file.ts'

const members: ReadonlySet<Role> = new Set(['head', 'schoolCoordinator', 'helper'])

export type Asking = { readonly person: string; readonly at: string }

/** Opens a seat's file to somebody for an action, or ends the request before anything of it is read. */
export const openFile = async (
  house: House,
  { person, at }: Asking,
  { root, seat }: Place,
  action: 'file.read' | 'file.write' | 'file.upload' = 'file.read',
): Promise<{ opened: Opened; role: Role }> => {
  const opened = await openPartnership(house, person, root, at)
  if (!opened.view.has(seatKey(seat))) return throwProblem(problem('not-found'))
  const role = opened.may(action, seat)
  return role === null ? throwProblem(problem('forbidden')) : { opened, role }
}

/** Reads a final file for its page: a fixed number of queries for each school it concerns. */
export const fileView = async (house: House, readers: Readers, asking: Asking, place: Place): Promise<FileView> => {
  const { opened, role } = await openFile(house, asking, place)
  const { view, season, n } = opened
  const { root, seat } = place
  const own = opened.may('review.readSealed', seat) !== null
  const { model, acts, schools } = await readFile(house.db, readers, { root, seat, view, season, own })
  const proof = await readProof(house.db, place)
  const attachments = await readAttachments(house.db, place)
  const scanAt = newestOf(attachments, 'scan')?.at ?? null
  const lacking = uploadMissing(view, seat, proofStand(proof, attachments), scanAt)
  const { value, context } = seatIn(view, seat)
  const returned = context.fileReturn
  const ofSeat = acts.filter(({ key }) => key === seatKey(seat))
  return {
    ...{ root, seat, n, season, role, model, proof, attachments, lacking },
    reader: members.has(role) ? 'school' : 'officer',
    state: value.file as FileView['state'],
    oneSided: recordOf(partnershipIn(view), seat).standing === 'settled',
    contentSha256: hasSealed(model) ? null : contentSha256(model),
    schools: new Map([...schools].map(([other, { name }]) => [other, name])),
    missing: missingParts(view, seat),
    returned: returned && { part: returned.part, at: returned.at, mended: isMended(view, seat, scanAt) },
    uploads: uploadsOf(await readFrozen(house.db, place), ofSeat),
    verdicts: ofSeat.filter(({ type }) => type === 'file.confirm' || type === 'file.return').reverse(),
    dueAt: dueOf(opened, seat),
    may: whatMay(house, opened, seat, lacking, asking.at),
  }
}

/** The placings of a seat, the newest first: what no act ever named was prepared in vain and is nobody's. */
const uploadsOf = (frozen: ReadonlyMap<string, FrozenFile>, acts: readonly FileAct[]): Upload[] =>
  acts
    .flatMap(act => {
      const file = act.type === 'file.upload' && act.upload !== null ? frozen.get(act.upload) : undefined
      return file === undefined ? [] : [{ ...file, act }]
    })
    .reverse()

const dueOf = ({ view }: Opened, seat: number): string | null => {
  const owed = dutiesIn(view).find(
    ({ context }) =>
      context.seat === seat &&
      (context.act === 'finalFile' || context.act === 'correction') &&
      context.facts?.stand === 'owed',
  )?.context.facts
  return owed?.stand === 'owed' ? owed.dueAt : null
}

// The guards look at the facts alone; the reason's text is stored by the engine.
const unstamped = { reason: { id: '', sha256: '' } }

const whatMay = (
  house: House,
  opened: Opened,
  seat: number,
  lacking: readonly string[],
  at: string,
): FileView['may'] => {
  const { view, season } = opened
  const [root, thing] = [view.get(rootKey), view.get(seatKey(seat))]
  const would = (event: { type: 'file.upload' | 'file.confirm' | 'file.return' } & Record<string, unknown>) =>
    root !== undefined &&
    thing !== undefined &&
    hasTag(house.workflow, root, 'open') &&
    !house.workflow.isOut('partnership', view, seatKey(seat), event) &&
    opened.may(event.type, seat) !== null &&
    can(house.workflow, thing, { ...unstamped, ...event, at })
  const writes = opened.may('file.write', seat) !== null
  const { curatorVerdict } = season.review
  return {
    decide: opened.may('file.upload', seat) !== null,
    upload: would({ type: 'file.upload', facts: { missing: lacking, sha256: null } }),
    proof: writes && isWritable(house, view, seat, 'proof'),
    scan: writes && isWritable(house, view, seat, 'scan'),
    mark: writes && isWritable(house, view, seat, 'mark'),
    confirm: curatorVerdict && would({ type: 'file.confirm' }),
    return: curatorVerdict && would({ type: 'file.return', part: 'scan', facts: { authors: [] } }),
  }
}
