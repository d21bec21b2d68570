import { rungInstant } from './days.ts'
import { type Duty, dutiesOf, type Span, spansOf } from './duties.ts'
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

/** The rungs of one duty that have to go, each at its instant. */
const rungsOf = (story: Story, posts: Posts, table: Table, duty: Duty): Item[] => {
  const items = spansOf(story, table, duty).flatMap(span => {
    const { standing, until } = span
    if (!standing.owed) return []
    const { date, due } = standing
    return wantedIn(story, posts, table, duty, span).flatMap((wanted): Item[] => {
      const { step, rank, post, since } = wanted
      const reader = readerOf(story, post)
      const instant = rungInstant(date, due, step, reader)
      if (instant === null) return []
      const at = handedAt(story, instant, reader)
      // What had not gone when somebody was replaced goes to whoever came (rules 8); any other rung from before is over (rules 5).
      const inherited = post.instead !== null && since === post.from && instant >= span.from && (at ?? since) > since
      if (at === null || (instant < since && !inherited)) return []
      if (until !== null && until < at) return []
      if (step <= 0 && due <= at) return []
      if (!stillIn(posts, table, duty, wanted, at)) return []
      const item = { person: post.person, rank, table: table.id, seat: duty.seat, key: duty.key, kind: 'rung' }
      return [{ ...item, step, date, due, at }]
    })
  })
  // Of rungs that meet the later one speaks (rules 6).
  return items.filter(
    one =>
      !items.some(other => other.person === one.person && other.at === one.at && (other.step ?? 0) > (one.step ?? 0)),
  )
}

/** Everything that has to be handed over in the season as it was played. */
export const expectedOf = (story: Story): Item[] => {
  const posts = postsOf(story)
  return story.tables.flatMap(table => {
    const own = { ...story, acts: story.acts.filter(act => [table.id, null].includes(tableOf(act))) }
    return [...dutiesOf(table).flatMap(duty => rungsOf(own, posts, table, duty)), ...noticesOf(own, posts, table)]
  })
}
