import { assignmentKey } from '../../../workflows/keys.ts'
import type { CriteriaSet, SeasonDefinition, Words } from '../../../workflows/season.ts'
import { assignmentIn, partnershipIn, recordOf, type View } from '../../../workflows/view.ts'
import type { FileAct } from './acts.ts'
import { type FileMeeting, type FileMinutes, meetingPart } from './meeting-part.ts'
import type { SentRecommendation, SubmittedReview } from './readers.ts'

/** A school as the file names it. */
export type FileSchool = { readonly name: string; readonly region: string; readonly municipality: string }

/** What is not there: never submitted or sent, or not readable by whom the model is made for. */
export type Lack = { readonly lacks: 'nothing' | 'sealed' }

/** A recommendation beside the name of the document that it is about; null: the package as a whole. */
export type FileRecommendation = Omit<SentRecommendation, 'document'> & { readonly document: Words | null }

export type SentList = {
  readonly version: number
  readonly n: number
  readonly at: string
  readonly sha256: string | null
  readonly items: readonly FileRecommendation[]
}

/** What went one way between two schools. `withdrawn`: the other one left the partnership. */
export type Exchange = {
  readonly school: FileSchool
  readonly withdrawn: boolean
  readonly review: SubmittedReview | Lack
  readonly recommendations: SentList | Lack
}

/**
 * All that a final file says, in no language yet: plain JSON, the same for the same rows. Instants are ISO 8601, UTC, days `YYYY-MM-DD`;
 * `zone` is the school's, by whose clock they are printed.
 */
export type FileModel = {
  readonly season: Words
  readonly scale: CriteriaSet['scale']
  readonly school: FileSchool
  readonly zone: string
  readonly received: readonly Exchange[]
  readonly given: readonly Exchange[]
  readonly meeting: FileMeeting
}

/** The rows of which a file is made. Reviews that may not be read stand as null. Reviews and recommendations by the assignment's key. */
export type FileSource = {
  readonly season: SeasonDefinition
  readonly view: View
  readonly seat: number
  readonly schools: ReadonlyMap<number, FileSchool>
  readonly acts: readonly FileAct[]
  readonly programmes: ReadonlyMap<string, string>
  readonly reviews: ReadonlyMap<string, SubmittedReview | null>
  readonly recommendations: ReadonlyMap<string, readonly SentRecommendation[]>
  readonly minutes: FileMinutes | null
}

export const isLack = (part: object): part is Lack => 'lacks' in part

/** Whether something in it is sealed to whom it was made for: then its checksum and its bytes are not theirs either. */
export const hasSealed = ({ received, given }: FileModel): boolean =>
  [...received, ...given].some(({ review }) => isLack(review) && review.lacks === 'sealed')

/** The assignments that a seat's file speaks of: what it received, and what it gave. */
export const waysOf = (view: View, seat: number) => {
  const { assignments } = partnershipIn(view)
  return {
    received: assignments.filter(({ reviewed }) => reviewed === seat),
    given: assignments.filter(({ reviewer }) => reviewer === seat),
  }
}

/** Rules 20: part 1 what the school received, part 2 what it gave, part 3 the meeting; what is missing says so. */
export const fileModel = (source: FileSource): FileModel => {
  const { season, view, seat } = source
  const ways = waysOf(view, seat)
  return {
    season: season.name,
    scale: season.criteria.scale,
    school: schoolOf(source, seat),
    zone: recordOf(partnershipIn(view), seat).zone,
    received: ways.received.flatMap(({ reviewer, reviewed }) => exchange(source, reviewer, reviewed, reviewer)),
    given: ways.given.flatMap(({ reviewer, reviewed }) => exchange(source, reviewer, reviewed, reviewed)),
    meeting: meetingPart(source, seat => schoolOf(source, seat).name),
  }
}

const schoolOf = ({ schools }: FileSource, seat: number): FileSchool =>
  schools.get(seat) ?? { name: '', region: '', municipality: '' }

const nothing: Lack = { lacks: 'nothing' }
const isNothing = (part: object): boolean => isLack(part) && part.lacks === 'nothing'

/** One way between two schools; none where the other one left before anything came of it. */
const exchange = (source: FileSource, reviewer: number, reviewed: number, other: number): Exchange[] => {
  const key = assignmentKey(reviewer, reviewed)
  const { context } = assignmentIn(source.view, reviewer, reviewed)
  const withdrawn = recordOf(partnershipIn(source.view), other).standing === 'withdrawn'
  const sealed = other === reviewed && context.submittedAt !== null
  const review = source.reviews.get(key) ?? (sealed ? ({ lacks: 'sealed' } as const) : nothing)
  const recommendations = sentList(source, key)
  if (withdrawn && isNothing(review) && isNothing(recommendations)) return []
  return [{ school: schoolOf(source, other), withdrawn, review, recommendations }]
}

const sentList = ({ acts, season, programmes, recommendations }: FileSource, key: string): SentList | Lack => {
  const sendings = acts.filter(act => act.key === key && act.type === 'recommendations.send')
  const last = sendings.at(-1)
  if (last === undefined) return nothing
  const { n, at, sha256 } = last
  const items = (recommendations.get(key) ?? []).map(({ document, ...item }) => ({
    ...item,
    document: document === null ? null : slotName(season, programmes, document),
  }))
  return { version: sendings.length, n, at, sha256, items }
}

/** «Антирисковые программы «…»»: the slot's name, with its programme's title where it holds several. */
const slotName = (season: SeasonDefinition, programmes: ReadonlyMap<string, string>, document: string): Words => {
  const [slot, programme] = document.split('/')
  const form = season.criteria.forms.find(candidate => candidate.document === slot)
  const name = form?.name ?? season.package.find(({ id }) => id === slot)?.name ?? { ru: document, en: document }
  const title = programme === undefined ? undefined : programmes.get(programme)
  return title === undefined ? name : { ru: `${name.ru} «${title}»`, en: `${name.en} “${title}”` }
}
