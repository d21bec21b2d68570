/** A thing to be born beside the one that asked for it, under the same lock: its key, the machine it lives by, and that machine's input. */
export type Birth = { key: string; machine: string; input: Record<string, unknown> }

/**
 * What a machine may ask the engine to do. Machines only name effects; the engine writes them as rows.
 * `openDeadline`: the event `name` is due for this thing at the instant `at`; opening again moves it.
 */
export const effects = {
  openDeadline: (_: unknown, _deadline: { name: string; at: string }) => {},
  closeDeadline: (_: unknown, _deadline: { name: string }) => {},
  spawn: (_: unknown, _births: { births: readonly Birth[] }) => {},
}

/** The union of all effects, as plain data. */
export type Effect = {
  [Name in keyof typeof effects]: { type: Name; params: Parameters<(typeof effects)[Name]>[1] }
}[keyof typeof effects]
