import { instance } from '@viz-js/viz'
import type { Chart, ChartArrow, ChartState } from './chart.ts'

const id = (path: readonly string[]) => path.join('.')
const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

/** A leaf inside, for arrows that end at the border of a state with states of its own. */
const anchorOf = (state: ChartState): string => {
  const first = state.inner.find(({ initial }) => initial) ?? state.inner[0]
  return first === undefined ? id(state.path) : anchorOf(first)
}

const all = (states: readonly ChartState[]): ChartState[] => states.flatMap(state => [state, ...all(state.inner)])

const nodeOf = (state: ChartState, counts: ReadonlyMap<string, number>): string => {
  const name = state.path.at(-1) ?? ''
  if (state.inner.length > 0)
    return `subgraph ${quoted(`cluster_${id(state.path)}`)} { label=${quoted(name)}; class="region"; ${state.inner.map(inner => nodeOf(inner, counts)).join('\n')} }`
  const count = counts.get(id(state.path)) ?? 0
  const classes = ['state', state.initial && 'initial', count > 0 && 'inhabited'].filter(Boolean).join(' ')
  return `${quoted(id(state.path))} [label=${quoted(`${name}\n${count}`)}; class=${quoted(classes)}]`
}

const label = ({ event, guard }: ChartArrow) => [event, guard && `[${guard}]`].filter(Boolean).join(' ')

/** Several ways between the same two states are one arrow with a line for each. */
const together = (arrows: readonly ChartArrow[]): (readonly [ChartArrow, ...ChartArrow[]])[] =>
  Object.values(Object.groupBy(arrows, ({ from, to }) => `${id(from)} ${id(to)}`)).flatMap(([first, ...rest] = []) =>
    first === undefined ? [] : [[first, ...rest] as const],
  )

const edgeOf = (
  [arrow, ...others]: readonly [ChartArrow, ...ChartArrow[]],
  states: ReadonlyMap<string, ChartState>,
): string => {
  const [from, to] = [states.get(id(arrow.from)), states.get(id(arrow.to))]
  const labels = [arrow, ...others].map(label).join('\n')
  // In whatever state the machine stands, it stays there.
  if (to === undefined) return `"any" -> "any" [label=${quoted(labels)}]`
  const borders = [
    from && from.inner.length > 0 && `ltail=${quoted(`cluster_${id(from.path)}`)}`,
    to.inner.length > 0 && `lhead=${quoted(`cluster_${id(to.path)}`)}`,
  ].filter(Boolean)
  const start = from === undefined ? quoted('any') : quoted(anchorOf(from))
  return `${start} -> ${quoted(anchorOf(to))} [label=${quoted(labels)}; ${borders.join('; ')}]`
}

/** The Graphviz source of a chart. `counts`: how many things stand in each leaf state, by its path joined with dots. */
const dotOf = ({ states, arrows }: Chart, counts: ReadonlyMap<string, number>): string => {
  const byId = new Map(all(states).map(state => [id(state.path), state]))
  const edges = together(arrows).map(same => edgeOf(same, byId))
  const any = arrows.some(({ from }) => !byId.has(id(from))) ? '"any" [label="*"; class="state any"]' : ''
  return `digraph { compound=true; rankdir=LR; bgcolor="transparent"; nodesep=0.35; ranksep=0.7; pad=0.1
    node [shape=box; style=rounded; fontname="sans-serif"; fontsize=13; margin="0.15,0.08"]
    edge [fontname="sans-serif"; fontsize=10; arrowsize=0.7]
    graph [fontname="sans-serif"; fontsize=13; style=rounded]
    ${any}\n${states.map(state => nodeOf(state, counts)).join('\n')}\n${edges.join('\n')} }`
}

/** A chart as an inline SVG that scales with the page and takes its colours from the style sheet. */
export const drawChart = async (chart: Chart, counts: ReadonlyMap<string, number>): Promise<string> => {
  const viz = await instance()
  const svg = viz.renderString(dotOf(chart, counts), { format: 'svg' })
  return svg
    .slice(svg.indexOf('<svg'))
    .replace(
      /<svg width="(\d+)pt" height="\d+pt"/,
      `<svg class="chart" role="img" aria-label=${quoted(chart.name)} width="$1"`,
    )
    .replaceAll(/<title>.*?<\/title>/gs, '')
    .replaceAll(/ id="[^"]*"/g, '')
}
