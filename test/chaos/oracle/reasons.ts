import type { Fate, Why } from './expected.ts'
import type { Found } from './found.ts'

/** With which of the ledger's reasons a rung may end that has no letter: one that came to nothing in two ways at once may name either. */
const reasons: Readonly<Record<Why, readonly string[]>> = {
  early: ['stale', 'moved', 'extended', 'done', 'held', 'waived', 'withdrawn', 'replaced'],
  done: ['done', 'held'],
  held: ['held'],
  waived: ['waived'],
  withdrawn: ['withdrawn'],
  moved: ['moved', 'extended', 'stale'],
  stale: ['stale', 'folded'],
  folded: ['folded', 'stale'],
  replaced: ['replaced'],
  ahead: [],
}

/** What waited for the mail server may have been overtaken by its own deadline, or by a later rung, before anything else became of it. */
const overtaken = ['stale', 'folded']

/** Rungs that ended without a letter, rightly, but of which the ledger gives another reason than there was. */
export const reasonFaults = (fates: readonly Fate[], { entries }: Found): string[] => {
  const name = (parts: readonly unknown[]) => parts.join(' ')
  const known = Map.groupBy(fates, ({ item: { table, key, step, rank, person, due } }) =>
    name([table, key, step, rank, person, due]),
  )
  return entries.flatMap(({ state, kind, reason, root, key, step, role, person, deadline }) => {
    if (state !== 'skipped' || kind !== 'rung' || person === null) return []
    const those = known.get(name([root, key, step, role, person, deadline])) ?? []
    const may = those.flatMap(({ why, late }) => (why === null ? [] : [...reasons[why], ...(late ? overtaken : [])]))
    if (those.length === 0 || may.includes(reason ?? '')) return []
    return [`${key} ${step} of ${root} ended as ${reason}; it was ${those.map(({ why }) => why).join(', ')}`]
  })
}
