import fc from 'fast-check'
import t from 'tap'
import { bareText, faultsNow, hashFaults, machineHashes } from '../../scripts/machine-hashes.ts'

t.test('each machine’s definition is that of its version: who changes one changes the other', async t => {
  t.same(faultsNow(), [])
})

t.test('a machine changed under its old version, and a version raised for nothing, are told in a sentence', async t => {
  const today = machineHashes()
  const seat = today.seat ?? { version: 0, hash: '' }
  const told = (change: object, migrated = () => true) =>
    hashFaults({ ...today, seat: { ...seat, ...change } }, today, migrated)
  t.same(told({}), [])
  t.match(told({ hash: 'other' }), ['The machine «seat» was changed, but is still of version 1'])
  t.match(told({ version: 0 }), ['The machine «seat» was not changed, but its version went from 0 to 1'])
  t.match(told({ version: 0, hash: 'other' }), [/note it with --write/])
  const { seat: _, ...less } = today
  t.match(
    hashFaults(less, today, () => true),
    [/«seat» has no hash yet/],
  )
  t.match(
    hashFaults(today, less, () => true),
    [/«seat» is gone/],
  )
  const later = { seat: { version: 3, hash: 'x' } }
  t.match(
    hashFaults(later, later, (_, from) => from === 1),
    ['No migration leads «seat» from version 2 to 3'],
  )
})

t.test('formatting, comments and types are no part of a definition, words and conditions are', async t => {
  const source = "const who = (a: number) => ({ says: 'a  b', n: a > 1 }) // a remark\n"
  const same = [
    "const who = (a: number) => ({\n  says: 'a  b',\n  n: a > 1,\n})\n",
    "/** Told. */\nconst who = (a: unknown) => ({ says: 'a  b', /* so */ n: a > 1 })",
    "type Said = string\nconst who = (a) => ({ says: 'a  b', n: a > 1 })",
  ]
  for (const other of same) t.equal(bareText(other), bareText(source))
  for (const other of [
    source.replace('a  b', 'a b'),
    source.replace('a > 1', 'a >= 1'),
    source.replace('a > 1', 'a > 1 + 1'),
  ])
    t.not(bareText(other), bareText(source))
})

t.test('any change of a letter outside of comments, types and blanks changes the text', async () => {
  const source = "const rule = a => a.at >= a.facts.from && a.slots !== 'none'"
  fc.assert(
    fc.property(fc.integer({ min: 14, max: source.length - 1 }), fc.constantFrom('x', 'y'), (place, letter) => {
      const was = source[place] ?? ''
      if (!/[a-z]/.test(was) || was === letter) return true
      return bareText(source.slice(0, place) + letter + source.slice(place + 1)) !== bareText(source)
    }),
  )
})
