import { sql } from 'kysely'
import type { Transaction } from '../../db/pool.ts'
import type { House } from '../house.ts'
import { isLastDecider, peopleSeen, type SchoolRole } from './people-queries.ts'
import { endAccess } from './sessions.ts'

/**
 * What somebody asks for: `seen` is what they saw of the school's people; `coordinator` who answers for the territory; `at` is when, by the
 * program's clock.
 */
export type Asking = { school: string; seen: string | null; coordinator: boolean; at: string }

export type Newcomer = { name: string; email: string }

/** Why nothing was written. */
export type PeopleRefusal =
  | 'stale'
  | 'gone'
  | 'lastDecider'
  | 'alreadyHere'
  | 'elsewhere'
  | 'sameEmail'
  | 'sameAddress'
  | 'taken'
  | 'otherRoles'

export type PeopleOutcome = { done: { person: string } } | { refused: PeopleRefusal }

type Member = { person: string; role: SchoolRole; email: string | null }
type School = { id: string; zone: string; people: readonly Member[] }

export const refused = (why: PeopleRefusal) => ({ refused: why }) as const

/** The school and its people, under the school's lock: two who remove each other at once come one after the other. */
const lockSchool = async (tx: Transaction, id: string): Promise<School> => {
  const { zone } = await tx
    .selectFrom('school')
    .select('zone')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const people = await tx
    .selectFrom('member')
    .innerJoin('person', 'person.id', 'member.person')
    .select(['member.person', 'member.role', 'person.email'])
    .where('member.school', '=', id)
    .execute()
  return { id, zone, people }
}

const isStale = ({ people }: School, { seen }: Asking) => seen !== null && seen !== peopleSeen(people)

/** Invites somebody to a school. A person who has a role elsewhere is added by a coordinator alone: belonging to a school shuts doors, too. */
export const invite = async (
  tx: Transaction,
  newId: House['newId'],
  asking: Asking,
  newcomer: Newcomer & { role: SchoolRole },
): Promise<PeopleOutcome> => join(tx, newId, await lockSchool(tx, asking.school), asking, newcomer)

const join = async (
  tx: Transaction,
  newId: House['newId'],
  school: School,
  { coordinator }: Asking,
  { role, ...newcomer }: Newcomer & { role: SchoolRole },
): Promise<PeopleOutcome> => {
  const known = await knownBy(tx, newcomer.email)
  if (school.people.some(member => member.person === known?.id)) return refused('alreadyHere')
  if (known?.busy && !coordinator) return refused('elsewhere')
  const person = known?.id ?? (await addPerson(tx, newId(), newcomer, school.zone))
  if (person === null) return refused('elsewhere')
  await tx.insertInto('member').values({ person, school: school.id, role }).execute()
  return { done: { person } }
}

/** Whose e-mail this is, and whether they have a role anywhere. Their name stays as they have it. */
export const knownBy = async (tx: Transaction, email: string) => {
  const { rows } = await sql<{ id: string; busy: boolean }>`
    SELECT p.id, EXISTS (SELECT 1 FROM member WHERE person = p.id) OR EXISTS (SELECT 1 FROM curator WHERE person = p.id)
      OR EXISTS (SELECT 1 FROM coordinator WHERE person = p.id) AS busy
    FROM person p WHERE lower(p.email) = lower(${email})
  `.execute(tx)
  return rows[0]
}

/** A new person, who lives where the school is; null where somebody else has just been given this e-mail. */
const addPerson = async (
  tx: Transaction,
  id: string,
  { name, email }: Newcomer,
  zone: string,
): Promise<string | null> => {
  const { numAffectedRows } = await sql`
    INSERT INTO person (id, name, email, zone) VALUES (${id}, ${name}, ${email}, ${zone})
    ON CONFLICT ((lower(email))) DO NOTHING
  `.execute(tx)
  return numAffectedRows === 1n ? id : null
}

/** The member that is asked about, under the school's lock, or why there is none to speak of. */
export const memberIn = async (tx: Transaction, asking: Asking, person: string) => {
  const school = await lockSchool(tx, asking.school)
  const member = school.people.find(each => each.person === person)
  if (member === undefined) return refused('gone')
  return isStale(school, asking) ? refused('stale') : { school, member }
}

/** Whether somebody is (still) a member. */
export const findMember = async (tx: Transaction, asking: Asking, person: string): Promise<PeopleOutcome> => {
  const found = await memberIn(tx, asking, person)
  return 'refused' in found ? found : { done: { person } }
}

/** Gives a member another role; the last who decides keeps deciding. */
export const changeRole = async (
  tx: Transaction,
  asking: Asking,
  person: string,
  role: SchoolRole,
): Promise<PeopleOutcome> => {
  const found = await memberIn(tx, asking, person)
  if ('refused' in found) return found
  if (role === 'helper' && isLastDecider(found.school.people, person)) return refused('lastDecider')
  await tx
    .updateTable('member')
    .set({ role })
    .where('person', '=', person)
    .where('school', '=', asking.school)
    .execute()
  return { done: { person } }
}

const leave = async (tx: Transaction, school: string, person: string): Promise<void> => {
  await tx.deleteFrom('member').where('person', '=', person).where('school', '=', school).execute()
  await endAccess(tx, person)
}

/** Removes a member: their sessions and links end at once, what they wrote stays the school's. */
export const removeMember = async (tx: Transaction, asking: Asking, person: string): Promise<PeopleOutcome> => {
  const found = await memberIn(tx, asking, person)
  if ('refused' in found) return found
  if (isLastDecider(found.school.people, person)) return refused('lastDecider')
  await leave(tx, asking.school, person)
  return { done: { person } }
}

/** Puts another person in a member's place, in the same role, and returns who came. Allowed for the last who decides: one decides after. */
export const replaceMember = async (
  tx: Transaction,
  newId: House['newId'],
  asking: Asking,
  person: string,
  newcomer: Newcomer,
): Promise<PeopleOutcome> => {
  const found = await memberIn(tx, asking, person)
  if ('refused' in found) return found
  const { school, member } = found
  if (member.email?.toLowerCase() === newcomer.email.toLowerCase()) return refused('sameEmail')
  const joined = await join(tx, newId, school, asking, { ...newcomer, role: member.role })
  if ('done' in joined) await leave(tx, asking.school, person)
  return joined
}
