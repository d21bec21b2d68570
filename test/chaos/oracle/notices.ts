import { nextMorning } from './days.ts'
import { revealedAt } from './duties.ts'
import { handedAt, type Item } from './item.ts'
import { addressees, type Posts, readerOf } from './people.ts'
import type { Act, Rank, Story, Table } from './story.ts'

/** Somebody is to be told of an event: whoever holds a rank for a seat, or the one who acted. */
type Told = { at: string; kind: string; key: string; seat: number } & ({ rank: Rank } | { actor: string })

const seatKey = (seat: number) => `seat/${seat}`
const reviewKey = (by: number, of: number) => `assignment/${by}-${of}`

/** The school and its curator. */
const both = (told: Omit<Told, 'rank'> & { at: string; kind: string; key: string; seat: number }): Told[] => [
  { ...told, rank: 'school' },
  { ...told, rank: 'curator' },
]

const presentAt = ({ acts }: Story, { seats }: Table, at: string): number[] => {
  const gone = acts.flatMap(act => (act.type === 'withdraw' && act.at <= at ? [act.seat] : []))
  return seats.map(({ seat }) => seat).filter(seat => !gone.includes(seat))
}

/** Who is told of an act (design 5, rules 26): a receipt to whoever sent something, the news of it to those who waited for it. */
const toldOf = (story: Story, table: Table, act: Act): Told[] => {
  const { at } = act
  switch (act.type) {
    case 'signIn':
    case 'meeting':
      return []
    case 'package': {
      const key = seatKey(act.seat)
      const reviewers = table.reviews.filter(([by, of]) => of === act.seat && presentAt(story, table, at).includes(by))
      return [
        { at, kind: 'receipt', key, seat: act.seat, actor: act.person },
        ...reviewers.map(([by]): Told => ({ at, kind: 'packageSent', key, seat: by, rank: 'school' })),
      ]
    }
    case 'review':
      return [{ at, kind: 'receipt', key: reviewKey(act.seat, act.about), seat: act.seat, actor: act.person }]
    case 'recommendations': {
      const key = reviewKey(act.seat, act.about)
      return [
        { at, kind: 'receipt', key, seat: act.seat, actor: act.person },
        { at, kind: 'recommendationsReceived', key, seat: act.about, rank: 'school' },
      ]
    }
    case 'finalFile': {
      const key = seatKey(act.seat)
      return [
        { at, kind: 'receipt', key, seat: act.seat, actor: act.person },
        { at, kind: 'fileToConfirm', key, seat: act.seat, rank: 'curator' },
      ]
    }
    case 'extend':
      return [{ at, kind: 'extensionGiven', key: act.duty, seat: Number(act.duty.split('/')[1]), rank: 'school' }]
    case 'moveDates':
      return presentAt(story, table, at).map(seat => ({ at, kind: 'datesMoved', key: '', seat, rank: 'school' }))
    case 'withdraw':
      return [...new Set([...presentAt(story, table, at), act.seat])].flatMap(seat =>
        both({ at, kind: 'schoolLeft', key: '', seat }),
      )
  }
}

/** The letters that one telling makes, none of them twice: whoever stands in for a school and for its curator is told once. */
const lettersOf = (story: Story, posts: Posts, table: Table, told: readonly Told[]): Item[] => {
  const items = told.flatMap((one): Item[] => {
    const { kind, key, seat } = one
    const item = { table: table.id, seat, key, kind, step: null, date: null, due: null }
    if ('actor' in one) {
      const at = handedAt(story, one.at, null)
      return at === null ? [] : [{ ...item, person: one.actor, rank: 'actor', at }]
    }
    return addressees(posts, table, seat, one.rank, one.at).flatMap(({ rank, post }): Item[] => {
      if (post === null) return []
      const reader = readerOf(story, post)
      const at = handedAt(story, nextMorning(one.at, reader), reader)
      if (at === null) return []
      // Who was replaced before it went: it goes to whoever came.
      const heir = post.until !== null && post.until < at ? heirOf(story, post.person, post.school) : post.person
      return heir === null ? [] : [{ ...item, person: heir, rank, at }]
    })
  })
  return [...new Map(items.map(item => [JSON.stringify(item), item])).values()]
}

/**
 * The letters that answer what happened at a table. A receipt was asked for and goes at once, at any hour; everything else waits for the reader's
 * next morning (engineering 21).
 */
export const noticesOf = (story: Story, posts: Posts, table: Table): Item[] => {
  const tellings: Told[][] = [
    table.seats.flatMap(({ seat }) => both({ at: story.published, kind: 'pairsPublished', key: '', seat })),
    ...story.acts.map(act => toldOf(story, table, act)),
    ...table.reviews.map(([by, of]): Told[] => {
      const at = revealedAt(story, table, [by, of])
      return at === null ? [] : [{ at, kind: 'revealed', key: reviewKey(by, of), seat: of, rank: 'school' }]
    }),
  ]
  return tellings.flatMap(told => lettersOf(story, posts, table, told))
}

const heirOf = ({ posts }: Story, person: string, school: string): string | null =>
  posts.find(post => post.instead === person && post.school === school)?.person ?? null
