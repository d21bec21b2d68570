import { sql } from 'kysely'
import type { Transaction } from '../../db/pool.ts'
import type { Content } from './content.ts'
import type { Place } from './place.ts'
import type { WriteRefusal } from './write-package.ts'

type Outrun = { readonly refused: Extract<WriteRefusal, { why: 'outrun' }> }
type By = { readonly name: string | null; readonly at: string }

/** Somebody else chose factors since the page was printed. */
export const outrunFactors = async (tx: Transaction, { root, seat }: Place): Promise<Outrun> => {
  const { rows } = await sql<By>`
    SELECT p.name, v.at FROM chosen_factors_version v JOIN person p ON p.id = v.author
    WHERE v.root = ${root}::uuid AND v.seat = ${seat} ORDER BY v.version DESC LIMIT 1
  `.execute(tx)
  return outrun('factors', rows[0])
}

/** Somebody else changed the programme, or took it out, since the page was printed. */
export const outrunProgramme = async (tx: Transaction, programme: string): Promise<Outrun> => {
  const { rows } = await sql<By>`
    SELECT p.name, v.at FROM programme_version v JOIN person p ON p.id = v.author
    WHERE v.programme = ${programme}::uuid ORDER BY v.version DESC LIMIT 1
  `.execute(tx)
  return outrun('programme', rows[0])
}

/** Somebody else put a file into the slot since the page was printed. */
export const outrunFile = ({ versions }: Pick<Content, 'versions'>, slot: string): Outrun =>
  outrun(
    'file',
    versions.find(version => version.slot === slot),
  )

const outrun = (what: 'file' | 'programme' | 'factors', by: By | undefined): Outrun => ({
  refused: { why: 'outrun', what, name: by?.name ?? null, at: by?.at ?? null },
})
