import { sql } from 'kysely'
import type { Transaction } from '../../db/pool.ts'
import type { House } from '../house.ts'
import { countedAs } from '../secret-tokens.ts'
import { networkOf } from './rules.ts'

/** At most `most` within `ms`. */
type Window = { most: number; ms: number }
type Limits = { account: readonly Window[]; address: readonly Window[] }

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/**
 * How often a sign-in letter may be asked for, and how often a password or a program's token may be wrong. Whole districts of schools share one address, so an
 * address may do much, and what an account did well from an address lately is not held back by its neighbours.
 */
const limits: Readonly<Record<'letter' | 'password' | 'token', Limits>> = {
  letter: {
    account: [
      { most: 5, ms: hour },
      { most: 20, ms: day },
    ],
    address: [{ most: 200, ms: hour }],
  },
  password: {
    account: [
      { most: 10, ms: 15 * minute },
      { most: 50, ms: day },
    ],
    address: [{ most: 200, ms: 15 * minute }],
  },
  // The account is the wrong token itself: a program that was forgotten goes on with it for weeks.
  token: { account: [{ most: 10, ms: 15 * minute }], address: [{ most: 200, ms: 15 * minute }] },
}

/** For as long a sign-in vouches for its account at its address; the sweep forgets all attempts after that. */
const remembered = 30 * day

export type Attempt = { kind: 'letter' | 'password' | 'link' | 'token'; email: string; ip: string }

type Counted = { kind: Attempt['kind']; account: string; address: string }

const iso = (ms: number) => new Date(ms).toISOString()

const counted = (secret: string, { kind, email, ip }: Attempt): Counted => ({
  kind,
  account: countedAs(secret, 'account', email.trim().toLowerCase()),
  address: countedAs(secret, 'address', networkOf(ip)),
})

/**
 * Notes an attempt before it is made, as a failed one, and returns its id; or how many seconds to wait, and then nothing is noted. Attempts
 * on one account come one after the other, so that many at once are not more than many in a row. Known and unknown accounts are counted alike.
 */
export const admit = (
  { db, newId, secret }: Pick<House, 'db' | 'newId' | 'secret'>,
  attempt: Attempt & { kind: keyof typeof limits },
  realMs: number,
): Promise<{ id: string } | { waitSeconds: number }> => {
  const who = counted(secret, attempt)
  return inTurn(who.account, () =>
    db.transaction().execute(async tx => {
      await sql`SELECT pg_advisory_xact_lock(hashtextextended(${who.account}, 0))`.execute(tx)
      const { account, address } = limits[attempt.kind]
      const vouched = await isVouched(tx, who, realMs)
      const windows = [
        ...account.map(window => ({ ...window, counts: vouched ? ('here' as const) : ('account' as const) })),
        ...(vouched ? [] : address.map(window => ({ ...window, counts: 'address' as const }))),
      ]
      let latest = 0
      for (const window of windows) latest = Math.max(latest, await opensAt(tx, who, window, realMs))
      if (latest > realMs) return { waitSeconds: Math.ceil((latest - realMs) / 1000) }
      return { id: await note(tx, newId(), who, realMs, false) }
    }),
  )
}

const turns = new Map<string, Promise<void>>()

/** The database's lock would do, but whoever waits for it holds a connection: a flood on one account would take all of this process's. */
const inTurn = async <Answer>(key: string, work: () => Promise<Answer>): Promise<Answer> => {
  const mine = (turns.get(key) ?? Promise.resolve()).then(work)
  const done = mine.then(
    () => undefined,
    () => undefined,
  )
  turns.set(key, done)
  try {
    return await mine
  } finally {
    if (turns.get(key) === done) turns.delete(key)
  }
}

/** The instant (ms) at which one more attempt fits into the window; in the past where it fits now. */
const opensAt = async (
  tx: Transaction,
  { kind, account, address }: Counted,
  { most, ms, counts }: Window & { counts: 'account' | 'address' | 'here' },
  realMs: number,
): Promise<number> => {
  const all = tx
    .selectFrom('sign_in_attempt')
    .select('at')
    .where('kind', '=', kind)
    .where('succeeded', '=', false)
    .where('at', '>', iso(realMs - ms))
  const byAccount = counts === 'address' ? all : all.where('account_sha256', '=', account)
  const these = counts === 'account' ? byAccount : byAccount.where('address_sha256', '=', address)
  const oldest = await these
    .orderBy('at', 'desc')
    .offset(most - 1)
    .limit(1)
    .executeTakeFirst()
  return oldest === undefined ? 0 : Date.parse(oldest.at) + ms
}

const isVouched = async (tx: Transaction, { account, address }: Counted, realMs: number): Promise<boolean> =>
  (await tx
    .selectFrom('sign_in_attempt')
    .select('id')
    .where('account_sha256', '=', account)
    .where('address_sha256', '=', address)
    .where('succeeded', '=', true)
    .where('at', '>', iso(realMs - remembered))
    .limit(1)
    .executeTakeFirst()) !== undefined

const note = async (tx: Transaction, id: string, who: Counted, realMs: number, succeeded: boolean): Promise<string> => {
  await tx
    .insertInto('sign_in_attempt')
    .values({
      id,
      kind: who.kind,
      account_sha256: who.account,
      address_sha256: who.address,
      at: iso(realMs),
      succeeded,
    })
    .execute()
  return id
}

/** The attempt was a good one after all. */
export const noteSuccess = async ({ db }: Pick<House, 'db'>, id: string): Promise<void> => {
  await db.updateTable('sign_in_attempt').set({ succeeded: true }).where('id', '=', id).execute()
}

/** Somebody came in by a link: from here on this address is known to be the account's. */
export const noteLinkUsed = async (
  tx: Transaction,
  { newId, secret }: Pick<House, 'newId' | 'secret'>,
  { email, ip }: { email: string; ip: string },
  realMs: number,
): Promise<void> => {
  await note(tx, newId(), counted(secret, { kind: 'link', email, ip }), realMs, true)
}
