import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Ground } from './ground.ts'
import type { Bench } from './harness.ts'
import { drive } from './load.ts'
import type { Town } from './town.ts'
import type { Writing } from './writing.ts'

const formPath = ({ root, form }: Writing) => `/partnerships/${root}/assignments/1/2/forms/${form}`

/** Headers that belong to one answer and not to the page. */
const passing = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding', 'content-length', 'x-request-id'])

/** Fetches each page from the program and keeps it for the floor, which answers with the same bytes. */
export const capturePages = async (ground: Ground, url: string, writings: readonly Writing[]): Promise<string> => {
  const pages: Record<string, { headers: Record<string, string>; body: string }> = {}
  for (const writing of writings) {
    const response = await fetch(url + formPath(writing), {
      headers: { cookie: writing.head, 'accept-encoding': 'identity' },
    })
    const body = await response.text()
    if (!response.ok || !body.includes('<textarea'))
      throw new Error(`The form's page answers ${response.status}: ${body.slice(0, 500)}`)
    pages[formPath(writing)] = {
      headers: Object.fromEntries([...response.headers].filter(([name]) => !passing.has(name))),
      body,
    }
  }
  const file = path.join(ground.folder, `pages-${performance.now()}.json`)
  await writeFile(file, JSON.stringify(pages))
  return file
}

/** A loop over the pages, each connection beginning elsewhere. */
const loop = (writings: readonly Writing[], connections: number, prefix: string) => {
  const turns = Array.from({ length: connections }, (_, index) => Math.floor((index * writings.length) / connections))
  return (connection: number) => {
    const turn = turns[connection] ?? 0
    turns[connection] = turn + 1
    const writing = writings[turn % writings.length]
    if (writing === undefined) throw new Error('Nobody writes')
    return { method: 'GET' as const, path: prefix + formPath(writing), headers: { cookie: writing.head } }
  }
}

/** The review form's page, filled in, as a signed-in member of the writing school reads it. */
export const formPage = (
  open: () => Promise<Town>,
  n: number,
  connections: number,
  name = 'review form page',
): Bench => ({
  name,
  unit: 'pages/s',
  n,
  connections,
  better: 'more',
  aim: 0.5,
  prepare: async () => {
    const { program, floor, writings } = await open()
    const next = loop(writings, connections, '')
    return {
      ours: () => drive({ url: program, connections, next }),
      floor: () => drive({ url: floor, connections, next }),
    }
  },
})

/** The least that such a page can be: one SELECT, the same bytes. */
export const leastPage = (open: () => Promise<Town>, n: number, connections: number): Bench => ({
  name: 'least work: one SELECT',
  unit: 'pages/s',
  n,
  connections,
  better: 'more',
  aim: null,
  prepare: async () => {
    const { floor, writings } = await open()
    return { ours: () => drive({ url: floor, connections, next: loop(writings, connections, '/least') }) }
  },
})
