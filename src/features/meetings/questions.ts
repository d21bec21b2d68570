import { sql } from 'kysely'
import { rootKey } from '../../../workflows/keys.ts'
import type { SeatNo } from '../../../workflows/machines/events.ts'
import type { Role } from '../../../workflows/permissions.ts'
import type { Database, Transaction } from '../../db/pool.ts'
import { writeContent } from '../../engine/content.ts'
import { mayHere } from '../access/authorize.ts'
import { standingsOf } from '../access/standings.ts'
import type { House } from '../house.ts'
import { sha256 } from '../keep-text.ts'
import { isMember, memberSeats, presentSeats, tidy } from './rules.ts'

/** What somebody said in a thread. `name` is null where the author was erased, `body` where the text was blanked. */
export type Said = {
  readonly id: string
  readonly at: string
  readonly body: string | null
  readonly name: string | null
  readonly role: Role
  readonly seat: SeatNo | null
}

/** `version`: of the document that was asked about. */
export type Question = Said & { readonly version: number; readonly replies: readonly Said[] }

/** The questions about these versions of a document with what was answered, oldest first. One query. */
export const threadOf = async (db: Database, documents: readonly string[]): Promise<Question[]> => {
  const { rows } = await sql<Question>`
    SELECT q.id, q.at, q.body, p.name, q.role, q.seat, d.version, coalesce((
      SELECT jsonb_agg(jsonb_build_object('id', r.id, 'at', to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'body', r.body, 'name', rp.name, 'role', r.role, 'seat', r.seat) ORDER BY r.n)
      FROM reply r JOIN person rp ON rp.id = r.author WHERE r.question = q.id
    ), '[]') AS replies
    FROM question q JOIN document d ON d.id = q.document JOIN person p ON p.id = q.author
    WHERE q.document = ANY(${[...documents]}::uuid[]) ORDER BY q.n
  `.execute(db)
  return rows
}

/** What is said by whom; `client` makes a text that arrives twice one text. */
export type Saying = {
  readonly root: string
  readonly body: string
  readonly person: string
  readonly at: string
  readonly client: string
}

export type SayOutcome =
  | { readonly is: 'said'; readonly id: string; readonly at: string }
  | { readonly is: 'absent' | 'forbidden' | 'closed' | 'keyReused' }

type Row = {
  readonly id: string
  readonly body: string
  readonly salt: string
  readonly sha256: string
  readonly at: string
  readonly author: string
  readonly role: string
  readonly seat: SeatNo | null
  readonly client: string
}

type First = { readonly id: string; readonly at: string; readonly body: string | null; readonly about: string }

/**
 * Adds to a thread; nothing in it is ever changed. Whether the document is the writer's to read is decided before. Whoever has left the
 * partnership says nothing more.
 */
const say = async (
  house: Pick<House, 'db' | 'workflow' | 'newId' | 'newSalt'>,
  saying: Saying,
  about: string,
  store: {
    readonly put: (tx: Transaction, row: Row) => Promise<boolean>
    readonly first: (tx: Transaction) => Promise<First | undefined>
  },
): Promise<SayOutcome> => {
  const { root, person, at, client } = saying
  const where = { root, key: rootKey, tag: 'open', at }
  const outcome = await writeContent<SayOutcome>(house.db, house.workflow, where, async (tx, { writable, view }) => {
    const standings = await standingsOf(tx, person, root)
    const verdict = mayHere(view, standings, 'questions.write', null)
    if (typeof verdict === 'string') return { is: verdict }
    const own = memberSeats(standings)
    const seat = presentSeats(view).find(each => own.includes(each)) ?? null
    if (seat === null && isMember(verdict.as)) return { is: 'forbidden' }
    const body = tidy(saying.body)
    const first = await store.first(tx)
    if (first !== undefined)
      return first.about === about && first.body === body
        ? { is: 'said', id: first.id, at: first.at }
        : { is: 'keyReused' }
    if (!writable) return { is: 'closed' }
    const [id, salt] = [house.newId(), house.newSalt()]
    const row = { id, body, salt, sha256: sha256(salt + body), at, author: person, role: verdict.as, seat, client }
    return (await store.put(tx, row)) ? { is: 'said', id, at } : { is: 'keyReused' }
  })
  return outcome ?? { is: 'absent' }
}

/** Asks about one version of a document. */
export const ask = (
  house: Pick<House, 'db' | 'workflow' | 'newId' | 'newSalt'>,
  saying: Saying,
  document: string,
): Promise<SayOutcome> =>
  say(house, saying, document, {
    put: async (tx, row) =>
      (
        await tx
          .insertInto('question')
          .values({ ...row, root: saying.root, document })
          .onConflict(conflict => conflict.doNothing())
          .executeTakeFirstOrThrow()
      ).numInsertedOrUpdatedRows === 1n,
    first: tx =>
      tx
        .selectFrom('question')
        .select(['id', 'at', 'body', 'document as about'])
        .where('author', '=', saying.person)
        .where('client', '=', saying.client)
        .executeTakeFirst(),
  })

/** Answers a question. */
export const answer = (
  house: Pick<House, 'db' | 'workflow' | 'newId' | 'newSalt'>,
  saying: Saying,
  question: string,
): Promise<SayOutcome> =>
  say(house, saying, question, {
    put: async (tx, row) =>
      (
        await tx
          .insertInto('reply')
          .values({ ...row, question })
          .onConflict(conflict => conflict.doNothing())
          .executeTakeFirstOrThrow()
      ).numInsertedOrUpdatedRows === 1n,
    first: tx =>
      tx
        .selectFrom('reply')
        .select(['id', 'at', 'body', 'question as about'])
        .where('author', '=', saying.person)
        .where('client', '=', saying.client)
        .executeTakeFirst(),
  })
