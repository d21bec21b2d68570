import { type RawBuilder, sql } from 'kysely'
import type { Transaction } from '../db/pool.ts'
import { canonical, genesis, rowToHash, sha256 } from './chain.ts'
import { deadlinesOf, found, type Row, type Stage } from './play.ts'
import type { Actor, Birth, Told, Workflow } from './workflow.ts'

/** A root to be: its own thing has the empty key, the others live beside it. `said` goes into its first row, as a reason does. */
export type Founding = Mould & { id: string }

/** What roots that are alike have in common. */
export type Mould = {
  kind: string
  parent: string | null
  own: Birth
  births: readonly Birth[]
  said?: Readonly<Record<string, unknown>>
}

/** One of many roots that are alike: `values` stand in it where the mould has `names`. Plain ids: nothing in them is escaped in JSON. */
export type Copy = { id: string; values: readonly string[] }

/** Roots of one statement at a time, so that no parameter grows without bound. */
const batch = 500

const rootName = '⟨root⟩'

const onlyRow = ({ rows }: Stage): Row => {
  const [row, ...more] = rows
  if (row === undefined || more.length > 0) throw new Error('a root is founded in one row')
  return row
}

const json = (value: object) => JSON.stringify(value)

/** A text of the mould with one copy's values in it, in SQL. */
const filled = (text: RawBuilder<unknown>, names: readonly string[]): RawBuilder<unknown> =>
  names.reduce((inner, name, index) => sql`replace(${inner}, ${name}, c.values->>${sql.lit(index)})`, text)

/**
 * Brings many roots into being that differ in a few ids alone, within the caller's transaction: one of them is played, with `names` standing
 * where the ids go, and the database copies it. No machine may decide by those ids. Each root has one history row with all first snapshots,
 * exactly as if it had been founded by itself.
 */
export const foundAlike = async (
  tx: Transaction,
  workflow: Workflow,
  { kind, parent, own, births, said }: Mould,
  names: readonly string[],
  copies: readonly Copy[],
  actor: Actor,
  at: string,
): Promise<void> => {
  const stage = found(workflow, kind, own, births, actor, at, said)
  const row = onlyRow(stage)
  const hashed = canonical(rowToHash(rootName, 1, genesis, row))
  const hashOf = ({ id, values }: Copy) =>
    sha256(
      names.reduce((text, name, index) => text.replaceAll(name, values[index] ?? ''), hashed.replace(rootName, id)),
    )
  const things = [...stage.things.values()].map(thing => ({
    ...thing,
    named: names.some(name => json(thing.context).includes(name)),
  }))
  const deadlines = things.flatMap(({ key }) => deadlinesOf(stage, key).map(deadline => ({ key, ...deadline })))
  const stand = workflow.standOf(kind, stage.things)
  const { key, machine, version, event, before, after, born } = row
  const news = JSON.stringify(
    workflow.newsOf(kind, { rows: [{ ...row, n: 1 }], changed: stage.changed, view: stage.things }),
  )
  const toldTo = ({ id, values }: Copy): Told => ({
    root: id,
    parent,
    news: JSON.parse(names.reduce((text, name, index) => text.replaceAll(name, values[index] ?? ''), news)),
  })
  // In the order of their ids every index grows at its end, whatever its size.
  const ordered = copies.toSorted((one, other) => (one.id < other.id ? -1 : 1))
  for (let start = 0; start < ordered.length; start += batch) {
    const given = ordered.slice(start, start + batch).map(copy => ({ ...copy, hash: hashOf(copy) }))
    const c = sql`jsonb_to_recordset(${json(given)}::jsonb) AS c(id uuid, values jsonb, hash text)`
    await sql`INSERT INTO root (id, kind, parent, n, head, stand) SELECT id, ${kind}, ${parent}::uuid, 1, hash, ${stand === null ? null : json(stand)}::jsonb FROM ${c}`.execute(
      tx,
    )
    await sql`
      INSERT INTO thing (root, key, machine, version, value, context, touched)
      SELECT c.id, m.key, m.machine, m.version, m.value,
        CASE WHEN m.named THEN ${filled(sql`m.context::text`, names)}::jsonb ELSE m.context END, m.touched
      FROM ${c}, jsonb_to_recordset(${json(things)}::jsonb)
        AS m(key text, machine text, version integer, value jsonb, context jsonb, touched integer, named boolean)
    `.execute(tx)
    await sql`
      INSERT INTO history (root, n, key, machine, version, actor, at, event, before, after, born, prev, hash)
      SELECT c.id, 1, ${key}, ${machine}, ${version}::integer, ${json(actor)}::jsonb, ${at}::timestamptz,
        ${json(event)}::jsonb, ${before === null ? null : json(before)}::jsonb,
        ${filled(sql`${json(after)}::text`, names)}::jsonb, ${filled(sql`${json(born ?? {})}::text`, names)}::jsonb,
        ${genesis}, c.hash
      FROM ${c}
    `.execute(tx)
    await sql`
      INSERT INTO deadline (root, key, name, due_at)
      SELECT c.id, d.key, d.name, d.at
      FROM ${c}, jsonb_to_recordset(${json(deadlines)}::jsonb) AS d(key text, name text, at timestamptz)
    `.execute(tx)
    await workflow.tell?.(tx, given.map(toldTo), true)
  }
}

/** Brings roots into being, each with one history row that holds all first snapshots, within the caller's transaction. */
export const foundRoots = async (
  tx: Transaction,
  workflow: Workflow,
  foundings: readonly Founding[],
  actor: Actor,
  at: string,
): Promise<void> => {
  for (const { id, ...mould } of foundings) await foundAlike(tx, workflow, mould, [], [{ id, values: [] }], actor, at)
}
