import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { SeasonDefinition } from '../workflows/season.ts'
import { loadSeason } from './features/cycles/definition.ts'

/** The folder of the seasons that come with the program. */
export const seasonsFolder = fileURLToPath(new URL('../workflows/seasons', import.meta.url))

/** The season whose real pair the demo shows. */
export const demoSeason = '500plus-2022'

/** Every season's definition, by its id. Throws, naming every fault by line, when one cannot be used. */
export const loadSeasons = (): ReadonlyMap<string, SeasonDefinition> =>
  new Map(
    readdirSync(seasonsFolder, { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(({ name }) => {
        const season = loadSeason(`${seasonsFolder}/${name}`)
        return [season.id, season] as const
      }),
  )
