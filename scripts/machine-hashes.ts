import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { machines, migrations } from '../workflows/index.ts'

/**
 * `node scripts/machine-hashes.ts`: compares each machine's definition with the hash that stands beside its version in
 * workflows/hashes.json, and fails when one was changed without the other. `--write` notes new versions; with `--unreleased` also what
 * changed under an old version, which is right only while no database holds anything of it.
 */

export type MachineHash = { version: number; hash: string }
export type MachineHashes = Readonly<Record<string, MachineHash>>

const folder = new URL('../workflows/machines/', import.meta.url)
const stored = new URL('../workflows/hashes.json', import.meta.url)

/** A program's text without types, comments, line breaks and trailing commas: what formatting changes is not part of it. */
export const bareText = (source: string): string =>
  stripTypeScriptTypes(source)
    .replace(/('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\s+/g, '$1')
    .replace(/,(?=[)\]}])/g, '')

/** The bare texts of a module and of all modules of ours that it runs, by address. */
const textsOf = (file: URL, known: Map<string, string> = new Map()): Map<string, string> => {
  if (known.has(file.href)) return known
  const source = readFileSync(file, 'utf8')
  known.set(file.href, bareText(source))
  for (const [, path = ''] of stripTypeScriptTypes(source).matchAll(/\bfrom\s+'(\.[^']+)'/g))
    textsOf(new URL(path, file), known)
  return known
}

const hashOf = (name: string): string => {
  const texts = [...textsOf(new URL(`${name}.ts`, folder))].sort(([one], [other]) => (one < other ? -1 : 1))
  return createHash('sha256')
    .update(texts.map(([, text]) => text).join('\n'))
    .digest('hex')
}

/** Each machine's version with the hash of its definition: states, guards, actions, and the functions that these call. */
export const machineHashes = (): MachineHashes =>
  Object.fromEntries(Object.entries(machines).map(([name, { version }]) => [name, { version, hash: hashOf(name) }]))

/** What was changed without what belongs to it, each in a sentence. `migrated` tells whether a migration leads on from a version. */
export const hashFaults = (
  before: MachineHashes,
  today: MachineHashes,
  migrated: (machine: string, from: number) => boolean,
): string[] => [
  ...Object.entries(today).flatMap(([name, { version, hash }]) => {
    const old = before[name]
    if (old === undefined) return [`The machine «${name}» has no hash yet: note it with --write`]
    if (version === old.version)
      return hash === old.hash
        ? []
        : [`The machine «${name}» was changed, but is still of version ${version}: raise it, and write the migration`]
    if (hash === old.hash)
      return [`The machine «${name}» was not changed, but its version went from ${old.version} to ${version}`]
    return [`The machine «${name}» is of version ${version}, noted is ${old.version}: note it with --write`]
  }),
  ...Object.entries(today).flatMap(([name, { version }]) =>
    Array.from({ length: version - 1 }, (_, index) => index + 1)
      .filter(from => !migrated(name, from))
      .map(from => `No migration leads «${name}» from version ${from} to ${from + 1}`),
  ),
  ...Object.keys(before)
    .filter(name => today[name] === undefined)
    .map(name => `The machine «${name}» is gone, but what it stored may be there: keep it, or migrate it`),
]

/** What stands in workflows/hashes.json. */
export const storedHashes = (): MachineHashes => JSON.parse(readFileSync(stored, 'utf8'))

const isMigrated = (machine: string, from: number): boolean => {
  const known: Readonly<Record<string, Readonly<Record<number, unknown>>>> = migrations
  return known[machine]?.[from] !== undefined
}

/** The faults of the machines as they are. */
export const faultsNow = (): string[] => hashFaults(storedHashes(), machineHashes(), isMigrated)

const write = (unreleased: boolean): string[] => {
  const [before, today] = [storedHashes(), machineHashes()]
  const isRewritten = ([name, { version, hash }]: [string, MachineHash]) =>
    before[name]?.version === version && before[name].hash !== hash
  if (!unreleased && Object.entries(today).some(isRewritten)) return faultsNow()
  writeFileSync(stored, `${JSON.stringify(today, null, 2)}\n`)
  return faultsNow()
}

if (import.meta.main) {
  // Node says that stripping types by a call is experimental; the hashes would only have to be noted anew.
  process.removeAllListeners('warning')
  const faults = process.argv.includes('--write') ? write(process.argv.includes('--unreleased')) : faultsNow()
  for (const fault of faults) console.error(fault)
  process.exitCode = faults.length === 0 ? 0 : 1
}
