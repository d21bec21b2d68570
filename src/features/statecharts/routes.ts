import { Type } from '@fastify/type-provider-typebox'
import { sql } from 'kysely'
import type { Database } from '../../db/pool.ts'
import type { App } from '../../http/app.ts'
import { sheet } from '../../http/components/sheet.ts'
import { html, raw } from '../../http/html.ts'
import { page, sendPage } from '../../http/layout.ts'
import { words } from '../../words/index.ts'
import type { House } from '../house.ts'
import { chartOf, leavesOf } from './chart.ts'
import { drawChart } from './drawing.ts'

const access = { action: 'machines.read', object: 'machines' } as const

type Counts = ReadonlyMap<string, ReadonlyMap<string, number>>

/** How many things stand in each leaf state of each machine. One query over an index. */
const countThings = async (db: Database): Promise<Counts> => {
  const { rows } = await sql<{ machine: string; value: unknown; things: number }>`
    SELECT machine, value, count(*) AS things FROM thing GROUP BY machine, value ORDER BY machine, value
  `.execute(db)
  const counts = new Map<string, Map<string, number>>()
  for (const { machine, value, things } of rows) {
    const own = counts.get(machine) ?? new Map<string, number>()
    for (const leaf of leavesOf(value)) own.set(leaf, (own.get(leaf) ?? 0) + things)
    counts.set(machine, own)
  }
  return counts
}

/** The machines as statecharts, drawn from their definitions, with how many things stand in each state; the same numbers as JSON. */
export const statechartRoutes = (app: App, { db, workflow }: House): void => {
  const charts = Object.entries(workflow.machines).map(([name, { logic, version }]) => ({
    version,
    ...chartOf(name, logic),
  }))

  app.get('/machines', { config: { access } }, async (request, reply) => {
    const said = words(request.lang).statecharts
    const counts = await countThings(db)
    const names: Readonly<Record<string, string>> = said.names
    const sheets = await Promise.all(
      charts.map(async chart =>
        sheet({
          id: chart.name,
          title: names[chart.name] ?? chart.name,
          remark: said.version(chart.version),
          // Graphviz escapes what it is given, and it is given our own identifiers alone.
          body: html`<div class="charts">${raw(await drawChart(chart, counts.get(chart.name) ?? new Map()))}</div>`,
        }),
      ),
    )
    return sendPage(
      reply,
      page(request.frame, {
        title: said.title,
        current: 'machines',
        wide: true,
        body: html`<p class="soft">${said.lead}</p>${sheets}`,
      }),
    )
  })

  app.get(
    '/api/machines',
    {
      config: { access },
      schema: {
        summary: 'How many things stand in each state of each machine',
        response: {
          200: Type.Array(
            Type.Object({
              machine: Type.String(),
              version: Type.Integer(),
              states: Type.Record(Type.String(), Type.Integer()),
            }),
          ),
        },
      },
    },
    async () => {
      const counts = await countThings(db)
      return charts.map(({ name, version }) => ({
        machine: name,
        version,
        states: Object.fromEntries(counts.get(name) ?? []),
      }))
    },
  )
}
