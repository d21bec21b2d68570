import type { Transaction } from '../../db/pool.ts'
import { areFactors, type CommandHouse, inOrder } from './commands.ts'
import type { Programme } from './content.ts'
import { outrunProgramme } from './outrun.ts'
import { programmesOf } from './rules.ts'
import { type Desk, refused, type Writer, type Written, writePackage } from './write-package.ts'

/** A programme's words. `factors`: numbers of the season's list, at least one. */
type ProgrammeWords = { readonly title: string; readonly factors: readonly number[] }

/** Which programme, and which of its wordings the page had seen. */
type ProgrammePlace = { readonly programme: string; readonly base: number }

type Reworded = { readonly programme: string; readonly version: number }
type Wording = Pick<Programme, 'id' | 'title' | 'factors' | 'version' | 'removed'>

/** More than any school has written; a program that runs wild stops here. */
const MOST_PROGRAMMES = 30

/** Adds a programme. After the sending too, with a reason: then it adds a form to the partner's draft (rules 14). */
export const addProgramme = (
  house: CommandHouse,
  writer: Writer,
  words: ProgrammeWords,
): Promise<Written<Reworded>> => {
  const { title, factors } = tidy(words)
  const body = ['programme', title, factors]
  return writePackage(house, writer, { body, sentToo: true }, async (tx, { at, content, season, keepReasons }) => {
    if (!areFactors(season, factors)) return { refused: { why: 'unknown', field: 'factors' } }
    if (programmesOf(content).length >= MOST_PROGRAMMES) return refused('tooMany')
    const { root, seat } = writer
    const id = house.newId()
    const n = Math.max(0, ...content.programmes.map(programme => programme.n)) + 1
    await tx
      .insertInto('programme')
      .values({ id, root, seat, title, factors: JSON.stringify(factors), n, removed_at: null, version: 1 })
      .execute()
    await keepWording(tx, writer, { id, title, factors, version: 1, removed: false, at }, await keepReasons())
    return { done: { programme: id, version: 1 } }
  })
}

/** Changes a programme's words, over those that the page had seen. Only before the sending: the partner's form bears them. */
export const changeProgramme = (
  house: CommandHouse,
  writer: Writer,
  place: ProgrammePlace,
  words: ProgrammeWords,
): Promise<Written<Reworded>> => {
  const { title, factors } = tidy(words)
  const body = ['change', place.programme, place.base, title, factors]
  return writePackage(house, writer, { body }, (tx, desk) => reword(tx, writer, desk, place, { title, factors }))
}

/** Takes a programme out, softly: its wordings and files stay. Only before the sending. */
export const removeProgramme = (
  house: CommandHouse,
  writer: Writer,
  place: ProgrammePlace,
): Promise<Written<Reworded>> =>
  writePackage(house, writer, { body: ['remove', place.programme, place.base] }, (tx, desk) =>
    reword(tx, writer, desk, place, { removed: true }),
  )

const reword = async (
  tx: Transaction,
  writer: Writer,
  { at, content, season, keepReasons }: Desk,
  { programme: id, base }: ProgrammePlace,
  change: Partial<Wording>,
): Promise<Written<Reworded>> => {
  const now = content.programmes.find(candidate => candidate.id === id)
  if (now === undefined) return { refused: { why: 'unknown', field: 'programme' } }
  if (now.version !== base || now.removed) return outrunProgramme(tx, id)
  const next = { ...now, ...change, version: base + 1 }
  const { title, factors, version, removed } = next
  if (!areFactors(season, factors)) return { refused: { why: 'unknown', field: 'factors' } }
  await tx
    .updateTable('programme')
    .set({ title, version, factors: JSON.stringify(factors), removed_at: removed ? at : null })
    .where('id', '=', id)
    .execute()
  await keepWording(tx, writer, { ...next, at }, await keepReasons())
  return { done: { programme: id, version } }
}

const keepWording = (
  tx: Transaction,
  { person }: Writer,
  { id, title, factors, version, removed, at }: Wording & { at: string },
  reasons: { reason: string | null; behalf: string | null },
) =>
  tx
    .insertInto('programme_version')
    .values({
      programme: id,
      version,
      title,
      factors: JSON.stringify(factors),
      removed,
      at,
      author: person,
      ...reasons,
    })
    .execute()

const tidy = ({ title, factors }: ProgrammeWords): ProgrammeWords => ({
  title: title.trim().replace(/\s+/g, ' '),
  factors: inOrder(factors),
})
