import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database } from '../src/db/pool.ts'
import type { Bench, Run } from './harness.ts'
import { type Ask, drive } from './load.ts'
import type { Town } from './town.ts'
import type { Question, Writing } from './writing.ts'

/** An answer that one connection alone writes, and who writes it. */
type Line = { readonly writing: Writing; readonly question: Question; readonly cookie: string; version: number }

const nameOf = (root: string, { form, id }: Question) => `${root} ${form} ${id}`

/** Requests that were cut off at a run's end may still be written. */
const untilQuiet = async (db: Database): Promise<void> => {
  for (let quiet = 0; quiet < 3; ) {
    await pause(20)
    const { rows } = await sql`
      SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
    `.execute(db)
    quiet = rows.length === 0 ? quiet + 1 : 0
  }
}

const versionsOf = async (db: Database): Promise<ReadonlyMap<string, number>> => {
  const rows = await db.selectFrom('answer').select(['root', 'form', 'question as id', 'version']).execute()
  return new Map(rows.map(row => [nameOf(row.root, row), row.version]))
}

let written = 0

/** The next version of a line, different from every one before. */
const askFor = ({ writing: { root }, question: { form, id }, cookie, version }: Line, prefix: string): Ask => {
  written += 1
  const score = form === 'review' || id === 'notes' ? null : String(written % 4)
  const body = `Правка ${written}: показатели названы, но срок последнего мероприятия позже, чем закрывается программа; стоит назвать ответственного.`
  return {
    method: 'PUT',
    path: `${prefix}/api/partnerships/${root}/assignments/1/2/answers/${form}/${id}`,
    headers: {
      cookie,
      'content-type': 'application/json',
      'x-vzaimo': '1',
      'if-match': `"${version}"`,
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify({ score, body }),
  }
}

/** Each connection goes round its own lines, so that nobody meets a newer version. */
const saving =
  (url: string, db: Database, lines: readonly Line[], connections: number, prefix = ''): Run =>
  async () => {
    await untilQuiet(db)
    const versions = await versionsOf(db)
    for (const line of lines) line.version = versions.get(nameOf(line.writing.root, line.question)) ?? 0
    const turns = Array.from({ length: connections }, (_, index) => index)
    const next = (connection: number): Ask => {
      const turn = turns[connection] ?? 0
      turns[connection] = turn + connections
      const line = lines[turn % (lines.length - (lines.length % connections))]
      if (line === undefined) throw new Error('There is nothing to write')
      const ask = askFor(line, prefix)
      line.version += 1
      return ask
    }
    return drive({ url, connections, next })
  }

/** Question by question over all partnerships: neighbours in time write in different ones. */
const everywhere = (writings: readonly Writing[]): Line[] =>
  (writings[0]?.questions ?? []).flatMap((_, index) =>
    writings.flatMap(writing => {
      const question = writing.questions[index]
      return question === undefined ? [] : [{ writing, question, cookie: writing.head, version: 0 }]
    }),
  )

/** One partnership: its two people write in turn. */
const inOne = ([writing]: readonly Writing[]): Line[] =>
  (writing?.questions ?? []).flatMap((question, index) =>
    writing === undefined ? [] : [{ writing, question, cookie: index % 2 ? writing.helper : writing.head, version: 0 }],
  )

type Variant = { readonly name: string; readonly lines: (writings: readonly Writing[]) => Line[] }

/** One answer saved over the version that its writer saw, each a real new version. */
const savingAs =
  ({ name, lines: linesOf }: Variant) =>
  (open: () => Promise<Town>, n: number, connections: number): Bench => ({
    name,
    unit: 'saves/s',
    n,
    connections,
    better: 'more',
    aim: 0.6,
    prepare: async () => {
      const { program, floor, writings, world } = await open()
      const lines = linesOf(writings)
      return {
        ours: saving(program, world.db, lines, connections),
        floor: saving(floor, world.db, lines, connections),
      }
    },
  })

export const saveAnswer = savingAs({ name: 'save one answer', lines: everywhere })
export const saveInOne = savingAs({ name: 'save one answer, two people in one review', lines: inOne })

/** The least that a save can be: one UPDATE in a transaction. */
export const leastSave = (open: () => Promise<Town>, n: number, connections: number): Bench => ({
  name: 'least work: one UPDATE in a transaction',
  unit: 'saves/s',
  n,
  connections,
  better: 'more',
  aim: null,
  prepare: async () => {
    const { floor, writings, world } = await open()
    return { ours: saving(floor, world.db, everywhere(writings), connections, '/least') }
  },
})
