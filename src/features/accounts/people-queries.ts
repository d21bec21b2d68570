import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '../../db/pool.ts'
import type { Lang } from '../../words/index.ts'
import { type AddressFault, faultOf } from './address-fault.ts'

export type SchoolRole = 'head' | 'schoolCoordinator' | 'helper'
export const schoolRoles: readonly SchoolRole[] = ['head', 'schoolCoordinator', 'helper']

/** `access`: whether the person has come in lately, or what became of the last invitation. `addressFault`: letters do not arrive. */
export type Member = {
  person: string
  name: string | null
  email: string | null
  phone: string | null
  lang: Lang
  role: SchoolRole
  access: 'here' | 'invited' | 'lapsed' | 'never'
  addressFault: AddressFault | null
}

type Row = Omit<Member, 'addressFault'> & Parameters<typeof faultOf>[0]

/** The people of a school, those who decide first; and what it is called. */
export const peopleOf = async (
  db: Database,
  school: string,
  realMs: number,
): Promise<{ school: { id: string; name: string }; people: Member[] }> => {
  const { name } = await db.selectFrom('school').select('name').where('id', '=', school).executeTakeFirstOrThrow()
  const { rows } = await sql<Row>`
    SELECT p.id AS person, p.name, p.email, p.phone, p.lang, m.role,
      CASE
        WHEN EXISTS (SELECT 1 FROM session s WHERE s.person = p.id)
          OR EXISTS (SELECT 1 FROM link l WHERE l.person = p.id AND l.used_at IS NOT NULL) THEN 'here'
        WHEN EXISTS (SELECT 1 FROM link l WHERE l.person = p.id AND l.expires_at > ${new Date(realMs).toISOString()}) THEN 'invited'
        WHEN EXISTS (SELECT 1 FROM link l WHERE l.person = p.id) THEN 'lapsed'
        ELSE 'never'
      END AS access,
      f.since AS "failsSince", f.status AS "failsStatus", f.says AS "failsSays"
    FROM member m JOIN person p ON p.id = m.person LEFT JOIN address_fault f ON f.person = p.id
    WHERE m.school = ${school}
    ORDER BY array_position(ARRAY['head', 'schoolCoordinator', 'helper'], m.role), p.name COLLATE "ru-x-icu", p.id
  `.execute(db)
  const people = rows.map(({ failsSince, failsStatus, failsSays, ...member }) => ({
    ...member,
    addressFault: faultOf({ failsSince, failsStatus, failsSays }),
  }))
  return { school: { id: school, name }, people }
}

/** What a page or a program has seen of who is at a school and as what: it changes with every change of these. */
export const peopleSeen = (people: readonly Pick<Member, 'person' | 'role'>[]): string =>
  createHash('sha256')
    .update(
      people
        .map(({ person, role }) => `${person} ${role}`)
        .sort()
        .join('\n'),
    )
    .digest('hex')
    .slice(0, 16)

/** Whether a school would have nobody left to send and confirm without this person. */
export const isLastDecider = (people: readonly Pick<Member, 'person' | 'role'>[], person: string): boolean => {
  const deciders = people.filter(({ role }) => role !== 'helper')
  return deciders.length === 1 && deciders[0]?.person === person
}
