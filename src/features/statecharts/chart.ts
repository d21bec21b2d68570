import type { AnyStateMachine, AnyStateNode } from 'xstate'

/** One state of a machine: its path, the words of its region, what it holds. */
export type ChartState = {
  readonly path: readonly string[]
  readonly initial: boolean
  readonly inner: readonly ChartState[]
}

/** One transition as the machine declares it; `guard` names what it depends on. */
export type ChartArrow = {
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly event: string
  readonly guard: string | null
}

export type Chart = {
  readonly name: string
  readonly states: readonly ChartState[]
  readonly arrows: readonly ChartArrow[]
}

const childrenOf = (node: AnyStateNode): AnyStateNode[] => Object.values(node.states)

const stateOf = (node: AnyStateNode, initial: boolean): ChartState => ({
  path: node.path,
  initial,
  inner: childrenOf(node).map(child => stateOf(child, node.initial.target?.includes(child) ?? false)),
})

const guardName = (guard: unknown): string | null => {
  if (typeof guard === 'string') return guard
  const type: unknown = typeof guard === 'object' && guard !== null ? Reflect.get(guard, 'type') : null
  return typeof type === 'string' ? type : null
}

const arrowsFrom = (node: AnyStateNode): ChartArrow[] =>
  [...[...node.transitions.values()].flat(), ...(node.always ?? [])]
    // One that neither leads nor does anything forbids what an outer state would take.
    .filter(({ target, actions }) => target !== undefined || actions.length > 0)
    .flatMap(({ target, eventType, guard }) =>
      (target ?? [node]).map(to => ({ from: node.path, to: to.path, event: eventType, guard: guardName(guard) })),
    )

const withInner = (node: AnyStateNode): AnyStateNode[] => [node, ...childrenOf(node).flatMap(withInner)]

/** A machine's states and transitions, read from its definition: what is drawn is what runs. */
export const chartOf = (name: string, { root }: AnyStateMachine): Chart => ({
  name,
  states: childrenOf(root).map(child => stateOf(child, root.initial.target?.includes(child) ?? false)),
  arrows: withInner(root).flatMap(arrowsFrom),
})

/** The paths of the leaf states in which a stored value stands: `{ package: 'sent', file: 'pending' }` stands in two. */
export const leavesOf = (value: unknown, path: readonly string[] = []): string[] => {
  if (typeof value === 'string') return [[...path, value].join('.')]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([region, inner]) => leavesOf(inner, [...path, region]))
}
