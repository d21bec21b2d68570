import { randomUUID } from 'node:crypto'
import type { Chance } from '../fixtures/walk.ts'
import type { Answer, Client } from '../journey/client.ts'
import type { Player } from './cast.ts'
import type { Post } from './oracle/story.ts'

/** What happens to a season from above: at an instant a coordinator moves, extends, replaces or takes out. */
export type Twist = { readonly at: string; readonly happen: () => Promise<void> }

export type Ground = {
  readonly luck: Chance
  readonly cycle: string
  readonly players: readonly Player[]
  /** The federal coordinator's program. */
  readonly federal: Client
  /** Who answers for whom; a replacement changes it. */
  readonly posts: Post[]
  /** The instant that the program's clock shows. */
  readonly now: () => string
}

const reason = 'Проверочный текст: причина'

const must = ({ status, body }: Answer, said: string): void => {
  if (status !== 200) throw new Error(`${said}: ${status} ${body.detail ?? ''}`)
}

const move = async ({ cycle, federal }: Ground, dates: Readonly<Record<string, string>>): Promise<void> => {
  const body = { dates, reason }
  must(await federal.act(`/cycles/${cycle}/move-dates`, `/seasons/${cycle}`, body), 'dates are moved')
}

const extend = async ({ federal }: Ground, player: Player, act: string, date: string): Promise<void> => {
  const of = `/partnerships/${player.table}`
  const { duties } = (await federal.get(of)).body as { duties: { key: string; state: string }[] }
  const duty = `duty/${player.seat}/${act}`
  if (!['open', 'overdue'].includes(duties.find(({ key }) => key === duty)?.state ?? '')) return
  must(await federal.act(`${of}/extend`, `${of}/manage`, { duty, date, reason }), `${duty} is extended`)
}

const withdraw = async ({ federal }: Ground, player: Player): Promise<void> => {
  const of = `/partnerships/${player.table}`
  must(await federal.act(`${of}/withdraw`, of, { seat: player.seat, reason }), 'a school withdraws')
  player.left = true
}

/** Somebody else comes in the place of a school's person: the one who acted for it, where there are not two. */
const replace = async ({ federal, posts, now }: Ground, { place, ...player }: Player): Promise<void> => {
  const of = `/schools/${place.id}/people`
  const old = posts.find(
    post => post.school === place.id && post.rank === 'school' && post.person !== player.person && post.until === null,
  )
  if (old === undefined) return
  const newcomer = { name: 'Новый участник', email: `${randomUUID()}@example.org` }
  const answer = await federal.act(`${of}/${old.person}/replace`, of, newcomer)
  must(answer, 'a contact is replaced')
  const at = now()
  posts.splice(posts.indexOf(old), 1, { ...old, until: at })
  posts.push({ ...old, person: String(answer.body.person), from: at, until: null, instead: old.person })
}

/** The twists of a season: dates moved back and forth, extensions, replaced contacts, schools that leave. */
export const twistsOf = (ground: Ground): Twist[] => {
  const { luck, players } = ground
  const some = (manner: Player['place']['manner']): Player =>
    luck.oneOf(players.filter(({ place, left }) => place.manner === manner && !left))
  const twist = (day: string, happen: () => Promise<void>): Twist => ({ at: `${day}T12:30:00.000Z`, happen })
  const two = () => luck.oneOf(players.filter(({ place, left }) => place.people.length === 2 && !left))
  return [
    twist('2022-10-05', () => extend(ground, some('late'), 'package', '2022-10-12')),
    twist('2022-10-05', () => replace(ground, two())),
    twist('2022-10-06', () => extend(ground, some('silent'), 'package', '2022-10-11')),
    twist('2022-10-11', () => withdraw(ground, some('prompt'))),
    twist('2022-10-12', () => move(ground, { meeting: `2022-10-${25 + luck.below(3)}` })),
    twist('2022-10-13', () => replace(ground, two())),
    twist('2022-10-13', () => withdraw(ground, some('silent'))),
    twist('2022-10-19', () => move(ground, { meeting: '2022-10-24', upload: `2022-11-0${1 + luck.below(2)}` })),
    twist('2022-10-26', () => extend(ground, some('unfinished'), 'finalFile', '2022-11-08')),
    twist('2022-10-27', () => replace(ground, two())),
  ]
}
