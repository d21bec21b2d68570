import type { SentVersion } from '../../../workflows/machines/seat.ts'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Content, Programme, Version } from './content.ts'

/** A place for one file: a slot of the season's package, or one antirisk programme (`<slot of the season>/<id>`). */
export type Slot = { readonly slot: string; readonly required: boolean; readonly programme: Programme | null }

/** Of the season's slots, the one that holds a file for every programme; null in a season without. */
export const programmeSlot = ({ package: slots }: SeasonDefinition): string | null =>
  slots.find(({ count }) => count === 'eachRisk')?.id ?? null

export const programmesOf = ({ programmes }: Pick<Content, 'programmes'>): Programme[] =>
  programmes.filter(({ removed }) => !removed)

/** Where a file may lie in this package now, in the season's order, programmes in the order of their coming. */
export const slotsOf = (season: SeasonDefinition, content: Pick<Content, 'programmes'>): Slot[] =>
  allSlotsOf(season, { programmes: programmesOf(content) })

/** The same, with the places of the programmes that were taken out. */
export const allSlotsOf = (season: SeasonDefinition, { programmes }: Pick<Content, 'programmes'>): Slot[] =>
  season.package.flatMap(({ id, required, count }): Slot[] =>
    count === 'one'
      ? [{ slot: id, required, programme: null }]
      : programmes.map(programme => ({ slot: `${id}/${programme.id}`, required: true, programme })),
  )

/** The newest version of a slot's file; null where there is none. */
export const currentOf = ({ versions }: Pick<Content, 'versions'>, slot: string): Version | null =>
  versions.find(version => version.slot === slot) ?? null

/** Whether somebody may read it: its bytes are there, and nobody saw in it what should not be. */
export const isPresentable = ({ flag, erased }: Pick<Version, 'flag' | 'erased'>): boolean => flag === null && !erased

/**
 * What `package.send` is decided by (rules 14, 15). `missing` names what is wanted: a slot without a file, `factors` where none is ticked,
 * `factor/<number>` for a ticked one that no programme works on, a season's slot of programmes where there is no programme at all.
 */
export const sendFacts = (season: SeasonDefinition, content: Content) => {
  const slots = slotsOf(season, content)
  const filled = slots.filter(({ slot }) => {
    const current = currentOf(content, slot)
    return current !== null && isPresentable(current)
  })
  const covered = new Set(programmesOf(content).flatMap(({ factors }) => factors))
  const programmed = programmeSlot(season)
  const needsProgrammes = season.package.some(({ id, required }) => id === programmed && required)
  return {
    missing: [
      ...slots.filter(slot => slot.required && !filled.includes(slot)).map(({ slot }) => slot),
      ...(needsProgrammes && programmesOf(content).length === 0 ? [String(programmed)] : []),
      ...(needsProgrammes && content.factors.length === 0 ? ['factors'] : []),
      ...content.factors.filter(factor => !covered.has(factor)).map(factor => `factor/${factor}`),
    ],
    versions: filled.flatMap(({ slot }): SentVersion[] => {
      const current = currentOf(content, slot)
      return current === null ? [] : [{ slot, version: current.version, sha256: current.sha256 }]
    }),
  }
}

/** High factors of the school's risk profile that it has not ticked: a warning, never a refusal (rules 15). */
export const highLeftOut = ({ profile, factors }: Pick<Content, 'profile' | 'factors'>): number[] =>
  Object.entries(profile ?? {})
    .filter(([number, level]) => level === 'high' && !factors.includes(Number(number)))
    .map(([number]) => Number(number))
