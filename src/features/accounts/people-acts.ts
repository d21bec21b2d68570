import { type TProperties, Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { Transaction } from '../../db/pool.ts'
import { type Problem, problem } from '../../http/problems.ts'
import { readdress, retellSchools } from '../../letters/retell.ts'
import { words } from '../../words/index.ts'
import type { House } from '../house.ts'
import { changeAddress, sayAddressWorks } from './address-commands.ts'
import {
  type Asking,
  changeRole,
  findMember,
  invite,
  type PeopleOutcome,
  type PeopleRefusal,
  removeMember,
  replaceMember,
} from './people-commands.ts'
import type { SchoolRole } from './people-queries.ts'
import { emailOf } from './rules.ts'

export type PeopleParams = { school: string; person?: string }
export type PeopleBody = Readonly<Record<string, unknown>>

/** What may be done with the people of a school, each a form and its JSON twin. */
export type PeopleAct = {
  readonly path: string
  readonly summary: string
  readonly body: TProperties
  /** Refused when who is at the school has changed since the page was printed. */
  readonly stale: boolean
  /** Whether an invitation goes out to the person that the act returns. */
  readonly invites: boolean
  readonly done: 'invited' | 'role' | 'removed' | 'replaced' | 'address' | 'works'
  readonly run: (tx: Transaction, asking: Asking, params: PeopleParams, body: PeopleBody) => Promise<PeopleOutcome>
}

export const peoplePath = '/schools/:school/people'

export const roleSchema = Type.Union([Type.Literal('head'), Type.Literal('schoolCoordinator'), Type.Literal('helper')])
const newcomer = { name: Type.String({ maxLength: 200 }), email: Type.String({ maxLength: 254 }) }

const addressOf = (typed: unknown) => emailOf(String(typed)) ?? ''

const newcomerOf = (body: PeopleBody) => ({ name: String(body.name).trim(), email: addressOf(body.email) })

export const peopleActs = (newId: House['newId']): readonly PeopleAct[] => [
  {
    path: peoplePath,
    summary: 'Invite somebody to a school; a letter with a link goes out',
    body: { ...newcomer, role: roleSchema },
    stale: false,
    invites: true,
    done: 'invited',
    run: (tx, asking, _, body) => invite(tx, newId, asking, { ...newcomerOf(body), role: body.role as SchoolRole }),
  },
  {
    path: `${peoplePath}/:person/invite`,
    summary: 'Send a member of a school the invitation again',
    body: {},
    stale: false,
    invites: true,
    done: 'invited',
    run: (tx, asking, { person = '' }) => findMember(tx, asking, person),
  },
  {
    path: `${peoplePath}/:person/role`,
    summary: 'Give a member of a school another role',
    body: { role: roleSchema },
    stale: true,
    invites: false,
    done: 'role',
    run: (tx, asking, { person = '' }, body) => changeRole(tx, asking, person, body.role as SchoolRole),
  },
  {
    path: `${peoplePath}/:person/replace`,
    summary: 'Put another person in the place of a member; the former one loses access at once',
    body: newcomer,
    stale: true,
    invites: true,
    done: 'replaced',
    run: (tx, asking, { person = '' }, body) => replaceMember(tx, newId, asking, person, newcomerOf(body)),
  },
  {
    path: `${peoplePath}/:person/remove`,
    summary: 'Remove a member of a school; their access ends at once',
    body: {},
    stale: true,
    invites: false,
    done: 'removed',
    run: (tx, asking, { person = '' }) => removeMember(tx, asking, person),
  },
  {
    path: `${peoplePath}/:person/address`,
    summary: 'Change the e-mail of a member of a school; an invitation goes to the new one',
    body: { address: newcomer.email },
    stale: true,
    invites: true,
    done: 'address',
    run: (tx, asking, { person = '' }, body) => changeAddress(tx, asking, person, addressOf(body.address)),
  },
  {
    path: `${peoplePath}/:person/address/works`,
    summary: 'Say that letters reach a member of a school again',
    body: {},
    stale: false,
    invites: false,
    done: 'works',
    run: (tx, asking, { person = '' }) => sayAddressWorks(tx, asking, person),
  },
]

/**
 * Who came, left or stepped back is known to the ledger of letters in the same transaction: what was still due to the one goes to whoever came in
 * their place, and what is owed is told to all who answer for it now (rules 8).
 */
export const readdressLetters = async (
  tx: Transaction,
  workflow: House['workflow'],
  { act, params: { school, person }, body }: { act: PeopleAct; params: PeopleParams; body: PeopleBody },
  { done }: { done: { person: string } },
  at: string,
): Promise<void> => {
  const leaves = act.done === 'removed' || act.done === 'replaced' || (act.done === 'role' && body.role === 'helper')
  if (leaves && person !== undefined)
    await readdress(tx, { school, from: person, to: act.done === 'replaced' ? done.person : null }, at)
  await retellSchools(tx, workflow, [school], at)
}

/** Sentences beside fields, by the field's name. */
export type Faults = Readonly<Record<string, string>>

/** What is wrong with the newcomer's name and address, or with a member's new address, where the act has one. */
export const newcomerFaults = ({ lang }: FastifyRequest, { name, email, address }: PeopleBody): Faults => {
  const said = words(lang).accounts
  return {
    ...(name === undefined || String(name).trim() !== '' ? {} : { name: said.nameNeeded }),
    ...(email === undefined || emailOf(String(email)) !== null ? {} : { email: said.emailWrong }),
    ...(address === undefined || emailOf(String(address)) !== null ? {} : { address: said.emailWrong }),
  }
}

/** A refusal as sentences beside the address, or as a problem of the whole. */
export const sayRefusal = (request: FastifyRequest, why: PeopleRefusal): { faults: Faults } | { problem: Problem } => {
  const said = words(request.lang).accounts.people
  switch (why) {
    case 'gone':
      return { problem: problem('conflict', { reason: { code: 'gone', says: said.gone } }) }
    case 'lastDecider':
      return { problem: problem('conflict', { reason: { code: 'last-decider', says: said.lastDecider } }) }
    case 'stale':
      return {
        problem: problem('stale', { since: [said.changed], ifMatch: request.headers['if-match'] !== undefined }),
      }
    case 'sameAddress':
    case 'taken':
    case 'otherRoles':
      return { faults: { address: said[why] } }
    default:
      return { faults: { email: said[why] } }
  }
}

export const unprocessable = (faults: Faults): Problem =>
  problem('unprocessable', {
    fields: Object.entries(faults).map(([field, says]) => ({ field, code: 'refused', says })),
  })
