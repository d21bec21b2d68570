import type { Transaction } from '../db/pool.ts'
import { noteBounce, noteRefused } from '../letters/bounce.ts'
import { composeLetters } from '../letters/compose/compose.ts'
import { type Desk, takeDue } from '../letters/desk.ts'
import { keepOutcomes } from '../letters/outcomes.ts'
import { createRulesOf } from '../letters/rules-of.ts'
import type { Draft, Handing, Outcome } from '../letters/types.ts'
import type { MailServer } from './mail-server.ts'
import { plusHours } from './own-days.ts'
import type { World } from './world.ts'

/** The worker's part: takes what is due from the ledger, hands it over, keeps how that ended. Answers how many letters went or were tried. */
export type Post = { readonly deliver: (at: string, due: number) => Promise<number> }

/** Persons of one transaction, and into how many shares many persons are divided. */
const limit = 400
const shares = 4

/** So many hours after it was taken a letter comes back. */
const bouncesAfter = 3

export const openPost = (world: World, server: MailServer, realNow: () => string): Post => {
  const { house, agenda } = world
  const { db, seasons, publicUrl, newId } = house
  const rulesOf = createRulesOf(seasons)
  const deps = { publicUrl, seasons, from: 'vzaimo@vzaimo.example.org' }
  const compose = (tx: Transaction, drafts: readonly Draft[], at: string) => composeLetters(tx, deps, drafts, at)
  const desk: Desk = { rulesOf, compose, newId, domain: 'vzaimo.example.org' }

  const bounce = (letter: string, person: string, at: string): void => {
    const says = '550 5.1.1 user unknown'
    const heard = { letter, at, source: 'mailbox', permanent: true, status: '5.1.1', says } as const
    const does = async () => {
      await db.transaction().execute(tx => noteBounce(tx, { rulesOf, newId }, heard))
      server.dead.set(person, at)
    }
    agenda.add({ at, root: `bounce ${letter}`, alone: false, does })
  }

  const handOver = (letter: Handing, at: string): Outcome => {
    const outcome = server.take(letter, at)
    const last = server.received.at(-1)
    if (outcome.outcome === 'sent' && last?.person.address === 'bounces' && !server.dead.has(last.person.id))
      bounce(letter.id, last.person.id, plusHours(at, bouncesAfter))
    return outcome
  }

  const keep = async (outcomes: readonly Outcome[], at: string): Promise<void> => {
    if (outcomes.length === 0) return
    const refused = new Set(await keepOutcomes(db, outcomes, at))
    const dead = outcomes.filter(({ letter }) => refused.has(letter))
    if (dead.length > 0) await db.transaction().execute(tx => noteRefused(tx, rulesOf, dead, at))
  }

  const deliverShare = async (of: number, all: number, at: string): Promise<number> => {
    for (let count = 0; ; ) {
      const { handings, more } = await takeDue(db, desk, { of, shares: all }, { at, realNow: realNow(), limit })
      await keep(
        handings.map(letter => handOver(letter, at)),
        at,
      )
      count += handings.length
      if (!more) return count
    }
  }

  return {
    deliver: async (at, due) => {
      const all = due > limit ? shares : 1
      const counts = await Promise.all(Array.from({ length: all }, (_, of) => deliverShare(of, all, at)))
      return counts.reduce((sum, count) => sum + count, 0)
    },
  }
}

/** What the ledger and the engine wait for: the next instants, and how much of the ledger is due by `at`. */
export type Waits = { readonly deadline: string | null; readonly letter: string | null; readonly due: number }
