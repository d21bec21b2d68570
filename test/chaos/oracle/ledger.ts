import type { Found, LedgerEntry } from './found.ts'
import type { Story } from './story.ts'

/**
 * Where the program's own tables and the mail server's folder say different things; and what is still due although its time came. `came`: whether
 * an entry could have gone by the end.
 */
export const ledgerFaults = (story: Story, found: Found, came: (entry: LedgerEntry) => boolean): string[] => {
  const last = new Map(found.sink.toSorted((one, other) => one.real - other.real).map(each => [each.letter, each]))
  const letters = new Map(found.letters.map(letter => [letter.id, letter]))
  const carried = Map.groupBy(
    found.entries.filter(({ state, letter }) => state === 'sent' && letter !== null),
    ({ letter }) => letter ?? '',
  )
  const end = story.steps.at(-1) ?? ''
  return [
    ...[...last.values()].flatMap(({ letter: id, messageId, to, entries }): string[] => {
      const letter = letters.get(id)
      if (letter === undefined) return [`the sink has ${messageId}, of which the ledger knows nothing`]
      const faults = []
      if (letter.state !== 'sent') faults.push(`the sink has ${messageId}, which the ledger calls ${letter.state}`)
      if (letter.messageId !== messageId) faults.push(`${messageId} has another Message-ID in the ledger`)
      if (letter.email !== null && letter.email !== to) faults.push(`${messageId} went to somebody else's address`)
      const own = (carried.get(id) ?? []).map(entry => entry.id).sort((one, other) => one - other)
      if (own.join() !== [...entries].sort((one, other) => one - other).join())
        faults.push(`${messageId} carried the entries ${entries.join()}, the ledger says ${own.join()}`)
      return faults
    }),
    ...found.letters
      .filter(({ id, state }) => state === 'sent' && !last.has(id))
      .map(({ messageId }) => `the ledger calls ${messageId} sent, and the sink has no such letter`),
    ...found.letters
      .filter(({ state }) => state === 'failed' || state === 'handing')
      .map(({ messageId, state, answer }) => `${messageId} is ${state} in the end: ${answer}`),
    ...found.entries
      .filter(entry => entry.state === 'due' && entry.sendAt <= end && came(entry))
      .map(entry => `${entry.kind} ${entry.key} ${entry.step} of ${entry.root} is still due to ${entry.person}`),
  ]
}
