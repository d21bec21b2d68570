import { sql } from 'kysely'
import { rootKey } from '../../workflows/keys.ts'
import { plannedEachTime } from '../db/prepared.ts'
import { dueRoots, tickFreeRoots } from '../engine/tick.ts'
import type { Deed } from './agenda.ts'
import type { Watch } from './invariants/watch.ts'
import type { Post } from './post.ts'
import { seeMinutes } from './see-minutes.ts'
import { act, type World } from './world.ts'

/** Acts, and roots that fall due, of so many partnerships at once. */
const atOnce = 8

/** Roots that are ticked in one transaction. */
const batch = 25

/** What the engine and the ledger wait for next, and how much of the ledger is due by now. */
type Waits = { readonly deadline: string | null; readonly letter: string | null; readonly due: number }

const waitsOf = async ({ house: { db } }: World, at: string): Promise<Waits> => {
  const { rows } = await sql<Waits>`
    ${plannedEachTime} SELECT (SELECT min(due_at) FROM deadline) AS deadline, least(
      (SELECT min(goes_at) FROM letter_entry),
      (SELECT min(next_attempt_at) FROM letter WHERE state = 'waiting')
    ) AS letter, (
      SELECT count(*) FROM (
        SELECT FROM letter_entry WHERE goes_at <= ${at} LIMIT 1000
      ) due
    ) AS due
  `.execute(db)
  return rows[0] ?? { deadline: null, letter: null, due: 0 }
}

const inParallel = async <Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> => {
  const waiting = items.values()
  const one = async () => {
    for (const item of waiting) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, one))
}

/** Whatever concerns several partnerships goes first, by itself; then each partnership's deeds in their order, many side by side. */
const doDeeds = async (deeds: readonly Deed[]): Promise<void> => {
  for (const { alone, does } of deeds) if (alone) await does()
  const byRoot = Map.groupBy(
    deeds.filter(({ alone }) => !alone),
    ({ root }) => root,
  )
  await inParallel([...byRoot.values()], async own => {
    for (const { does } of own) await does()
  })
}

const tick = async ({ house: { db, workflow } }: World, watch: Watch, at: string): Promise<void> => {
  const roots = await dueRoots(db, at, 100_000)
  const some = Array.from({ length: Math.ceil(roots.length / batch) }, (_, n) =>
    roots.slice(n * batch, (n + 1) * batch),
  )
  await inParallel(some, async ids => {
    await tickFreeRoots(db, workflow, ids, at)
  })
  const { rows } = await sql<{ root: string; key: string }>`
    SELECT root, key FROM thing WHERE root = ANY(${roots}::uuid[]) AND machine = 'duty' AND value = '"overdue"'
  `.execute(db)
  watch.overdue(rows, at)
}

const earliest = (texts: readonly (string | null)[]): string | null =>
  texts.filter(text => text !== null).sort()[0] ?? null

export type Progress = { readonly at: string; readonly letters: number; readonly acts: number }

export type Playing = {
  readonly world: World
  readonly watch: Watch
  readonly post: Post
  readonly progress?: (progress: Progress) => void
  /** Is called before each instant; tests break things here. */
  readonly before?: (at: string) => Promise<void>
}

const isDue = (instant: string | null, at: string): boolean => instant !== null && instant <= at

/** An instant that does not end is a fault of the program. */
const patience = 50

type Lived = { readonly letters: number; readonly waits: Waits }

/** One instant: what falls due, what people do, what letters go. `before`: what the instant before it left to come. */
const live = async ({ world, watch, post }: Playing, at: string, before: Waits): Promise<Lived> => {
  let [letters, waits] = [0, before]
  for (let turns = 0; turns < patience; turns += 1) {
    if (isDue(waits.deadline, at)) {
      await tick(world, watch, at)
      await seeMinutes(world, at)
    }
    await doDeeds(world.agenda.take(at))
    waits = await waitsOf(world, at)
    if (isDue(waits.letter, at)) letters += await post.deliver(at, waits.due)
    else if (!isDue(waits.deadline, at)) {
      watch.passed(at)
      return { letters, waits }
    }
  }
  throw new Error(`The instant ${at} does not end`)
}

/** The server tidies its tables up once a minute, in which weeks go by here. */
const tidyUp = async ({ house: { db } }: World, day: number): Promise<void> => {
  await (day % 7 === 0
    ? sql`VACUUM (ANALYZE) letter_entry, letter, deadline, thing`
    : sql`ANALYZE letter_entry (goes_at, state), letter (state, next_attempt_at, leased_until), deadline (due_at)`
  ).execute(db)
}

/** Steps the clock from event to event until nothing is left to come before `until`. Answers how many letters were handed over or tried. */
export const playUntil = async (playing: Playing, from: string, until: string): Promise<number> => {
  const { world, progress } = playing
  let [letters, waits] = [0, await waitsOf(world, from)]
  let [date, days] = ['', 0]
  for (let at: string | null = from; at !== null && at < until; ) {
    if (date !== at.slice(0, 10)) await tidyUp(world, days++)
    date = at.slice(0, 10)
    await playing.before?.(at)
    const lived: Lived = await live(playing, at, waits)
    letters += lived.letters
    waits = lived.waits
    const acts = [...world.acts.values()].reduce((sum, count) => sum + count, 0)
    progress?.({ at, letters, acts })
    at = earliest([waits.deadline, waits.letter, world.agenda.next()])
  }
  return letters
}

/** The federal coordinator closes the season, and with it each of its partnerships. */
export const closeSeason = async (world: World, at: string): Promise<void> => {
  const { cycle, tables, country, changed } = world
  const person = country.federal
  await act(world, 'season', { root: cycle, key: rootKey, event: { type: 'cycle.close' }, person, at })
  await inParallel([...tables.values()], async table => {
    if (table.ended) return
    await act(world, table.name, { root: table.root, key: rootKey, event: { type: 'partnership.close' }, person, at })
    table.ended = true
    changed(table, at)
  })
}
