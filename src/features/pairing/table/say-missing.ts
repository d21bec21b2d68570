import type { Database } from '../../../db/pool.ts'
import type { Reason } from '../../../http/problems.ts'
import { type Lang, words } from '../../../words/index.ts'

/** Codes of the table's refusals in words; a school is called by its name. */
export const sayMissing = async (db: Database, lang: Lang, codes: readonly string[]): Promise<Reason[]> => {
  const said: Readonly<Record<string, string | ((what: string) => string)>> = words(lang).pairing.missing
  const ids = codes.flatMap(code => (code.split('/')[1]?.length === 36 ? [code.slice(-36)] : []))
  const rows =
    ids.length === 0 ? [] : await db.selectFrom('school').select(['id', 'name']).where('id', 'in', ids).execute()
  return codes.map(code => {
    const [kind = '', what = ''] = code.split('/')
    const says = said[kind] ?? code
    return { code, says: typeof says === 'string' ? says : says(rows.find(({ id }) => id === what)?.name ?? what) }
  })
}
