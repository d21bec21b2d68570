import type { FastifyRequest } from 'fastify'
import { checkTemplate, type TemplateFault, valueNames } from '../../letters/compose/check.ts'
import { samplesOf } from '../../letters/compose/samples.ts'
import { originalOf } from '../../letters/compose/templates.ts'
import type { Composed } from '../../letters/types.ts'
import type { Template } from '../../words/catalogue/letter-rungs.ts'
import type { House } from '../house.ts'
import type { Place } from './place.ts'
import { onOf, previewOf } from './preview.ts'
import { type Recent, recentOf, seasonNow, type Version, versionsOf } from './queries.ts'

/** A template as its page shows it. `version` is what the page has seen; `on`: what it is looked at with, as the form names it. */
export type TemplateView = {
  readonly place: Place
  readonly version: number
  readonly text: Template
  readonly original: Template
  readonly changed: boolean
  readonly versions: readonly Version[]
  readonly values: readonly string[]
  readonly samples: readonly string[]
  readonly recent: readonly Recent[]
  readonly on: string
  readonly faults: readonly TemplateFault[]
  /** Null where the text makes no letter. */
  readonly preview: Composed | null
}

/** The text by which letters are written now. */
const textOf = (place: Place, [newest]: readonly Version[]): { text: Template; changed: boolean } => {
  const original = originalOf(place.lang, place.kind) ?? { subject: '', body: '' }
  if (newest === undefined || newest.subject === '') return { text: original, changed: false }
  return { text: { subject: newest.subject, body: newest.body }, changed: true }
}

/** What is wrong with a text that somebody typed. */
export const faultsOf = (house: Pick<House, 'seasons'>, { kind, lang }: Place, text: Template, at: string) =>
  checkTemplate(lang, kind, text, seasonNow(house), at)

/** Reads a template with its versions, and looks at it, or at what was `typed` instead of it. */
export const readTemplate = async (
  house: Pick<House, 'db' | 'seasons' | 'publicUrl'>,
  { at }: Pick<FastifyRequest, 'at'>,
  place: Place,
  { typed, on = '' }: { typed?: Template | undefined; on?: string | undefined } = {},
): Promise<TemplateView> => {
  const { kind, lang } = place
  const season = seasonNow(house)
  const [versions, recent] = await Promise.all([versionsOf(house.db, place), recentOf(house.db, place)])
  const { text: stored, changed } = textOf(place, versions)
  const text = typed ?? stored
  const faults = faultsOf(house, place, text, at)
  return {
    place,
    version: versions[0]?.version ?? 0,
    text,
    original: originalOf(lang, kind) ?? stored,
    changed,
    versions,
    values: valueNames(lang, kind, season, at),
    samples: samplesOf(lang, kind, season, at).map(({ name }) => name),
    recent,
    on,
    faults,
    preview: faults.length > 0 ? null : await previewOf(house, place, text, onOf(on), at),
  }
}
