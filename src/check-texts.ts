import { sql } from 'kysely'
import type { Database } from './db/pool.ts'
import { sha256 } from './engine/chain.ts'
import { type Wording as Advice, wordingSha256 as adviceSha256 } from './features/recommendations/rules.ts'
import { type Wording as Answer, wordingSha256 as answerSha256 } from './features/reviews/wording.ts'

type Row = {
  id: string
  salt: string
  sha256: string
  body: string | null
  score?: Answer['score']
  said?: Advice['said']
}

/** How each table of content makes the salted hash of one of its rows that still has its text. */
const hashes: Readonly<Record<string, { more: string; hashOf: (row: Row & { body: string }) => string }>> = {
  answer_version: { more: ', score', hashOf: ({ salt, body, score = null }) => answerSha256(salt, { score, body }) },
  recommendation_version: {
    more: ', said',
    hashOf: ({ salt, body, said = {} }) => adviceSha256(salt, { said, body }),
  },
  minutes_version: { more: '', hashOf: ({ salt, body }) => sha256(salt + body) },
  question: { more: '', hashOf: ({ salt, body }) => sha256(salt + body) },
  reply: { more: '', hashOf: ({ salt, body }) => sha256(salt + body) },
}

const batch = 1000

/** A text that is not the one of its hash. */
type TextFault = { readonly table: string; readonly id: string }

/** Compares every version of what people wrote with its hash; those that were blanked are counted, and need none. */
export const checkTexts = async (
  db: Database,
): Promise<{ readonly texts: number; readonly blanked: number; readonly faults: readonly TextFault[] }> => {
  const faults: TextFault[] = []
  let [texts, blanked] = [0, 0]
  for (const [table, { more, hashOf }] of Object.entries(hashes))
    for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
      const { rows } = await sql<Row>`
        SELECT id, salt, sha256, body${sql.raw(more)} FROM ${sql.table(table)}
        WHERE id > ${after}::uuid ORDER BY id LIMIT ${batch}
      `.execute(db)
      for (const row of rows) {
        const { id, body } = row
        texts += 1
        if (body === null) blanked += 1
        else if (hashOf({ ...row, body }) !== row.sha256) faults.push({ table, id })
      }
      const last = rows.at(-1)
      if (last === undefined || rows.length < batch) break
      after = last.id
    }
  return { texts, blanked, faults }
}
