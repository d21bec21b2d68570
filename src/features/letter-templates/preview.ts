import { readFacts } from '../../letters/compose/facts.ts'
import { sampleFacts } from '../../letters/compose/sample-facts.ts'
import { samplesOf } from '../../letters/compose/samples.ts'
import { ownTexts, type Templates } from '../../letters/compose/templates.ts'
import { writeLetter } from '../../letters/compose/write.ts'
import type { Composed } from '../../letters/types.ts'
import type { Template } from '../../words/catalogue/letter-rungs.ts'
import type { House } from '../house.ts'
import type { Place } from './place.ts'
import { draftOf, seasonNow } from './queries.ts'

/** On what a template is looked at: a sample by its name, or an entry of the ledger. */
export type On = { readonly sample: string } | { readonly entry: number }

/** «entry-12», or a sample's name. */
export const onOf = (text: string | undefined): On => {
  const entry = /^entry-(\d{1,12})$/.exec(text ?? '')?.[1]
  return entry === undefined ? { sample: text ?? '' } : { entry: Number(entry) }
}

const withText =
  (place: Place, template: Template): Templates =>
  (lang, name) =>
    name === place.kind && lang === place.lang
      ? { template, changed: true, version: 0, at: null }
      : ownTexts(lang, name)

/**
 * The letter that this text would make, of an entry or a sample; the first sample where the one that was asked for is not there. Reads what
 * letters are written from, and changes nothing.
 */
export const previewOf = async (
  house: Pick<House, 'db' | 'seasons' | 'publicUrl'>,
  place: Place,
  template: Template,
  on: On,
  at: string,
): Promise<Composed> => {
  const { db, seasons, publicUrl } = house
  const templates = withText(place, template)
  const found = 'entry' in on ? await draftOf(db, place, on.entry) : null
  if (found !== null) {
    const facts = await readFacts(db, seasons, [found.draft])
    return writeLetter({ publicUrl, from: '', facts, templates, at: found.at }, found.draft)
  }
  const season = seasonNow(house)
  const samples = samplesOf(place.lang, place.kind, season, at)
  const [first] = samples
  const sample = samples.find(({ name }) => 'sample' in on && name === on.sample) ?? first
  if (sample === undefined) throw new Error(`«${place.kind}» has no sample`)
  return writeLetter({ publicUrl, from: '', facts: sampleFacts(place.lang, season), templates, at }, sample.draft)
}
