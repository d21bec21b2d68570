import { sql } from 'kysely'
import { assignmentKey } from '../../../workflows/keys.ts'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import { assignmentIn, type View } from '../../../workflows/view.ts'
import { canonical, sha256 } from '../../engine/chain.ts'
import { type FileAct, fileActs } from './acts.ts'
import { type FileModel, type FileSchool, fileModel, waysOf } from './file-model.ts'
import type { Place } from './place.ts'
import type { Reader, Readers, SentRecommendation, SubmittedReview } from './readers.ts'

/** Whose file is read, in which state of the partnership. `own`: for the school itself, which reads its reviews before the reveal. */
export type Asking = Place & { readonly view: View; readonly season: SeasonDefinition; readonly own: boolean }

export type ReadFile = {
  readonly model: FileModel
  readonly acts: readonly FileAct[]
  readonly schools: ReadonlyMap<number, FileSchool>
}

/** Reads all that goes into a final file: as many queries as the seat has assignments, whatever they hold. */
export const readFile = async (db: Reader, readers: Readers, asking: Asking): Promise<ReadFile> => {
  const { root, seat, view, season, own } = asking
  const acts = await fileActs(db, root)
  const reviews = new Map<string, SubmittedReview | null>()
  const recommendations = new Map<string, readonly SentRecommendation[]>()
  const { received, given } = waysOf(view, seat)
  for (const { reviewer, reviewed } of [...received, ...given]) {
    const way = { root, reviewer, reviewed }
    const { context } = assignmentIn(view, reviewer, reviewed)
    const key = assignmentKey(reviewer, reviewed)
    reviews.set(key, await readers.review(db, season, way, context, own && reviewer === seat))
    recommendations.set(key, await readers.recommendations(db, way))
  }
  const schools = await schoolsOf(db, root)
  const model = fileModel({
    ...{ season, view, seat, schools, acts, reviews, recommendations },
    programmes: await programmesOf(db, root),
    minutes: await minutesOf(db, root, acts),
  })
  return { model, acts, schools }
}

/** SHA-256 over what the file says, as RFC 8785 canonical JSON: printed in it, and compared under the lock when it is placed. */
export const contentSha256 = (model: FileModel): string => sha256(canonical(model))

const schoolsOf = async (db: Reader, root: string): Promise<ReadonlyMap<number, FileSchool>> => {
  const { rows } = await sql<FileSchool & { seat: number }>`
    SELECT ss.seat, s.name, s.region, s.municipality FROM seat_school ss JOIN school s ON s.id = ss.school
    WHERE ss.root = ${root}::uuid
  `.execute(db)
  return new Map(rows.map(({ seat, ...school }) => [seat, school]))
}

const programmesOf = async (db: Reader, root: string): Promise<ReadonlyMap<string, string>> => {
  const rows = await db.selectFrom('programme').select(['id', 'title']).where('root', '=', root).execute()
  return new Map(rows.map(({ id, title }) => [id, title]))
}

/** The version of the minutes that was recorded last: what was written since is a draft. */
const minutesOf = async (db: Reader, root: string, acts: readonly FileAct[]) => {
  const version = acts.findLast(({ type }) => type === 'meeting.record')?.minutesVersion ?? 0
  const row = await db
    .selectFrom('minutes_version')
    .select(['body', 'sha256'])
    .where('root', '=', root)
    .where('version', '=', version)
    .where('fate', '=', 'kept')
    .executeTakeFirst()
  return row === undefined ? null : { version, text: row.body, sha256: row.sha256 }
}
