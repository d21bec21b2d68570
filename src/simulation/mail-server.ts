import type { LetterClass } from '../../workflows/letters/kinds.ts'
import type { Handing, Item, Outcome } from '../letters/types.ts'
import type { Person } from './country.ts'
import { dateAt, plusDays } from './own-days.ts'

/** A letter that the server has taken. */
export type Received = {
  readonly letter: string
  readonly person: Person
  readonly class: LetterClass
  readonly at: string
  readonly attempt: number
  readonly items: readonly Pick<Item, 'kind' | 'root' | 'key' | 'step' | 'role' | 'seat' | 'deadline'>[]
}

/** The simulation's mail server: it refuses as its addresses do, and remembers all that it has taken. */
export type MailServer = {
  readonly take: (letter: Handing, at: string) => Outcome
  readonly received: Received[]
  /** Days of a person, `id date`, on which something was refused for now: what was to go then may go later. */
  readonly delayed: Set<string>
  /** Persons whose address is dead, since the server or a bounce said so. */
  readonly dead: Map<string, string>
}

/** A full mailbox is emptied at last. */
const fullUntil = '2022-10-14'

const verdictOf = (
  { address, hours }: Person,
  { attempt }: Handing,
  at: string,
): Omit<Outcome, 'letter' | 'attempt'> => {
  const sent = { outcome: 'sent', code: 250, answer: '250 2.0.0 accepted' } as const
  switch (address) {
    case 'refuses':
      return { outcome: 'refused', code: 550, answer: '550 5.1.1 no such user' }
    case 'greylists':
      return attempt === 1 ? { outcome: 'deferred', code: 451, answer: '451 4.7.1 try again later' } : sent
    case 'full':
      return dateAt(at, hours) < fullUntil ? { outcome: 'deferred', code: 452, answer: '452 4.2.2 mailbox full' } : sent
    default:
      return sent
  }
}

/** `hears` is told of every letter that is taken, at once. */
export const openMailServer = (
  personOf: ReadonlyMap<string, Person>,
  hears: (letter: Received) => void,
): MailServer => {
  const server: MailServer = {
    ...{ received: [], delayed: new Set(), dead: new Map() },
    take: (letter, at) => {
      const person = personOf.get(letter.person)
      if (person === undefined) throw new Error('A letter goes to somebody who does not exist')
      const verdict = verdictOf(person, letter, at)
      const today = dateAt(at, person.hours)
      if (verdict.outcome === 'deferred') {
        server.delayed.add(`${person.id} ${today}`)
        server.delayed.add(`${person.id} ${plusDays(today, 1)}`)
      }
      if (verdict.outcome === 'refused') server.dead.set(person.id, at)
      if (verdict.outcome === 'sent') {
        const items = letter.items.map(({ kind, root, key, step, role, seat, deadline }) => ({
          ...{ kind, root, key, step, role, seat, deadline },
        }))
        const { id, attempt } = letter
        const received = { letter: id, person, class: letter.class, at, attempt, items }
        server.received.push(received)
        hears(received)
      }
      return { letter: letter.id, attempt: letter.attempt, ...verdict }
    },
  }
  return server
}
