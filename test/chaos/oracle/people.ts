import type { Reader } from './days.ts'
import { type Post, type Rank, ranks, type Story, type Table } from './story.ts'

/** Somebody who is written to in a role; `person` null says that nobody holds it. */
export type Addressee = { readonly rank: Rank; readonly post: Post | null }

const holds = ({ from, until }: Post, at: string): boolean => (from ?? '') <= at && (until === null || at < until)

/** Posts by «school rank»: a season asks for them thousands of times. */
export type Posts = ReadonlyMap<string, readonly Post[]>

export const postsOf = ({ posts }: Story): Posts => Map.groupBy(posts, ({ school, rank }) => `${school} ${rank}`)

/**
 * Who is written to of what concerns a seat, where the ladder names a role: whoever holds it at an instant, and where nobody does, one level up and
 * so on (rules 9). Staff of a school at the same table are nobody's curator there (rules 11).
 */
export const addressees = (posts: Posts, table: Table, seat: number, rank: Rank, at: string): Addressee[] => {
  const school = table.seats.find(each => each.seat === seat)?.school ?? ''
  const beside = table.seats.filter(each => each.seat !== seat).map(each => each.school)
  const held = (posts.get(`${school} ${rank}`) ?? []).filter(
    post => holds(post, at) && !(rank === 'curator' && post.worksAt.some(place => beside.includes(place))),
  )
  if (held.length > 0) return held.map(post => ({ rank, post }))
  const above = ranks[ranks.indexOf(rank) + 1]
  return [{ rank, post: null }, ...(above === undefined ? [] : addressees(posts, table, seat, above, at))]
}

/** Instants at which somebody comes to or leaves a post at one of a table's schools. */
export const changesAt = ({ posts }: Story, table: Table): string[] => {
  const schools = new Set(table.seats.map(({ school }) => school))
  return posts
    .filter(({ school }) => schools.has(school))
    .flatMap(({ from, until }) => [from ?? [], until ?? []].flat())
}

/** A school's people read by the school's own week, everybody else by one of five days. */
export const readerOf = (story: Story, { rank, school, zone }: Post): Reader => ({
  zone,
  week: rank === 'school' ? (story.schools.find(({ id }) => id === school)?.week ?? 5) : 5,
})
