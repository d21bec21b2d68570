import type { Bench, Measured } from './harness.ts'
import { drive } from './load.ts'
import type { Town } from './town.ts'

/** The median answer to one person who asks again and again, in milliseconds. */
export const answered = async (url: string, paths: readonly string[], cookie: string): Promise<Measured> => {
  let turn = 0
  const next = () => {
    turn += 1
    return { method: 'GET' as const, path: paths[turn % paths.length] ?? '/', headers: { cookie } }
  }
  const { p50 = Number.NaN, p99 = Number.NaN } = await drive({ url, connections: 1, next })
  return { value: p50, p50, p99 }
}

type Page = { readonly name: string; readonly aim: number; readonly paths: (town: Town) => readonly string[] }

/** What the federal coordinator opens, who covers every school: the whole list, a search in it, one partnership. */
const pages: readonly Page[] = [
  { name: 'territory page', aim: 150, paths: () => ['/territory'] },
  {
    name: 'territory page, by region',
    aim: 150,
    paths: () => ['/territory?region=%D0%A0%D0%B5%D0%B3%D0%B8%D0%BE%D0%BD%207'],
  },
  {
    name: 'partnership page',
    aim: 50,
    paths: ({ world: { pairs } }) => pairs.slice(0, 256).map(({ id }) => `/partnerships/${id}`),
  },
]

export const officePages = (open: () => Promise<Town>, n: number): Bench[] =>
  pages.map(({ name, aim, paths }) => ({
    name,
    unit: 'ms',
    n,
    connections: 1,
    better: 'less',
    aim,
    prepare: async () => {
      const town = await open()
      return { ours: () => answered(town.program, paths(town), town.federal) }
    },
  }))
