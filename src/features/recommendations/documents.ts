import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Database, Transaction } from '../../db/pool.ts'
import type { View } from '../../engine/workflow.ts'
import { type Lang, words } from '../../words/index.ts'
import type { Place } from './place.ts'

export type Programme = { readonly id: string; readonly title: string }

/** The antirisk programmes of the reviewed package as its reviewer may see them. */
export type ReadProgrammes = (db: Database | Transaction, place: Place, view: View) => Promise<readonly Programme[]>

/** The slots of a package with these programmes: what a recommendation may be about, in the season's order. */
export const slotsOf = (
  { package: slots }: Pick<SeasonDefinition, 'package'>,
  programmes: readonly Programme[],
): string[] =>
  slots.flatMap(({ id, count }) => (count === 'one' ? [id] : programmes.map(programme => `${id}/${programme.id}`)))

/** What a document is called: the season's word for its slot, or the programme's title; null is the whole package. */
export const documentName = (
  lang: Lang,
  { package: slots }: Pick<SeasonDefinition, 'package'>,
  programmes: readonly Programme[],
  slot: string | null,
): string => {
  if (slot === null) return words(lang).recommendations.whole
  const [id, programme] = slot.split('/')
  const title = programmes.find(candidate => candidate.id === programme)?.title
  if (title !== undefined) return words(lang).packages.programmes.heading(title)
  return slots.find(candidate => candidate.id === id)?.name[lang] ?? slot
}

/** Programmes that these slots name, those that were taken out since among them. */
export const programmesNamed = async (
  db: Database | Transaction,
  { root, reviewed }: Place,
  slots: readonly (string | null)[],
): Promise<Programme[]> => {
  const ids = slots.flatMap(slot => slot?.split('/')[1] ?? [])
  if (ids.length === 0) return []
  return db
    .selectFrom('programme')
    .select(['id', 'title'])
    .where('root', '=', root)
    .where('seat', '=', reviewed)
    .where('id', 'in', ids)
    .execute()
}
