import { Redis } from 'ioredis'
import type { Chance } from '../fixtures/walk.ts'
import { type Machine, untilItAnswers } from './machines.ts'
import type { Place } from './place.ts'

/** Something that goes wrong once its time in the season has come, in the midst of letters or of acts. */
export type Fault = {
  readonly name: string
  readonly from: string
  readonly amid: 'letters' | 'acts'
  readonly strike: () => Promise<void>
}

export type Kill = { readonly real: number; readonly what: string }

/** The faults of one season, each `often` times within its first `days`, in the order of their time. `kills` is told of every kill. */
export const faultsOf = (
  luck: Chance,
  place: Place,
  { often, days }: { often: number; days: number },
  kills: Kill[],
): Fault[] => {
  const { web, workers, postgres, redis, db } = place
  const someDay = () => `${Temporal.PlainDate.from('2022-09-29').add({ days: luck.below(days) })}T00:00:00.000Z`
  const killAndStart = async (...machines: readonly Machine[]): Promise<void> => {
    for (const { name } of machines) kills.push({ real: Date.now(), what: name })
    await Promise.all(machines.map(machine => machine.kill()))
    await Promise.all(machines.map(machine => machine.start()))
  }
  const fault = (name: string, amid: Fault['amid'], strike: () => Promise<void>): Fault => ({
    ...{ name, amid, strike },
    from: someDay(),
  })
  const once = (): Fault[] => [
    luck.onceIn(2)
      ? fault('kill both workers', 'letters', () => killAndStart(...workers))
      : fault('kill a worker', 'letters', () => killAndStart(luck.oneOf(workers))),
    fault('kill the web', 'acts', () => killAndStart(web)),
    fault('kill PostgreSQL', luck.oneOf(['letters', 'acts'] as const), async () => {
      await killAndStart(postgres)
      await untilItAnswers(db)
    }),
    ...(redis === null
      ? []
      : [
          fault('kill Redis', 'letters', async () => {
            kills.push({ real: Date.now(), what: 'Redis' })
            await redis.kill()
            await redis.start()
          }),
          fault('empty Redis', luck.oneOf(['letters', 'acts'] as const), async () => {
            const client = new Redis(redis.url)
            await client.flushall()
            client.disconnect()
          }),
        ]),
  ]
  return Array.from({ length: often }, once)
    .flat()
    .toSorted((one, other) => (one.from < other.from ? -1 : 1))
}
