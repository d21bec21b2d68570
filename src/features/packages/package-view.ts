import type { PackageReturn } from '../../../workflows/machines/seat.ts'
import type { Role } from '../../../workflows/permissions.ts'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Content, Version } from './content.ts'
import type { Place } from './place.ts'
import type { Slot } from './rules.ts'
import type { PackageAct } from './sendings.ts'

/**
 * In which capacity somebody reads a package: `school` is its own member, `officer` a coordinator or curator who covers it, `reviewer` of
 * the school that reviews it.
 */
export type Reader = 'school' | 'officer' | 'reviewer'

/** A slot with the versions that the reader may know of, the newest first. */
export type ShownSlot = Slot & { readonly versions: readonly Version[] }

/** A package as its page and its JSON show it. Instants are ISO 8601, UTC. */
export type PackageView = Place & {
  /** The partnership's last history row: what the page has seen. */
  readonly n: number
  readonly season: SeasonDefinition
  readonly reader: Reader
  readonly role: Role
  readonly state: 'preparing' | 'sent' | 'received'
  readonly school: string
  readonly content: Content
  readonly slots: readonly ShownSlot[]
  /** What the sending waits for, as the codes of `sendFacts`; nobody but the school and its officers is told. */
  readonly missing: readonly string[]
  readonly highLeftOut: readonly number[]
  readonly acts: readonly PackageAct[]
  /** The sending that stands, or stood when the package was returned. */
  readonly sending: PackageAct | null
  readonly returned: PackageReturn | null
  /** When the package is due, while it is owed. */
  readonly dueAt: string | null
  /** What may be written: everything while it is prepared, files and late programmes with a reason while it lies with the partner. */
  readonly writes: 'all' | 'reasoned' | null
  /** Whether there is anything for the reviewer: false before the first sending, and after a recall. */
  readonly arrived: boolean
  readonly downloadable: boolean
  readonly may: Readonly<Record<'send' | 'recall' | 'open' | 'return', boolean>>
}

/** Whether this reader acts for the school without being of it, and so has to say why (rules 12). */
export const actsOnBehalf = ({ reader, writes }: Pick<PackageView, 'reader' | 'writes'>): boolean =>
  reader === 'officer' && writes !== null
