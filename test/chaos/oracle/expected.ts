import { rungInstant } from './days.ts'
import { type Duty, dutiesOf, type Span, type Standing, spansOf } from './duties.ts'
import { handedAt, type Item } from './item.ts'
import { noticesOf } from './notices.ts'
import { addressees, changesAt, type Posts, postsOf, readerOf } from './people.ts'
import { type Post, type Rank, type Story, type Table, tableOf } from './story.ts'

/** The ladder of a season, and that of signing in (design 5, rules 9). */
const ladder: readonly (readonly [step: number, rank: Rank])[] = [
  ...([-7, -3, -1, 0] as const).map(step => [step, 'school'] as const),
  ...[[1, 'school'] as const, [1, 'curator'] as const],
  ...[[3, 'municipalCoordinator'] as const, [7, 'regionalCoordinator'] as const],
]
const ladderOf = ({ act }: Duty) => (act === 'signIn' ? ladder.filter(([step]) => step >= -1) : ladder)

type Wanted = { step: number; rank: Rank; post: Post; since: string }

/** Who is to be written to of a duty while it stands the same, each since when: for whoever came to a post later, since then (rules 8). */
const wantedIn = (story: Story, posts: Posts, table: Table, duty: Duty, { from, until }: Span): Wanted[] => {
  const changes = changesAt(story, table).filter(at => at > from && (until === null || at < until))
  const wanted = new Map<string, Wanted>()
  for (const at of [from, ...changes.toSorted()])
    for (const [step, rank] of ladderOf(duty))
      for (const { rank: held, post } of addressees(posts, table, duty.seat, rank, at)) {
        const name = `${step} ${held} ${post?.person}`
        if (post !== null && !wanted.has(name)) wanted.set(name, { step, rank: held, post, since: at })
      }
  return [...wanted.values()]
}

/** Whether somebody is written to of a duty at an instant, in a role, by any of its rungs. */
const stillIn = (posts: Posts, table: Table, duty: Duty, { step, rank, post }: Wanted, at: string): boolean =>
  ladderOf(duty).some(
    ([each, named]) =>
      each === step &&
      addressees(posts, table, duty.seat, named, at).some(
        found => found.rank === rank && found.post?.person === post.person,
      ),
  )

/** Why a rung has no letter. `early`: its instant lay before it was owed, or after its end. `ahead`: its time has not come. */
export type Why =
  | 'early'
  | 'done'
  | 'held'
  | 'waived'
  | 'withdrawn'
  | 'moved'
  | 'stale'
  | 'folded'
  | 'replaced'
  | 'ahead'

/** What has to become of one rung for one person: a letter at an instant, or none and why. `late`: it could not go at its own instant. */
export type Fate = { readonly item: Item; readonly why: Why | null; readonly late: boolean }

const endOf = (standing: Standing | undefined): Why =>
  standing === undefined || standing.owed ? 'moved' : standing.why

/** What has to become of every rung of one duty. */
const rungsOf = (story: Story, posts: Posts, table: Table, duty: Duty): Fate[] => {
  const spans = spansOf(story, table, duty)
  const fates = spans.flatMap((span, index) => {
    const { standing, until } = span
    if (!standing.owed) return []
    const { date, due } = standing
    return wantedIn(story, posts, table, duty, span).map((wanted): Fate => {
      const { step, rank, post, since } = wanted
      const reader = readerOf(story, post)
      const named = { person: post.person, rank, table: table.id, seat: duty.seat, key: duty.key, kind: 'rung' }
      const instant = rungInstant(date, due, step, reader)
      const at = instant === null ? null : handedAt(story, instant, reader)
      const fate = (why: Why | null): Fate => ({
        item: { ...named, step, date, due, at: at ?? instant ?? due },
        ...{ why, late: at !== instant },
      })
      if (instant === null) return fate('early')
      // What had not gone when somebody was replaced goes to whoever came (rules 8); any other rung from before is over (rules 5).
      const inherited = post.instead !== null && since === post.from && instant >= span.from && (at ?? since) > since
      if (instant < since && !inherited) return fate('early')
      if (until !== null && (at === null || until < at)) return fate(endOf(spans[index + 1]?.standing))
      if (at === null) return fate('ahead')
      if (step <= 0 && due <= at) return fate('stale')
      return fate(stillIn(posts, table, duty, wanted, at) ? null : 'replaced')
    })
  })
  // Of rungs that meet the later one speaks (rules 6).
  const told = fates.filter(({ why }) => why === null).map(({ item }) => item)
  const outdone = ({ person, at, step }: Item) =>
    told.some(other => other.person === person && other.at === at && (other.step ?? 0) > (step ?? 0))
  return fates.map(fate => (fate.why === null && outdone(fate.item) ? { ...fate, why: 'folded' } : fate))
}

/** What has to become of every rung of a season as it was played. */
export const fatesOf = (story: Story): Fate[] => {
  const posts = postsOf(story)
  return story.tables.flatMap(table => {
    const own = playedAt(story, table)
    return dutiesOf(table).flatMap(duty => rungsOf(own, posts, table, duty))
  })
}

const playedAt = (story: Story, table: Table): Story => ({
  ...story,
  acts: story.acts.filter(act => [table.id, null].includes(tableOf(act))),
})

/** Everything that has to be handed over in the season as it was played. */
export const expectedOf = (story: Story, fates: readonly Fate[] = fatesOf(story)): Item[] => {
  const posts = postsOf(story)
  return [
    ...fates.flatMap(({ item, why }) => (why === null ? [item] : [])),
    ...story.tables.flatMap(table => noticesOf(playedAt(story, table), posts, table)),
  ]
}
