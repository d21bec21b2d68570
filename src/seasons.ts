import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SeasonDefinition } from '../workflows/season.ts'
import { loadSeason, loadWorkingDays } from './features/cycles/definition.ts'

/** The folder of the seasons that come with the program. */
export const seasonsFolder = fileURLToPath(new URL('../workflows/seasons', import.meta.url))

/** The season whose real pair the demo shows. */
export const demoSeason = '500plus-2022'

/** The operator's own zone, by which days are sealed: an installation serves one country, and its seasons say the same. */
export const operatorZone = (seasons: ReadonlyMap<string, SeasonDefinition>): string => {
  const [season] = seasons.values()
  if (season === undefined) throw new Error('There is no season')
  return season.zone
}

/** The operator's own years, days off of regions and school holidays, in the data folder. */
const workingDaysFile = 'working-days.yaml'

/**
 * Every season's definition, by its id, with the working days that the operator put into `dataFolder`. Throws, naming every fault by line,
 * when a file cannot be used.
 */
export const loadSeasons = (dataFolder: string | null = null): ReadonlyMap<string, SeasonDefinition> => {
  const folders = readdirSync(seasonsFolder, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => `${seasonsFolder}/${name}`)
  const seasons = folders.map(folder => loadSeason(folder))
  const calendars = [...new Set(seasons.map(({ calendar }) => calendar.id))]
  const own = dataFolder === null ? null : loadWorkingDays(join(dataFolder, workingDaysFile), calendars)
  const used = own === null ? seasons : folders.map(folder => loadSeason(folder, own))
  return new Map(used.map(season => [season.id, season]))
}
