import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { seedSecondSeason } from '../src/demo/second-season.ts'
import type { Ground } from './ground.ts'
import { type Bench, once } from './harness.ts'
import { answered } from './office-pages.ts'
import { startProgram } from './program.ts'
import { foundWorld, morning, openLand } from './world.ts'
import { openSession } from './writing.ts'

/** What the coordinator's program reads of the table. */
type Table = {
  readonly revision: number
  readonly run: { readonly state: string } | null
  readonly groups: readonly { readonly members: readonly string[] }[]
}

const readTable = async (url: string, cookie: string): Promise<Table> => {
  const answer = await fetch(url, { headers: { cookie, accept: 'application/json' } })
  if (!answer.ok) throw new Error(`The table was not shown: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Table
}

const propose = async (url: string, cookie: string): Promise<Table> => {
  const { revision } = await readTable(url, cookie)
  const answer = await fetch(`${url}/propose`, {
    method: 'POST',
    headers: {
      ...{ cookie, 'x-vzaimo': '1', 'content-type': 'application/json', 'if-match': `"${revision}"` },
      'idempotency-key': randomUUID(),
    },
    body: '{}',
  })
  if (!answer.ok) throw new Error(`Nothing was proposed: ${answer.status} ${await answer.text()}`)
  for (let table = await readTable(url, cookie); ; table = await readTable(url, cookie)) {
    if (table.run?.state !== 'running') return table
    await setTimeout(100)
  }
}

/** The pairs, worst first; and one school with what its best other partners would cost all. */
const pages: readonly (readonly [name: string, path: (table: string, school: string) => string])[] = [
  ['pairing table', table => table],
  ['pairing table, what a change costs', (table, school) => `${table}/schools/${school}`],
]

/** The coordinator's table of a season of so many sample schools, on which pairs were proposed. */
export const pairingTable = (ground: Ground, schools: number): Bench[] => {
  const open = once(async () => {
    const world = await foundWorld(ground, await openLand(ground, 1))
    const cycle = await seedSecondSeason(world.house, world.season, {
      by: world.federal,
      at: morning,
      count: schools,
    })
    const program = await startProgram(ground, world.place)
    const federal = await openSession(world, world.federal)
    const table = `/seasons/${cycle}/pairing-table`
    const { groups } = await propose(`${program}/api${table}`, federal)
    return { program, federal, table, school: groups[0]?.members[0] ?? '' }
  })
  return pages.map(([name, path]) => ({
    ...{ name, unit: 'ms', n: schools, connections: 1, better: 'less', aim: 300 },
    prepare: async () => {
      const { program, federal, table, school } = await open()
      return { ours: () => answered(program, [path(table, school)], federal) }
    },
  }))
}
